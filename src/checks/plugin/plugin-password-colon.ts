import { readingCheck } from './reading-check';

export const pluginPasswordColon = readingCheck({
  id: 'plugin-password-colon',
  title: 'Colon in the credentials',
  heading: 'User name or password has a colon',
  codes: ['password-colon'],
  why: 'The plugin cuts what it is sent at the colon, and refuses the rest as a wrong password.',
  fix: 'Use an account whose user name and password have no colon.',
});
