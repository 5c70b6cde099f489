import { defineCheck, fail, notApplicable, pass } from '../define-check';

/** Of two accounts of one name the upper directory's is used, its inactive flag included. */
export const accountInTwoDirectories = defineCheck({
  id: 'account-in-two-directories',
  area: 'directory',
  title: 'Usernames that two directories have',
  heading: 'Some usernames are there twice',
  severity: 'advice',
  needs: ['directory'],
  why: '{product} takes the account of the upper directory, inactive or not, and the rights of the lower one are never reached.',
  fix: 'In {product} open User Directories and put the one first whose accounts are meant.',
  evaluate({ directory }) {
    const { doubled, accounts } = directory;
    if (doubled > 0)
      return fail(
        'In {product} {doubled, plural, one {# username belongs} other {# usernames belong}} to more than one account.',
        { doubled },
      );
    return accounts === null ? notApplicable('The accounts of {product} were not read.') : pass('None is there twice.');
  },
});
