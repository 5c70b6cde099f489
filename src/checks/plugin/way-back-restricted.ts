import { defineCheck, fail, notApplicable, pass, warn } from '../define-check';

export const wayBackRestricted = defineCheck({
  id: 'way-back-restricted',
  area: 'plugin',
  title: 'Who may use the way back in',
  heading: 'The way back in is closed to this account',
  severity: 'serious',
  needs: ['pluginWayBack'],
  after: ['plugin-way-back-missing'],
  why: 'When sign-ins through Casdoor fail, this account does not get in to put the settings back.',
  fix: 'Add one of its groups under “Sign In Settings” of the plugin, or take the limit of the “Backdoor URL” away.',
  evaluate({ pluginWayBack: { path, onlyFor, account, groups } }) {
    if (onlyFor === null) return path === null ? notApplicable('There is no way back in.') : pass();
    const values = { groups: onlyFor.join(', '), account: account ?? '' };
    const detail = {
      kind: 'list' as const,
      label: 'Groups that may use it',
      items: onlyFor.map((text) => ({ text, marked: isIn(groups ?? [], text) })),
    };
    if (account === null || groups === null)
      return warn(
        'Only members of {groups} may use it. Whether the account that writes is one of them is not told.',
        values,
        {
          severity: 'advice',
          heading: { text: 'The way back in is limited to some groups', values: {} },
          why: { text: 'Whoever is in none of them does not get in once sign-ins through Casdoor fail.', values: {} },
          fix: { text: 'Look whether the account that would restore is in one of them.', values: {} },
          detail,
        },
      );
    return onlyFor.some((group) => isIn(groups, group))
      ? pass('{account} is in one of the groups that may use it.', values)
      : fail('Only members of {groups} may use it, and {account} is in none of them.', values, { detail });
  },
});

/** Jira and Confluence compare names of groups without regard to capitals. */
const isIn = (groups: readonly string[], name: string) =>
  groups.some((group) => group.toLowerCase() === name.toLowerCase());
