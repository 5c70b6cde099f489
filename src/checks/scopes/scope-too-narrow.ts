import type { ClaimSource } from '../../contract/mapping';
import { claimsOf } from '../../mapping/claim-table';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { claimsAsked, daySeen, placeOf, seenAs, tokenOptions } from '../mapping/claims-asked';

/** Claims come with the scope that brings them: OpenID Connect Core 1.0 §5.4. userinfo of Casdoor 3.158 keeps to it. */
export const scopeTooNarrow = defineCheck({
  id: 'scope-too-narrow',
  area: 'scopes',
  title: 'Scopes that the mapping needs',
  heading: 'A claim of the mapping needs a scope that is not asked for',
  severity: 'serious',
  needs: ['application'],
  after: ['scope-openid-missing', 'token-format-unknown'],
  appliesTo: ({ mapping }) => (mapping === null ? 'Which claims are needed is not known without a mapping.' : null),
  why: 'The field stays empty for everybody.',
  fix: 'Put this into the field “Scope”, here and in the plugin:',
  evaluate({ application }, { mapping, target, scopes, seen }) {
    const format = tokenFormatOf(application.tokenFormat);
    if (mapping === null || format === undefined) return notApplicable('What a token carries is not known.');
    const options = tokenOptions(application);
    const isSeen = (source: ClaimSource, claim: string) => (seenAs(seen, source, claim) ?? 'empty') !== 'empty';
    const bySight = new Set<string>();
    const narrow = claimsAsked(mapping, target).flatMap(({ field, label, claims, sources }) => {
      const missing = claims.flatMap((claim) => {
        const tables = sources.map((source) => ({
          all: placeOf(claim, claimsOf(source, format, options)),
          asked: placeOf(claim, claimsOf(source, format, { ...options, scopes })),
        }));
        const scope = tables.find(({ all }) => all.fact !== null)?.all.fact?.scope ?? null;
        if (scope === null || tables.some(({ asked }) => asked.how !== 'absent')) return [];
        // With these very scopes it came.
        if (!sources.some((source) => isSeen(source, claim))) return [{ claim, scope }];
        bySight.add(claim);
        return [];
      });
      // Of several alternatives the first present one counts.
      const [first] = missing;
      return first && missing.length === claims.length ? [{ field, label, ...first }] : [];
    });
    const [first] = narrow;
    if (!first)
      return bySight.size === 0
        ? pass()
        : pass('{claims} {count, plural, one {was} other {were}} seen in a sign-in on {day}, with these scopes.', {
            claims: [...bySight].join(', '),
            count: bySight.size,
            day: daySeen(seen),
          });
    const needed = [...new Set(narrow.map(({ scope }) => scope))];
    const wanted = [...scopes, ...needed.filter((scope) => !scopes.includes(scope))].join(' ');
    const username = narrow.find(({ field }) => field === 'username');
    return fail(
      narrow.length === 1
        ? 'The claim {claim}, mapped as {label}, comes with the scope {scope} only.'
        : '{count} claims of the mapping come with {needed} only: {claims}.',
      {
        ...first,
        count: narrow.length,
        needed: needed.join(' '),
        claims: [...new Set(narrow.map(({ claim }) => claim))].join(', '),
      },
      {
        copy: [{ label: 'Scope', text: wanted }],
        ...(username && {
          severity: 'blocker',
          why: {
            text: 'Without a username the plugin cannot tell who signs in, so nobody gets into {product}.',
            values: {},
          },
          headline: { text: 'The scope is too narrow to tell who signs in', values: {} },
        }),
        detail: {
          kind: 'list',
          label: 'Claims without their scope',
          items: narrow.map(({ claim, scope, label }) => ({
            text: claim,
            note: `${label}, needs ${scope}`,
            marked: true,
          })),
        },
      },
    );
  },
});
