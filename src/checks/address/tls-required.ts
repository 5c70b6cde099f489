import { addressCauses, factsOfTheServer, silenceUpTo } from '../causes';
import { defineCheck, fail, notApplicable, pass } from '../define-check';

/**
 * Web servers that got plain http on a TLS port and say so: nginx and Go answer 400 with these words whatever the
 * language, others end the connection.
 */
const complaints = [/plain HTTP request was sent to HTTPS port/i, /HTTP request to an HTTPS server/i];

/** http was asked of a port that speaks https. */
export const tlsRequired = defineCheck({
  id: 'tls-required',
  area: 'address',
  title: 'http on the port',
  heading: 'The port speaks https, not http',
  severity: 'blocker',
  needs: ['address', 'discovery'],
  explains: factsOfTheServer,
  after: [...addressCauses, ...silenceUpTo('tls-required')],
  why: 'Addresses that begin with http:// lead nowhere on this port, in browsers and in {product}.',
  fix: 'Type {httpsAddress} as the address of Casdoor, and use it wherever the plugin has an endpoint.',
  evaluate({ address, discovery }, { from }) {
    if (address.scheme === 'https') return notApplicable('The address begins with https://.');
    if (from === 'cloud') return notApplicable('Over http nothing can be asked from the cloud.');
    const speaksTls = discovery.answered
      ? discovery.value.status === 400 && complaints.some((words) => words.test(discovery.value.body))
      : discovery.failure.kind === 'tls-required';
    if (!speaksTls) return pass();
    const httpsAddress = `https://${address.host}${address.port === 443 ? '' : `:${address.port}`}${address.prefix}`;
    return fail(
      'On {host}, port {port}, https is spoken where http was asked.',
      { host: address.host, port: String(address.port), httpsAddress },
      { copy: [{ label: 'Address of Casdoor', text: httpsAddress }] },
    );
  },
});
