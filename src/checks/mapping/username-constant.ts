import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { claimsAsked, findAsked, fittingClaims, sourceName, typedAs } from './claims-asked';

/** Claims that hold the same for everybody who signs in through one application, and those that change at each sign-in. */
const same = /^(iss|aud|azp|scope|tokenType|status|msg|owner|data\.owner|data\.signupApplication)$/;

/** Sub is what tells people apart: OpenID Connect Core 1.0 §5.7. A username must do that, too. */
export const usernameConstant = defineCheck({
  id: 'username-constant',
  area: 'mapping',
  title: 'Username that tells people apart',
  heading: 'The username does not tell people apart',
  severity: 'blocker',
  needs: ['application'],
  asks: ['mapping'],
  after: ['username-literal', 'token-format-unknown'],
  why: 'Everybody would be one and the same user of {product}, or somebody new at each sign-in.',
  fix: 'Put this into the field {label} of the plugin:',
  evaluate({ application }, { mapping, target }) {
    const format = tokenFormatOf(application.tokenFormat);
    const asked = mapping === null ? undefined : claimsAsked(mapping, target).find(({ field }) => field === 'username');
    if (asked === undefined || format === undefined) return notApplicable('What a token carries is not known.');
    const found = findAsked(asked, format, application);
    const isUseless = ({ place }: (typeof found)[number]) => same.test(place.path) || place.fact?.isPerToken === true;
    if (found.length === 0 || !found.every(isUseless)) return pass();
    const [first] = found;
    if (first === undefined) return pass();
    const [best] = fittingClaims('username', first.source, format, application);
    return fail(
      first.place.fact?.isPerToken
        ? '{claim} of {source} is another one at each sign-in.'
        : '{claim} of {source} is the same for everybody.',
      { claim: first.claim, source: sourceName(first.source, format), label: asked.label },
      {
        headline: { text: 'The plugin cannot tell people apart', values: {} },
        ...(best !== undefined && {
          copy: [{ label: asked.label, text: typedAs(best, 'username', target) }],
        }),
      },
    );
  },
});
