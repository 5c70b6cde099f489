import { noAnswer } from './no-answer';

/** The host did not answer the request for a connection at all. */
export const connectionTimeout = noAnswer({
  id: 'connection-timeout',
  kind: 'connection-timeout',
  title: 'Time until the connection stands',
  heading: 'The host of Casdoor does not answer',
  why: 'A sign-in would hang in the same way until the browser or {product} gives up.',
  fix: 'Look whether the host runs, and whether a firewall drops connections to port {port}. A host that is up and has nothing on that port would refuse at once.',
  handOver:
    'Connections to {failedHost}, port {port}, get no reply at all. Does a firewall drop them, or is the host down?',
  found: () => ({ text: '{failedHost}, port {port}, gave no sign within {waited}.' }),
});
