import { productNames } from '../../contract/target';
import { fail } from '../define-check';
import { certificateDetail, faultCheck, keytoolLine } from './certificate-fault';

/** The chain ends in no authority that is known here (RFC 5280 §6.1). */
export const tlsUntrusted = faultCheck({
  id: 'tls-untrusted',
  kind: 'untrusted',
  title: 'Trust in the TLS certificate',
  heading: 'The TLS certificate of Casdoor is of an authority that is not known here',
  why: 'The Java of {product} knows public authorities only, as this computer does. It refuses to connect, and every sign-in ends in an error.',
  fix: 'If this is the authority of your company, trust it here (“Trust this authority” in the panel, `--ca FILE` on the command line) and import it into the Java of {product}. Else give {host} a certificate of a public authority.',
  handOver:
    'The TLS certificate of {host} is not of a public authority ({code}). {product} needs either the certificate of that authority as a PEM file, or a certificate of a public one on {host}.',
  judge({ certificate, tls, failure }, { from, target }) {
    const code = tls?.code ?? failure.code ?? 'no code';
    if (!certificate) {
      const found = 'The certificate of {host} was refused ({code}).';
      if (from === 'local') return fail(found, { code });
      return fail(
        found,
        { code },
        {
          why: {
            text: 'Atlassian calls only what a public authority vouches for. So does {product} as it comes.',
            values: {},
          },
          fix: {
            text: 'Give {host} a certificate of a public authority, with its whole chain. Run this product inside your network with `npm start` to see what is wrong with the present one.',
            values: {},
          },
        },
      );
    }
    // What is missing is the authority at the end of what was sent, not the one next to the leaf.
    const issuer = tls?.chain.at(-1)?.issuer ?? certificate.issuer;
    const values = { code, subject: certificate.subject, issuer };
    const particulars = {
      detail: certificateDetail(certificate, tls),
      copy: [keytoolLine(productNames[target.product])],
    };
    if (certificate.isSelfSigned)
      return fail('The certificate {subject} is signed by itself, so nobody vouches for it.', values, {
        ...particulars,
        heading: { text: 'The TLS certificate of Casdoor is signed by itself', values: {} },
        fix: {
          text: 'Give {host} a certificate of an authority. If it is to stay as it is, trust it here (“Trust this authority” in the panel, `--ca FILE` on the command line) and import it into the Java of {product}.',
          values: {},
        },
      });
    if (tls?.chain.length === 1)
      return fail(
        'The certificate {subject} is issued by {issuer}, which is not known here, and the server sent nothing else ({code}).',
        values,
        {
          ...particulars,
          fix: {
            text: 'There are two ways out. If {issuer} is the authority of your company, trust it here (`--ca FILE`) and import it into the Java of {product}. If it is an intermediate of a public one, let the reverse proxy of {host} send the full chain.',
            values: {},
          },
        },
      );
    return fail(
      'The certificate {subject} goes back to {issuer}, which is not known here ({code}).',
      values,
      particulars,
    );
  },
});
