import { defineCheck, fail, pass } from '../define-check';
import { withWho } from './harm';

/** So many new accounts beside those that are there want a look: a tenth. */
const many = 0.1;

/** People without an account for whom the plugin makes one. */
export const userCreated = defineCheck({
  id: 'user-created',
  area: 'directory',
  title: 'Accounts that sign-ins create',
  heading: 'Sign-ins would create many accounts',
  severity: 'advice',
  needs: ['directory'],
  why: 'Everybody whom Casdoor lets in gets an account in {product}, whether they are meant to work there or not.',
  fix: 'If not all of them are meant to get in, let the plugin create no users, and create the accounts in {product} beforehand.',
  evaluate({ directory }, { target }) {
    const { created } = directory.outcomes;
    const active = directory.activeAccounts ?? 0;
    const values = { created, active };
    if (created === 0) return pass('None.');
    if (created <= active * many)
      return pass(
        '{created, plural, one {# person has no account yet and gets one} other {# people have no account yet and get one}} at the first sign-in.',
        values,
      );
    return fail(
      withWho(
        '{created, plural, one {# person has no account yet and gets one} other {# people have no account yet and get one}} at the first sign-in, beside {active, plural, one {# active account} other {# active accounts}} of today.',
      ),
      values,
      target.plugin === 'miniorange' ? { fix: restrict } : target.plugin === 'atlassian-dc' ? { fix: turnOff } : {},
    );
  },
});

const restrict = {
  text: 'If not all of them are meant to get in, open User Groups in the plugin and turn on “Restrict User Creation based on Group Mapping”.',
  values: {},
};
const turnOff = {
  text: 'If not all of them are meant to get in, turn off {label} in the plugin.',
  values: { label: 'Create users on login to the application' },
};
