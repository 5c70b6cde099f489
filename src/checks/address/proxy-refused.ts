import { noAnswer } from './no-answer';

/** The forward proxy of HTTPS_PROXY did not open the way (RFC 9110 §9.3.6, CONNECT). */
export const proxyRefused = noAnswer({
  id: 'proxy-refused',
  kind: 'proxy-refused',
  title: 'Proxy on the way to Casdoor',
  heading: 'The proxy on the way out does not let Casdoor be reached',
  why: 'This computer reaches Casdoor through a proxy only, and the proxy refuses. Whether {product} is concerned depends on the proxy that it uses itself.',
  fix: 'Have {host} allowed in the proxy, or add it to the environment variable `NO_PROXY` if Casdoor is inside your network.',
  found: () => ({
    text: 'The proxy {proxy} was asked for {failedHost}, port {port}, and did not open the way ({code}).',
    particulars: { headline: { text: 'Casdoor could not be reached through the proxy', values: {} } },
  }),
});
