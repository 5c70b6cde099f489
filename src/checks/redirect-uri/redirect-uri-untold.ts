import { defineCheck, fail, pass } from '../define-check';
import { entryAccepts, passesAnyway } from '../redirect-matching';

/** Casdoor 3.158 lets `localhost` and `http://127.0.0.1` pass whatever is registered, so that a pass proves nothing. */
export const redirectUriUntold = defineCheck({
  id: 'redirect-uri-untold',
  area: 'redirect-uri',
  title: 'Whether the redirect URI was really compared',
  heading: 'This redirect URI proves nothing about the real one',
  severity: 'advice',
  needs: ['appLogin'],
  uses: ['application'],
  asks: ['client-id', 'redirect-uri'],
  after: ['client-unknown', 'client-swapped', 'redirect-uri-unreadable'],
  why: 'Casdoor lets this address pass without looking into its list. The one that {product} is reached by may be refused all the same.',
  fix: 'Put in the callback URL under the address that people use for {product}, and check again.',
  evaluate({ appLogin, application }, { redirectUri }) {
    const uri = redirectUri ?? '';
    if (appLogin.redirectUri !== 'untold' && !passesAnyway(uri)) return pass();
    if (application?.redirectUris.some((entry) => entryAccepts(entry, uri) === true))
      return pass('Casdoor lets {redirectUri} pass without looking; it is in the list of {application} too.');
    return fail('{redirectUri} passes whatever is registered: Casdoor makes an exception for this computer.');
  },
});
