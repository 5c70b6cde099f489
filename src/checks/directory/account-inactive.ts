import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { withWho } from './harm';

/** An inactive account is refused, and was before there was any sign-in through Casdoor. */
export const accountInactive = defineCheck({
  id: 'account-inactive',
  area: 'directory',
  title: 'Accounts that are inactive',
  heading: 'People would find an inactive account',
  severity: 'advice',
  needs: ['directory'],
  why: '{product} refuses them as it does today. Those who have come back to work cannot tell why.',
  fix: 'In {product} open User management and activate the accounts of those who are to get in.',
  evaluate({ directory }) {
    const { inactive, untold } = directory;
    if (inactive > 0)
      return fail(
        withWho(
          '{inactive, plural, one {# person whom Casdoor lets in finds} other {# people whom Casdoor lets in find}} an account that is inactive.',
        ),
        { inactive },
      );
    if (directory.accounts === null || untold.some(({ what }) => what === 'inactive-accounts'))
      return notApplicable('Which accounts of {product} are inactive cannot be told.');
    return pass('Nobody finds one.');
  },
});
