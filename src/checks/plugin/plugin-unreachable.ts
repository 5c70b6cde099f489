import { readingCheck } from './reading-check';

export const pluginUnreachable = readingCheck({
  id: 'plugin-unreachable',
  title: 'Way to the plugin',
  heading: '{product} could not be asked for the settings of the plugin',
  codes: ['unreachable', 'limited', 'answer-unreadable', 'refused'],
  why: 'Without its settings nothing can be compared, written or put back.',
  fix: 'Look whether {product} runs and can be reached from here under its base URL.',
});
