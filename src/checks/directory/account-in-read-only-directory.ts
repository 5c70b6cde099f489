import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { withWho } from './harm';

/** An account in a directory of LDAP or Crowd can neither be updated nor put into groups. */
export const accountInReadOnlyDirectory = defineCheck({
  id: 'account-in-read-only-directory',
  area: 'directory',
  title: 'Accounts that cannot be written to',
  heading: 'Some accounts do not follow the sign-in',
  severity: 'advice',
  needs: ['directory'],
  why: 'Their e-mail, full name and groups go on following the directory that they come from, whatever Casdoor sends.',
  fix: 'Go on changing these people where their directory is kept, or in {product} open User Directories and move them to the internal one.',
  evaluate({ directory }) {
    const { readOnly, accounts } = directory;
    if (readOnly > 0)
      return fail(
        withWho(
          '{readOnly, plural, one {# person gets} other {# people get}} into an account of a directory that {product} only reads, such as LDAP or Crowd.',
        ),
        { readOnly },
      );
    return accounts === null ? notApplicable('The accounts of {product} were not read.') : pass('None is known.');
  },
});
