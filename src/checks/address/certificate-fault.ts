import type { Detail } from '../../contract/report';
import { addressCauses, factsOfTheServer, silenceUpTo } from '../causes';
import { type Check, defineCheck, type Judgement, notApplicable, pass } from '../define-check';
import type { Certificate, Given, NetworkFailure, TlsLook } from '../evidence';

export type FaultKind = 'not-yet-valid' | 'expired' | 'chain-incomplete' | 'untrusted' | 'name-mismatch';

/** What is wrong with a certificate. `certificate` is null where only the refusal is known, as from the cloud. */
export type CertificateFault = {
  kind: FaultKind;
  certificate: Certificate | null;
  tls: TlsLook | null;
  failure: NetworkFailure;
};

/**
 * The one thing that is wrong with a certificate that was refused. A certificate can have several faults: dates come
 * first because Node and Java name them first, the name last because it is only compared once the rest is right.
 */
export const certificateFault = (failure: NetworkFailure, tls: TlsLook | null, now: string): CertificateFault => {
  const code = tls?.code ?? failure.code;
  const leaf = tls?.chain[0] ?? null;
  const told = (kind: FaultKind, certificate = leaf): CertificateFault => ({ kind, certificate, tls, failure });
  const early = tls?.chain.find(({ notBefore }) => Date.parse(notBefore) > Date.parse(now));
  if (code === 'CERT_NOT_YET_VALID' || (leaf && early === leaf)) return told('not-yet-valid', early ?? leaf);
  const late = tls?.chain.find(({ notAfter }) => Date.parse(notAfter) < Date.parse(now));
  if (code === 'CERT_HAS_EXPIRED' || (leaf && late === leaf)) return told('expired', late ?? leaf);
  const isName = code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH';
  if (isName || (tls?.authorized && !tls.hostMatches)) return told('name-mismatch');
  return told(tls?.completion?.completes ? 'chain-incomplete' : 'untrusted');
};

type FaultCheck = Pick<Check, 'id' | 'title' | 'heading' | 'why' | 'fix'> & {
  kind: FaultKind;
  handOver?: string;
  judge: (fault: CertificateFault, given: Given) => Judgement;
};

/** A check that names one fault of a certificate. Of all of them at most one applies. */
export const faultCheck = ({ kind, judge, ...texts }: FaultCheck) =>
  defineCheck({
    ...texts,
    area: 'address',
    severity: 'blocker',
    needs: ['address', 'discovery'],
    uses: ['tls'],
    explains: factsOfTheServer,
    after: [...addressCauses, ...silenceUpTo(texts.id)],
    evaluate({ address, discovery, tls }, given) {
      if (address.scheme === 'http') return notApplicable('Over http there is no certificate.');
      if (discovery.answered)
        return given.from === 'cloud' ? notApplicable('This cannot be told from the cloud.') : pass();
      if (discovery.failure.kind !== 'tls-untrusted') return pass();
      const fault = certificateFault(discovery.failure, tls ?? null, given.now);
      return fault.kind === kind ? judge(fault, given) : pass();
    },
  });

/** A certificate as the panel shows it. Only an authority that the server sent itself can be offered for trust. */
export const certificateDetail = (certificate: Certificate, tls: TlsLook | null): Detail => ({
  kind: 'certificate',
  subject: certificate.subject,
  issuer: certificate.issuer,
  fingerprint: certificate.fingerprint,
  notBefore: certificate.notBefore,
  notAfter: certificate.notAfter,
  names: certificate.names,
  authorityPem: tls?.chain.find(({ isSelfSigned, pem }) => isSelfSigned && pem !== null)?.pem ?? null,
});

/** Imports an authority into the Java that Jira or Confluence runs on (`-cacerts`: Java 9 and later). */
export const keytoolLine = (product: string) => ({
  label: `On the host of ${product}, as the owner of its Java`,
  text: 'keytool -importcert -cacerts -storepass changeit -alias casdoor-authority -file casdoor-authority.pem',
});
