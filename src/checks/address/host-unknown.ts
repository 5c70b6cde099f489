import { noAnswer } from './no-answer';

/** The name service knows no address for the host (RFC 1035, name error or no data). */
export const hostUnknown = noAnswer({
  id: 'host-unknown',
  kind: 'host-unknown',
  title: 'Name of the host',
  heading: 'The name of Casdoor has no address',
  why: 'Neither {product} nor the browsers of people can find Casdoor under this name.',
  fix: 'Look for a misspelling in {host}. If it is right, add the name to your DNS, or check from a computer that uses the DNS of your company.',
  handOver:
    'The name {host} has no address in DNS as seen from the computer that checks it. Is it the right name for Casdoor, and where does it resolve?',
  found: () => ({ text: 'The name service answered that it knows no address for {failedHost}.' }),
});
