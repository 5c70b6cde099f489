import { defineCheck, fail } from '../define-check';
import { headlineOf, passIfTold, withWho } from './harm';
import { keyOf, otherClaim } from './remedies';

/** People who have an account, and whose sign-in asks for another one that is not there. */
export const usernameChanged = defineCheck({
  id: 'username-changed',
  area: 'directory',
  title: 'People keep the accounts that they have',
  heading: 'People would not find the account that they have',
  severity: 'serious',
  needs: ['directory'],
  uses: ['everybodyTold'],
  repeats: ['username-literal', 'username-constant', 'username-mutable', 'regex-invalid', 'regex-unmatched'],
  why: 'They get a new, empty account beside it, and what is assigned to them, their filters and their rights stay with the old one.',
  fix: 'In the plugin choose the claim with the usernames of {product}: the step Mapping ranks them.',
  evaluate({ directory, everybodyTold }, given) {
    const { renamed } = directory.outcomes;
    if (renamed === 0) return passIfTold(everybodyTold, 'Whoever has an account finds it.');
    const values = { renamed };
    return fail(
      withWho(
        keyOf(given) === 'email'
          ? 'The sign-in of {renamed, plural, one {# person} other {# people}} who {renamed, plural, one {has} other {have}} an account today asks for another e-mail.'
          : 'The sign-in of {renamed, plural, one {# person} other {# people}} who {renamed, plural, one {has} other {have}} an account today asks for another username.',
      ),
      values,
      {
        headline: headlineOf(
          directory,
          '{renamed, plural, one {# person} other {# people}} would lose the account that they have',
          values,
        ),
        fix: otherClaim(given),
      },
    );
  },
});
