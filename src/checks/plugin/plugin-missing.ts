import { readingCheck } from './reading-check';

export const pluginMissing = readingCheck({
  id: 'plugin-missing',
  title: 'Presence of the plugin',
  heading: 'The plugin does not answer where it should',
  codes: ['missing'],
  why: 'Nobody can sign in through a plugin that is not there, and nothing can be written into it.',
  fix: 'Look under “Manage apps” of {product} whether the plugin is installed and enabled.',
});
