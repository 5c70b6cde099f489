import { productNames } from '../../contract/target';
import { addressCauses, silenceCauses } from '../causes';
import { defineCheck, pass, warn } from '../define-check';
import { ownWords } from '../say';
import { certificateDetail, keytoolLine } from './certificate-fault';

const ways = {
  file: 'The certificate of {host} is trusted by {issuer}, from the file that was given with `--ca`.',
  panel: 'The certificate of {host} is trusted by {issuer}, because that authority was trusted in the panel.',
  environment: 'The certificate of {host} is trusted by {issuer}, from `NODE_EXTRA_CA_CERTS` of this computer.',
};

/** What is trusted here by hand is not trusted by the Java of Jira or Confluence, which has a list of its own. */
export const tlsPrivateCa = defineCheck({
  id: 'tls-private-ca',
  area: 'address',
  title: 'Authority of the TLS certificate',
  heading: '{product} needs the same authority that is trusted here',
  severity: 'advice',
  needs: ['tls'],
  after: [...addressCauses, ...silenceCauses],
  why: 'The Java of {product} has its own list of authorities. Without this one it refuses to connect to Casdoor, and every sign-in ends in an error.',
  fix: 'Import the authority into the Java of {product} and restart it, unless that has been done. On a cluster, on every node.',
  evaluate({ tls }, { target }) {
    if (!tls.authorized || tls.trustedBy === null || tls.trustedBy === 'system') return pass();
    const last = tls.chain.at(-1);
    const issuer = last ? (last.isSelfSigned ? last.subject : last.issuer) : ownWords('an authority of your own');
    return warn(
      ways[tls.trustedBy],
      { issuer },
      {
        ...(last ? { detail: certificateDetail(last, tls) } : {}),
        copy: [keytoolLine(productNames[target.product])],
      },
    );
  },
});
