import { defineCheck, pass, warn } from '../define-check';

/** Labels, keys and rules of the plugin are of this version. */
const tried = '1.1.28';

export const pluginVersionUntried = defineCheck({
  id: 'plugin-version-untried',
  area: 'plugin',
  title: 'Version of the plugin',
  heading: 'This version of the plugin was not tried with this product',
  severity: 'advice',
  needs: ['pluginStanding'],
  appliesTo: ({ target }) =>
    target.plugin === 'miniorange' ? null : 'The plugin of Atlassian is described by its API, not by a version.',
  why: 'Labels may be called otherwise, and a rule may have changed. What is written is read back, so nothing is taken on trust.',
  fix: 'Make a test sign-in through the plugin before the new settings are kept.',
  evaluate({ pluginStanding: { name, version } }) {
    if (version === '' || version === tried) return pass();
    return warn('{name} is of version {version}. Labels and rules here are those of {tried}.', {
      name,
      version,
      tried,
    });
  },
});
