import { defineCheck, fail, pass } from '../define-check';

export const pluginDisabled = defineCheck({
  id: 'plugin-disabled',
  area: 'plugin',
  title: 'State of the plugin',
  heading: 'The plugin is switched off',
  severity: 'blocker',
  needs: ['pluginStanding'],
  why: 'A plugin that is switched off signs nobody in.',
  fix: 'Enable it under “Manage apps” of {product}.',
  evaluate({ pluginStanding: { isEnabled, name } }) {
    return isEnabled ? pass('{name} is enabled.', { name }) : fail('{name} is disabled in {product}.', { name });
  },
});
