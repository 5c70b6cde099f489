import { defineCheck, fail, pass } from '../define-check';

export const restoreAccountAtRisk = defineCheck({
  id: 'restore-account-at-risk',
  area: 'plugin',
  title: 'Account that restores',
  heading: 'Sign-ins through Casdoor reach the account that restores',
  severity: 'serious',
  needs: ['restoreAccount'],
  why: 'A sign-in can take its groups away or change who it belongs to: then nobody is left who can put the settings back.',
  fix: 'Use an account of {product} that nobody in Casdoor signs in to, with a password of its own.',
  evaluate({ restoreAccount: { account, reachedBy, groupsLost } }) {
    const values = { account, reachedBy: reachedBy ?? '', groups: groupsLost.join(', ') };
    if (groupsLost.length > 0)
      return fail('{account} loses {groups} at the next sign-in, according to the dry run.', values, {
        heading: { text: 'The account that restores loses groups', values: {} },
      });
    if (reachedBy !== null) return fail('{reachedBy} in Casdoor signs in to {account}.', values);
    return pass('By the dry run nobody in Casdoor signs in to {account}.', values);
  },
});
