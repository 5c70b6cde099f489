import { noAnswer } from './no-answer';

/** https was asked of a port that speaks plain http. */
export const tlsNotSpoken = noAnswer({
  id: 'tls-not-spoken',
  kind: 'tls-not-spoken',
  title: 'https on the port',
  heading: 'The port speaks http, not https',
  why: 'Every https address of Casdoor on this port fails, in browsers and in {product}.',
  fix: 'Casdoor itself speaks http only. Put a reverse proxy with a certificate in front and type its https address, or type {httpAddress} if http is meant.',
  handOver:
    'On {failedHost}, port {port}, http is spoken where https is expected. At which https address does the reverse proxy publish Casdoor?',
  found: ({ failure }) => ({
    text: 'On {failedHost}, port {port}, something answers in http where https was asked.',
    values: { httpAddress: `http://${failure.host}:${failure.port}` },
  }),
});
