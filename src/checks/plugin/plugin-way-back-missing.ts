import { defineCheck, fail, pass } from '../define-check';

export const pluginWayBackMissing = defineCheck({
  id: 'plugin-way-back-missing',
  area: 'plugin',
  title: 'Way back in',
  heading: 'There is no way in without Casdoor',
  severity: 'serious',
  needs: ['pluginWayBack'],
  why: 'When Casdoor does not answer, or a setting is wrong, no administrator gets in to mend it.',
  fix: 'Switch on “Backdoor URL” under “Sign In Settings” of the plugin.',
  evaluate({ pluginWayBack: { path, by } }, { target }) {
    if (path !== null)
      return pass(
        by === 'form'
          ? 'The form with user name and password is shown at {path}.'
          : 'The form with user name and password answers at {path}.',
        { path },
      );
    return target.plugin === 'atlassian-dc'
      ? fail(
          'The form with user name and password is hidden, and the fallback is off.',
          {},
          {
            fix: {
              text: 'Switch the form on under “Authentication methods”, or the fallback by `PATCH /rest/authconfig/1.0/sso` with `enable-authentication-fallback` true.',
              values: {},
            },
          },
        )
      : fail('The plugin’s “Backdoor URL” is off.');
  },
});
