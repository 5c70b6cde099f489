import { claimsOf } from '../../mapping/claim-table';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { defineCheck, fail, type Judgement, notApplicable, pass, warn } from '../define-check';
import { claimsAsked, daySeen, findAsked, placeOf, sourceName } from './claims-asked';

/** Claims are members of the top level: OpenID Connect Core 1.0 §5.1. get-account puts the person below `data`. */
export const claimNested = defineCheck({
  id: 'claim-nested',
  area: 'mapping',
  title: 'Claims at the top level',
  heading: 'A claim stands inside another one',
  severity: ({ target }) => (target.plugin === 'miniorange' ? 'advice' : 'blocker'),
  needs: ['application'],
  asks: ['mapping'],
  after: ['username-literal', 'token-format-unknown'],
  why: 'The plugin looks at the top level only, so the field stays empty for everybody.',
  fix: 'Let the plugin read the ID token, or put `/api/userinfo` into its field for the userinfo endpoint: both have their claims at the top level.',
  evaluate({ application }, { mapping, target, seen }) {
    const format = tokenFormatOf(application.tokenFormat);
    if (mapping === null || format === undefined) return notApplicable('What a token carries is not known.');
    const nested = claimsAsked(mapping, target).flatMap((asked) =>
      findAsked(asked, format, application, seen)
        // A path that is spelled out is what miniOrange takes, and nobody else.
        .filter(({ place }) => place.how === 'nested' || (place.how === 'path' && target.plugin !== 'miniorange'))
        .map((found) => ({ ...found, field: asked.field, label: asked.label })),
    );
    // In the order of the screen: username first.
    const [first] = nested;
    if (first === undefined) {
      const bySight = claimsAsked(mapping, target)
        .flatMap((asked) => findAsked(asked, format, application, seen))
        .filter(
          ({ isBySight, claim, source }) => isBySight && placeOf(claim, claimsOf(source, format)).how === 'nested',
        );
      const [claim] = bySight;
      return claim === undefined
        ? pass()
        : pass('{claim} was seen at the top level in a sign-in on {day}.', { claim: claim.claim, day: daySeen(seen) });
    }
    const values = {
      claim: first.claim,
      path: first.place.path,
      label: first.label,
      source: sourceName(first.source, format),
    };
    if (target.plugin === 'miniorange')
      return fail(
        '{claim}, mapped as {label}, stands at {path} in {source}. The plugin finds it by searching for the first claim of that name.',
        values,
        {
          why: {
            text: 'It works as long as nothing of the same name is put in front of it, as an update of Casdoor might.',
            values: {},
          },
          fix: { text: 'Put the whole path into the field {label} of the plugin:', values: {} },
          copy: [{ label: first.label, text: values.path }],
        },
      );
    const judge = target.plugin === 'miniorange-cloud' ? warn : fail;
    const judgement: Judgement = judge('{claim}, mapped as {label}, stands at {path} in {source}.', values, {
      severity: first.field === 'username' || first.field === 'email' ? 'blocker' : 'serious',
    });
    return judgement;
  },
});
