import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import type { Environment } from './proxy-settings';

/** A certificate of an authority that is trusted beside the system's own, and who said so. */
export type Authority = { pem: string; from: 'file' | 'panel' | 'environment' };

/**
 * The certificates in a file: PEM, several of them and with text between, or one in DER.
 *
 * @throws RangeError where there is none.
 */
export const readAuthorities = (content: Uint8Array | string): string[] => {
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
  const blocks = text.match(
    /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g,
  );
  try {
    if (blocks) return blocks.map((block) => new X509Certificate(block).toString());
    return [new X509Certificate(typeof content === 'string' ? content : Buffer.from(content)).toString()];
  } catch (cause) {
    throw new RangeError('This holds no certificate in PEM or DER.', { cause });
  }
};

/** Node trusts what NODE_EXTRA_CA_CERTS names, but only if it was set when it started, and it says nothing of it. */
export const environmentAuthorities = (environment: Environment): Authority[] => {
  const file = environment.NODE_EXTRA_CA_CERTS;
  if (!file) return [];
  try {
    return readAuthorities(readFileSync(file)).map((pem) => ({ pem, from: 'environment' }));
  } catch {
    // As Node does: it warns and goes on.
    return [];
  }
};

/** What this machine trusts without being told: of Node 22.15 and later with its options, before that the bundled ones. */
const systemRoots = (): readonly string[] => (tls as NewerTls).getCACertificates?.('default') ?? tls.rootCertificates;
type NewerTls = typeof tls & { getCACertificates?: (type: 'default') => string[] };

export type Trust = {
  /** Trusts the system's authorities and the given ones. */
  all: tls.SecureContext;
  /** Trusts nobody, so that a look shows the chain as it was sent. */
  nobody: tls.SecureContext;
  /** Trusts the bundled authorities alone; null where no others were given. */
  systemAlone: () => tls.SecureContext | null;
  /** Trusts as `all` does, and knows more intermediates, which are no anchors. */
  withIntermediates: (pems: readonly string[]) => tls.SecureContext;
  /** Whose given certificate it is; null where it is none of them. */
  giverOf: (certificate: X509Certificate) => Authority['from'] | null;
};

export const makeTrust = (authorities: readonly Authority[]): Trust => {
  const given = authorities.map(({ pem }) => pem);
  const fingerprints = new Map(
    authorities.map(({ pem, from }) => [new X509Certificate(pem).fingerprint256, from] as const),
  );
  let system: tls.SecureContext | null = null;
  return {
    all:
      given.length === 0
        ? tls.createSecureContext()
        : // An intermediate that somebody trusts is an anchor, as it is in Java's trust store.
          tls.createSecureContext({ ca: [...systemRoots(), ...given], ...partialChains }),
    nobody: tls.createSecureContext({ ca: [] }),
    systemAlone: () => {
      if (given.length === 0) return null;
      system ??= tls.createSecureContext({ ca: [...tls.rootCertificates] });
      return system;
    },
    withIntermediates: (pems) => tls.createSecureContext({ ca: [...systemRoots(), ...given, ...pems] }),
    giverOf: (certificate) => fingerprints.get(certificate.fingerprint256) ?? null,
  };
};

/** Since Node 20.18; its type is newer than the types that are installed. */
const partialChains: tls.SecureContextOptions & { allowPartialTrustChain: boolean } = { allowPartialTrustChain: true };
