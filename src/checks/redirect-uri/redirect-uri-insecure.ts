import { defineCheck, fail, pass } from '../define-check';
import { isLoopback, partsOf } from '../redirect-matching';

/** A code must not travel in the open: RFC 9700 §2.6. Loopback never leaves the machine: RFC 8252 §7.3. */
export const redirectUriInsecure = defineCheck({
  id: 'redirect-uri-insecure',
  area: 'redirect-uri',
  title: 'Encryption on the way back',
  heading: 'People come back over an unencrypted connection',
  severity: 'serious',
  needs: [],
  asks: ['redirect-uri'],
  after: ['redirect-uri-unreadable'],
  why: 'Everybody on the way can read the code that a browser brings back, and the session of {product} with it.',
  fix: 'Give {product} an address with https as its base URL, and put the callback URL with https into the plugin and under “Redirect URLs” in Casdoor.',
  evaluate(_facts, { redirectUri }) {
    const parts = partsOf(redirectUri ?? '');
    if (parts?.scheme !== 'http' || isLoopback(parts.host)) return pass();
    return fail(
      '{redirectUri} begins with http.',
      {},
      {
        copy: [{ label: 'Callback URL with https', text: (redirectUri ?? '').replace(/^http:/i, 'https:') }],
      },
    );
  },
});
