import { fail } from '../define-check';
import { certificateDetail, faultCheck } from './certificate-fault';

/** A server sends every certificate but the root (RFC 8446 §4.4.2). What the leaf's AIA names (RFC 5280 §4.2.2.1) completes it. */
export const tlsChainIncomplete = faultCheck({
  id: 'tls-chain-incomplete',
  kind: 'chain-incomplete',
  title: 'Chain of the TLS certificate',
  heading: 'Casdoor does not send the whole chain of its certificate',
  why: 'Browsers fetch what is missing, so everything looks fine there; Java does not, so {product} refuses to connect.',
  fix: 'Let the reverse proxy of {host} send the intermediate certificate too. Most authorities hand out a file for it, often called `fullchain.pem`.',
  handOver:
    'The web server of {host} sends its own certificate without the intermediate one. Browsers forgive that, {product} does not. It has to be set up with the full chain, often called fullchain.pem.',
  judge({ certificate, tls }) {
    if (!certificate || !tls?.completion)
      return fail('The certificate of {host} was sent without the ones that it builds on.');
    return fail(
      'The server sent {sent, plural, one {# certificate} other {# certificates}}. With the one from {url}, which the certificate itself names and which was fetched for this check, the chain ends in a trusted authority.',
      { sent: tls.chain.length, url: tls.completion.url },
      { detail: certificateDetail(certificate, tls) },
    );
  },
});
