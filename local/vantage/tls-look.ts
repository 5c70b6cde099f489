import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type SecureContext, type TLSSocket } from 'node:tls';
import type { Certificate, TlsLook } from '../../src/checks/evidence';
import type { Trust } from './authorities';
import { type Destination, handshake, openTunnel } from './connection';

export type LookOptions = {
  to: Destination;
  trust: Trust;
  /** Fetches what a certificate names as its issuer's: http GET without credentials, raw bytes. */
  fetchIssuer: (url: string) => Promise<Uint8Array | null>;
};

/** Links of a chain that are fetched one after the other; a server misses one, seldom two. */
const linksFetched = 3;
/** OpenSSL's ways to say that the issuer of the last certificate was not there. */
const issuerMissing = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Reads the certificate that a server shows, trusted or not. Sends nothing through any of the connections. */
export const lookAtCertificate = async ({ to, trust, fetchIssuer }: LookOptions): Promise<TlsLook> => {
  // One look trusts nobody and so sees the chain as it was sent; one trusts as requests do and says what is wrong.
  const [sent, judged] = await Promise.all([look(to, trust.nobody()), look(to, trust.all())]);
  const leaf = sent.chain[0] ?? judged.chain[0];
  const code = judged.code;
  const identity = leaf ? checkServerIdentity(bare(to.hostname), leaf.toLegacyObject()) : undefined;
  const isAuthorized = code === null;
  return {
    authorized: isAuthorized,
    code,
    hostMatches: leaf !== undefined && identity === undefined,
    chain: sent.chain.map(describe),
    trustedBy: isAuthorized ? await trustedBy(to, trust, judged.chain) : null,
    completion: code !== null && issuerMissing.has(code) ? await complete(to, trust, sent.chain, fetchIssuer) : null,
  };
};

type Seen = { chain: X509Certificate[]; code: string | null };

const look = async (to: Destination, context: SecureContext): Promise<Seen> => {
  const socket = await openTunnel(to);
  const secured = await handshake(socket, { hostname: to.hostname, context, verifies: false, signal: to.signal });
  secured.on('error', () => {});
  try {
    // Node gives the code here, whatever its type says.
    const problem = secured.authorizationError as unknown as string | Error | null | undefined;
    const code = secured.authorized
      ? null
      : typeof problem === 'string'
        ? problem
        : (problem?.message ?? 'CERT_UNTRUSTED');
    return { chain: chainOf(secured), code };
  } finally {
    secured.destroy();
  }
};

const chainOf = (secured: TLSSocket): X509Certificate[] => {
  const chain: X509Certificate[] = [];
  let current = secured.getPeerCertificate(true);
  const seen = new Set<string>();
  while (current?.raw && !seen.has(current.fingerprint256)) {
    seen.add(current.fingerprint256);
    chain.push(new X509Certificate(current.raw));
    current = current.issuerCertificate;
  }
  return chain;
};

const trustedBy = async (
  to: Destination,
  trust: Trust,
  chain: readonly X509Certificate[],
): Promise<NonNullable<TlsLook['trustedBy']>> => {
  const alone = trust.systemAlone();
  if (alone === null) return 'system';
  const giver = chain.map(trust.giverOf).find((from) => from !== null);
  if (giver === undefined) return 'system';
  // A public authority that was given as well needs nobody's word.
  const { code } = await look(to, alone);
  return code === null ? 'system' : giver;
};

/** Fetches the missing links, as browsers do, and sees whether the chain then ends in an authority that is trusted. */
const complete = async (
  to: Destination,
  trust: Trust,
  sent: readonly X509Certificate[],
  fetchIssuer: LookOptions['fetchIssuer'],
): Promise<TlsLook['completion']> => {
  const fetched: X509Certificate[] = [];
  let last = sent.at(-1);
  let firstUrl: string | null = null;
  for (let link = 0; link < linksFetched && last !== undefined && !isSelfSigned(last); link += 1) {
    const url = issuerUrl(last);
    if (url === null) break;
    firstUrl ??= url;
    const issuer = certificateIn(await fetchIssuer(url));
    // A root that came this way would vouch for itself: only links are taken.
    if (issuer === null || isSelfSigned(issuer) || !last.checkIssued(issuer) || !last.verify(issuer.publicKey)) break;
    fetched.push(issuer);
    const { code } = await look(to, trust.withIntermediates(fetched.map(String)));
    if (code === null || !(issuerMissing.has(code) || code === 'SELF_SIGNED_CERT_IN_CHAIN'))
      return { url: firstUrl, completes: true };
    last = issuer;
  }
  return firstUrl === null ? null : { url: firstUrl, completes: false };
};

/** RFC 5280 §4.2.2.1, `caIssuers`. Only http: https would need a certificate to fetch a certificate. */
const issuerUrl = (certificate: X509Certificate): string | null => {
  const url = /^CA Issuers - URI:(http:\/\/\S+)$/im.exec(certificate.infoAccess ?? '')?.[1];
  return url !== undefined && URL.canParse(url) ? url : null;
};

const certificateIn = (bytes: Uint8Array | null): X509Certificate | null => {
  if (bytes === null) return null;
  try {
    return new X509Certificate(Buffer.from(bytes));
  } catch {
    return null;
  }
};

export const describe = (certificate: X509Certificate): Certificate => ({
  subject: onOneLine(certificate.subject),
  issuer: onOneLine(certificate.issuer),
  fingerprint: certificate.fingerprint256,
  notBefore: new Date(certificate.validFrom).toISOString(),
  notAfter: new Date(certificate.validTo).toISOString(),
  names: namesOf(certificate),
  isSelfSigned: isSelfSigned(certificate),
  pem: certificate.ca || isSelfSigned(certificate) ? certificate.toString() : null,
});

/** `CN=door.acme.example, O=Acme`: most telling part first. */
const onOneLine = (name: string | undefined): string =>
  (name ?? '')
    .split('\n')
    .filter(Boolean)
    .sort((one, other) => Number(other.startsWith('CN=')) - Number(one.startsWith('CN=')))
    .join(', ');

const namesOf = (certificate: X509Certificate): string[] =>
  (certificate.subjectAltName ?? '')
    .split(', ')
    .flatMap((entry) => /^(?:DNS|IP Address):"?(.+?)"?$/.exec(entry)?.[1] ?? []);

const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');
