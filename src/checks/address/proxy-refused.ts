import { noAnswer } from './no-answer';

/** The forward proxy of HTTPS_PROXY did not open the way (RFC 9110 §9.3.6, CONNECT). */
export const proxyRefused = noAnswer({
  id: 'proxy-refused',
  kind: 'proxy-refused',
  title: 'Proxy on the way to Casdoor',
  heading: 'The proxy on the way out does not let Casdoor be reached',
  why: 'This computer reaches Casdoor through a proxy only, and the proxy refuses. Whether {product} is concerned depends on the proxy that it uses itself.',
  fix: 'Have {host} allowed in the proxy, or add it to the environment variable `NO_PROXY` if Casdoor is inside your network.',
  found: ({ failure: { code } }) => {
    const headline = { text: 'Casdoor could not be reached through the proxy', values: {} };
    if (code !== null && downCodes.has(code))
      return {
        text: 'The proxy {proxy} itself gives no answer ({code}).',
        particulars: {
          headline,
          heading: { text: 'The proxy on the way out is not there', values: {} },
          fix: {
            text: 'Look whether `HTTPS_PROXY` of this computer names the right proxy and whether it runs, or add {host} to `NO_PROXY` if Casdoor is inside your network.',
            values: {},
          },
        },
      };
    if (code?.includes('407'))
      return {
        text: 'The proxy {proxy} wants a user and a password before it opens the way to {failedHost}.',
        particulars: {
          headline,
          heading: { text: 'The proxy on the way out wants a password', values: {} },
          fix: {
            text: 'Put the user and the password of the proxy into `HTTPS_PROXY` of this computer, in the form `http://user:password@proxy:port`.',
            values: {},
          },
        },
      };
    return {
      text: 'The proxy {proxy} was asked for {failedHost}, port {port}, and did not open the way ({code}).',
      particulars: { headline },
    };
  },
});

/** The connection to the proxy failed, not the one that it was to make. */
const downCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
]);
