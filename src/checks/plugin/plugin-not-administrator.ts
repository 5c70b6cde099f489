import { readingCheck } from './reading-check';

export const pluginNotAdministrator = readingCheck({
  id: 'plugin-not-administrator',
  title: 'Rights of the account that writes',
  heading: 'The account that writes is no system administrator',
  codes: ['not-administrator'],
  why: 'The plugin shows and takes its settings from system administrators alone.',
  fix: 'Use an account with the global permission “System Administrators”.',
});
