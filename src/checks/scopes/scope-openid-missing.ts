import { defineCheck, fail, pass } from '../define-check';

/** Without `openid` a request is OAuth 2.0 and no sign-in: OpenID Connect Core 1.0 §3.1.2.1. */
export const scopeOpenidMissing = defineCheck({
  id: 'scope-openid-missing',
  area: 'scopes',
  title: 'Scope openid',
  heading: 'The scope openid is not asked for',
  severity: 'blocker',
  needs: [],
  why: 'Without it a sign-in is none by the standard: a plugin may get no ID token, and then knows nobody.',
  fix: 'Put `openid` first in the field “Scope”, here and in the plugin.',
  evaluate(_facts, { scopes, target }) {
    // Atlassian's own plugin puts openid in front of whatever is configured.
    if (scopes.includes('openid') || target.plugin === 'atlassian-dc') return pass();
    const mended = ['openid', ...scopes].join(' ');
    const capital = scopes.find((scope) => scope.toLowerCase() === 'openid');
    const commas = scopes.some((scope) => /[,;]/.test(scope));
    const particulars = {
      headline: { text: 'One word is missing: openid', values: {} },
      copy: [{ label: 'Scope', text: mended }],
    };
    if (commas)
      return fail(
        'Asked for is {asked}. Scopes are separated by spaces; with commas between them it is one long scope that nobody knows.',
        { asked: scopes.join(' ') },
        { ...particulars, copy: [{ label: 'Scope', text: separated(scopes) }] },
      );
    if (capital)
      return fail(
        'Asked for is {capital}. Scopes are told apart by capitals: it is written `openid`.',
        { capital },
        {
          ...particulars,
          copy: [{ label: 'Scope', text: scopes.map((scope) => (scope === capital ? 'openid' : scope)).join(' ') }],
        },
      );
    if (scopes.length === 0) return fail('No scope is asked for at all.', {}, particulars);
    return fail('Asked for is {asked}, and openid is not among it.', { asked: scopes.join(' ') }, particulars);
  },
});

const separated = (scopes: readonly string[]) => {
  const names = scopes.flatMap((scope) => scope.split(/[,;]+/)).filter((name) => name !== '');
  return (names.includes('openid') ? names : ['openid', ...names]).join(' ');
};
