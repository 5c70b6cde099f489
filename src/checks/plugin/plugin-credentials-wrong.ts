import { readingCheck } from './reading-check';

export const pluginCredentialsWrong = readingCheck({
  id: 'plugin-credentials-wrong',
  title: 'Credentials for the plugin',
  heading: '{product} did not take the credentials',
  codes: ['credentials-wrong', 'captcha'],
  why: 'Without its settings nothing can be compared, written or put back. Each further try brings the account nearer to its CAPTCHA.',
  fix: 'Type user name and password again, or a new personal access token.',
});
