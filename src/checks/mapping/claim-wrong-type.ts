import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { claimsAsked, daySeen, findAsked, fittingClaims, sourceName, typedAs } from './claims-asked';

/** Names and e-mail are strings: OpenID Connect Core 1.0 §5.1. Groups have to be a list of them for both plugins. */
export const claimWrongType = defineCheck({
  id: 'claim-wrong-type',
  area: 'mapping',
  title: 'Kind of value of each claim',
  heading: 'A claim holds another kind of value than the field needs',
  severity: 'serious',
  needs: ['application'],
  asks: ['mapping'],
  after: ['username-literal', 'token-format-unknown'],
  why: 'The plugin cannot read it as a text: the field stays empty, or holds something that is nobody’s.',
  fix: 'Put this into the field {label} of the plugin:',
  evaluate({ application }, { mapping, target, seen }) {
    const format = tokenFormatOf(application.tokenFormat);
    if (mapping === null || format === undefined) return notApplicable('What a token carries is not known.');
    const wrong = claimsAsked(mapping, target).flatMap((asked) =>
      findAsked(asked, format, application, seen).flatMap((found) => {
        const { fact } = found.place;
        if (fact === null) return [];
        const isGroups = asked.field === 'groups';
        const isWrong = isGroups
          ? fact.type !== 'list' || fact.items !== 'text'
          : // A number may well be a username; "true" is nobody's name.
            fact.type === 'list' ||
            fact.type === 'object' ||
            fact.type === 'boolean' ||
            (fact.type === 'number' && asked.field === 'email');
        return isWrong ? [{ ...asked, ...found, fact, isGroups }] : [];
      }),
    );
    const [first] = wrong;
    if (first === undefined) {
      const bySight = claimsAsked(mapping, target)
        .flatMap((asked) => findAsked(asked, format, application, seen))
        .find(({ isBySight }) => isBySight);
      return bySight === undefined
        ? pass()
        : pass('The kind of {claim} was seen in a sign-in on {day}.', { claim: bySight.claim, day: daySeen(seen) });
    }
    const fitting = fittingClaims(first.field, first.source, format, application);
    const [best] = fitting;
    const holds =
      first.fact.type === 'list' ? (first.fact.items === 'object' ? 'list of objects' : 'list') : first.fact.type;
    const refuses = target.plugin === 'atlassian-dc';
    return fail(
      first.isBySight
        ? first.isGroups
          ? '{claim}, mapped as {label}, was of the kind {holds} in {source} of a sign-in on {day}. Needed is a list of texts.'
          : '{claim}, mapped as {label}, was of the kind {holds} in {source} of a sign-in on {day}. Needed is a text.'
        : first.isGroups
          ? '{claim}, mapped as {label}, is of the kind {holds} in {source}. Needed is a list of texts.'
          : '{claim}, mapped as {label}, is of the kind {holds} in {source}. Needed is a text.',
      {
        claim: first.claim,
        label: first.label,
        holds,
        source: sourceName(first.source, format),
        day: daySeen(seen),
      },
      {
        detail: { kind: 'claims', field: first.field, better: fitting.map((claim) => ({ claim, sample: null })) },
        ...(refuses && {
          severity: 'blocker',
          why: { text: 'The plugin refuses every sign-in whose claim is of another kind than the field.', values: {} },
        }),
        ...(best === undefined
          ? {
              fix: {
                text: 'Choose another source, or another “Token format” in Casdoor: {source} carries nothing that fits.',
                values: {},
              },
            }
          : { copy: [{ label: first.label, text: typedAs(best, first.field, target) }] }),
      },
    );
  },
});
