import { noAnswer } from './no-answer';

/** TLS began and found no common ground: version, cipher, server name or a client certificate. */
export const tlsHandshakeFailed = noAnswer({
  id: 'tls-handshake-failed',
  kind: 'tls-failed',
  title: 'TLS connection',
  heading: 'The TLS connection cannot be made',
  why: "Whoever speaks today's TLS cannot connect: {product} on a current Java refuses the same as this computer does.",
  fix: 'Let the reverse proxy of Casdoor offer TLS 1.2 or 1.3 for the name {host}, and ask for no client certificate.',
  handOver:
    'TLS with {failedHost}, port {port}, fails with {code}. Does the reverse proxy offer TLS 1.2 or 1.3 for that name, without asking for a client certificate?',
  found: () => ({ text: '{failedHost}, port {port}, and this side found no common way to speak TLS ({code}).' }),
});
