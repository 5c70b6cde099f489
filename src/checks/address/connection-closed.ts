import { noAnswer } from './no-answer';

/** The connection was made and closed again before an answer, on a fresh connection too. */
export const connectionClosed = noAnswer({
  id: 'connection-closed',
  kind: 'connection-closed',
  title: 'Connection until the answer',
  heading: 'The connection is closed before Casdoor answers',
  why: 'Sign-ins end in an error of the browser or of {product} before Casdoor has said anything.',
  fix: 'Look into the log of what listens on port {port}: a reverse proxy without its Casdoor behind it, a firewall that cuts connections, or a service that is no web server.',
  handOver:
    'Connections to {failedHost}, port {port}, are closed before any answer. What does the log of the reverse proxy or of Casdoor say at that moment?',
  found: () => ({
    text: '{failedHost}, port {port}, took the connection and closed it without an answer ({code}). A fresh connection was tried too.',
  }),
});
