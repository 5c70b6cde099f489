import { defineCheck, fail } from '../define-check';
import { passIfTold, withWho } from './harm';

/** E-mails and full names that sign-ins overwrite; an e-mail that differs by capitals alone is no change. */
export const profileChanged = defineCheck({
  id: 'profile-changed',
  area: 'directory',
  title: 'E-mails and full names that change',
  heading: 'E-mails or full names would be overwritten',
  severity: 'advice',
  needs: ['directory'],
  uses: ['everybodyTold'],
  why: 'From the first sign-in on {product} shows what Casdoor has, and sends mail there.',
  fix: 'If {product} has what is right, open User Profile in the plugin and turn off “Update attributes of existing users”.',
  evaluate({ directory, everybodyTold }, { target }) {
    const { email: mails, fullName } = directory.changes;
    const values = { mails, fullName, capitals: directory.emailCapitals };
    if (mails + fullName === 0)
      return passIfTold(
        everybodyTold,
        directory.emailCapitals === 0
          ? 'None does.'
          : 'None does; {capitals, plural, one {# e-mail differs} other {# e-mails differ}} by capitals alone.',
        values,
      );
    return fail(
      withWho(
        fullName === 0
          ? 'The e-mail of {mails, plural, one {# account} other {# accounts}} would be overwritten.'
          : mails === 0
            ? 'The full name of {fullName, plural, one {# account} other {# accounts}} would be overwritten.'
            : 'The e-mail of {mails, plural, one {# account} other {# accounts}} and the full name of {fullName, plural, one {# account} other {# accounts}} would be overwritten.',
      ),
      values,
      target.plugin === 'atlassian-dc'
        ? { fix: { text: 'If {product} has what is right, correct it in Casdoor under Users.', values: {} } }
        : {},
    );
  },
});
