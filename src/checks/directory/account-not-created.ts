import { defineCheck, fail } from '../define-check';
import { headlineOf, passIfTold, sumOf, withWho } from './harm';
import { otherClaim } from './remedies';

/**
 * People whose account is not there and is not made. To let in only who has an account may be meant so; to keep out who
 * has one under another name is not.
 */
export const accountNotCreated = defineCheck({
  id: 'account-not-created',
  area: 'directory',
  title: 'Accounts for whom none is found',
  heading: 'Some people have no account and get none',
  severity: 'serious',
  needs: ['directory'],
  uses: ['everybodyTold'],
  repeats: ['username-literal', 'username-constant', 'username-mutable', 'regex-invalid'],
  why: '{product} has no account of the name that their sign-in brings, and the plugin makes none, so they are refused.',
  fix: 'Let the plugin create users, or create these accounts in {product} beforehand.',
  evaluate({ directory: { refused, refusedWithAccount }, directory, everybodyTold }, given) {
    const byGroup = refused['no-mapped-group'] ?? 0;
    const kept = sumOf(refused['not-created'], byGroup);
    const withAccount = sumOf(refusedWithAccount['not-created'], refusedWithAccount['no-mapped-group']);
    if (kept === 0) return passIfTold(everybodyTold, 'Nobody is refused for want of an account.');
    const values = { kept, withAccount };
    if (withAccount > 0)
      return fail(
        withWho(
          '{kept, plural, one {# person is} other {# people are}} refused, as {product} has no account of the name that is asked for; {withAccount, plural, one {# of them has} other {# of them have}} one under another name.',
        ),
        values,
        {
          heading: { text: 'People would not find the account that they have', values: {} },
          headline: headlineOf(
            directory,
            '{withAccount, plural, one {# person} other {# people}} would be kept out of the account that they have',
            values,
          ),
          why: {
            text: 'They work in {product} today and would be refused: their account goes by another name than their sign-in asks for.',
            values: {},
          },
          fix: otherClaim(given),
        },
      );
    return fail(
      withWho(
        '{kept, plural, one {# person has no account and is} other {# people have no account and are}} refused. None of them has an account under another name.',
      ),
      values,
      { severity: 'advice', ...(byGroup > kept / 2 ? { fix: mapTheirGroups } : createThem(given.target.plugin)) },
    );
  },
});

const mapTheirGroups = {
  text: 'In the plugin open User Groups and map a group that these people have, or turn off “Restrict User Creation based on Group Mapping”.',
  values: {},
};

const createThem = (plugin: string) =>
  plugin === 'atlassian-dc'
    ? {
        fix: {
          text: 'If they are to get in, turn on {label} in the plugin.',
          values: { label: 'Create users on login to the application' },
        },
      }
    : {};
