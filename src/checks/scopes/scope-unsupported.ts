import { defineCheck, fail, pass } from '../define-check';

/** Scopes of Casdoor, or of the application, that a discovery document names: OpenID Connect Discovery 1.0 §3. */
export const scopeUnsupported = defineCheck({
  id: 'scope-unsupported',
  area: 'scopes',
  title: 'Scopes that Casdoor knows',
  heading: 'A scope is asked for that does not exist',
  severity: 'advice',
  needs: ['metadata'],
  uses: ['appLogin', 'application'],
  after: ['scope-openid-missing', 'scope-refused'],
  why: 'It brings nothing, and whoever reads the settings later takes it for the reason why something works.',
  fix: 'Take it out of the field “Scope”, here and in the plugin:',
  evaluate({ metadata, appLogin, application }, { scopes }) {
    // Not saying is allowed: the member is recommended, not required.
    if (metadata.scopes.length === 0) return pass();
    const known = new Set([
      ...metadata.scopes,
      ...(appLogin?.application?.scopes ?? []),
      ...(application?.scopes ?? []),
    ]);
    const unknown = scopes.filter((scope) => !known.has(scope));
    if (unknown.length === 0) return pass();
    const kept = scopes.filter((scope) => known.has(scope)).join(' ');
    const isGroups = unknown.some((scope) => /^(groups?|roles?)$/i.test(scope));
    return fail(
      isGroups
        ? 'The discovery document does not name {unknown}. In Casdoor, groups and roles come with `profile`.'
        : 'The discovery document does not name {unknown}.',
      { unknown: unknown.join(' ') },
      { copy: [{ label: 'Scope', text: kept }] },
    );
  },
});
