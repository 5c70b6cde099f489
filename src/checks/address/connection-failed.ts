import { noAnswer } from './no-answer';

/** No answer came, and the system or the platform does not say why in terms that are known. */
export const connectionFailed = noAnswer({
  id: 'connection-failed',
  kind: 'unknown',
  title: 'Request to Casdoor',
  heading: 'The request to Casdoor failed',
  why: 'Nothing could be learnt about Casdoor, and {product} may fail in the same way.',
  fix: 'Open {address} in a browser. If it opens there, run this product inside your network with `npm start`: from there names, connections and certificates can be told apart.',
  found: ({ given }) => ({
    text:
      given.from === 'cloud'
        ? 'From the cloud no answer came from {failedHost}, port {port}, and the platform does not say why ({code}).'
        : 'No answer came from {failedHost}, port {port} ({code}).',
    particulars: { headline: { text: 'Casdoor could not be reached', values: {} } },
  }),
});
