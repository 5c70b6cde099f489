import { documentedScopes } from '../../contract/target';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { defineCheck, fail, pass } from '../define-check';

const documented = new Set(documentedScopes.split(' '));

/**
 * A scope should bring something. In Casdoor 3.158 `offline_access` never does, and tokens of all formats but
 * JWT-Standard carry the same whatever is asked for. The documentation's own set is left alone: it does no harm.
 */
export const scopeUseless = defineCheck({
  id: 'scope-useless',
  area: 'scopes',
  title: 'Scopes that bring something',
  heading: 'A scope is asked for that changes nothing',
  severity: 'advice',
  needs: ['application'],
  after: ['scope-openid-missing', 'scope-refused', 'scope-unsupported'],
  why: 'It does no harm, and it does not do what its name says: nobody gets more, or stays signed in longer, because of it.',
  fix: 'Leave it, or take it out of the field “Scope”, here and in the plugin:',
  evaluate({ application }, { scopes, scopesAssumed, mapping }) {
    const isDocumented = scopes.length === documented.size && scopes.every((scope) => documented.has(scope));
    if (scopesAssumed || isDocumented) return pass();
    const twice = scopes.filter((scope, at) => scopes.indexOf(scope) < at);
    const format = tokenFormatOf(application.tokenFormat);
    const readsToken = mapping !== null && (mapping.source === null || mapping.source === 'id_token');
    // Scopes that an application names itself mean something to somebody else.
    const isWithout = (scope: string) =>
      !application.scopes.includes(scope) &&
      (scope === 'offline_access' ||
        (readsToken &&
          format !== undefined &&
          format !== 'JWT-Standard' &&
          (scope === 'address' || scope === 'phone')));
    const useless = [...new Set([...twice, ...scopes.filter(isWithout)])];
    if (useless.length === 0) return pass();
    const kept = [...new Set(scopes)].filter((scope) => twice.includes(scope) || !useless.includes(scope));
    return fail(
      twice.length > 0 ? '{useless}: asked for twice, or without effect.' : 'Without effect: {useless}.',
      { useless: useless.join(' ') },
      { copy: [{ label: 'Scope', text: kept.filter((scope) => !isWithout(scope)).join(' ') }] },
    );
  },
});
