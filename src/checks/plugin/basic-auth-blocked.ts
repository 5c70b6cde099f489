import { readingCheck } from './reading-check';

export const basicAuthBlocked = readingCheck({
  id: 'basic-auth-blocked',
  title: 'Basic authentication',
  heading: '{product} takes no passwords in requests',
  codes: ['basic-auth-blocked'],
  why: 'The password is not wrong: {product} refuses every one that comes with a request, so nothing can be read or written with it.',
  fix: 'Allow basic authentication for the account, or use a personal access token where the plugin takes one.',
});
