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
    const content = readFileSync(file, 'latin1');
    if (lastRead?.content !== content)
      lastRead = {
        content,
        authorities: readAuthorities(Buffer.from(content, 'latin1')).map((pem) => ({ pem, from: 'environment' })),
      };
    return lastRead.authorities;
  } catch {
    // As Node does: it warns and goes on.
    return [];
  }
};

/** The same file for the whole process, of a hundred certificates or more: parsed once. */
let lastRead: { content: string; authorities: Authority[] } | null = null;

/** What this machine trusts without being told: of Node 22.15 and later with its options, before that the bundled ones. */
const systemRoots = (): readonly string[] => (tls as NewerTls).getCACertificates?.('default') ?? tls.rootCertificates;
type NewerTls = typeof tls & { getCACertificates?: (type: 'default') => string[] };

export type Trust = {
  /** Trusts the system's authorities and the given ones. */
  all: () => tls.SecureContext;
  /** Trusts nobody, so that a look shows the chain as it was sent. */
  nobody: () => tls.SecureContext;
  /** Trusts the bundled authorities alone; null where no others were given. */
  systemAlone: () => tls.SecureContext | null;
  /** Trusts as `all` does, and knows more intermediates, which are no anchors. */
  withIntermediates: (pems: readonly string[]) => tls.SecureContext;
  /** Whose given certificate it is; null where it is none of them. */
  giverOf: (certificate: X509Certificate) => Authority['from'] | null;
};

export const makeTrust = (authorities: readonly Authority[]): Trust => {
  const given = authorities.map(({ pem }) => pem);
  const fingerprints = once(
    () => new Map(authorities.map(({ pem, from }) => [new X509Certificate(pem).fingerprint256, from] as const)),
  );
  const bundled = once(() => tls.createSecureContext({ ca: [...tls.rootCertificates] }));
  return {
    all: once(() =>
      given.length === 0
        ? tls.createSecureContext()
        : // An intermediate that somebody trusts is an anchor, as it is in Java's trust store.
          tls.createSecureContext({ ca: [...systemRoots(), ...given], ...partialChains }),
    ),
    nobody: once(() => tls.createSecureContext({ ca: [] })),
    systemAlone: () => (given.length === 0 ? null : bundled()),
    withIntermediates: (pems) => tls.createSecureContext({ ca: [...systemRoots(), ...given, ...pems] }),
    giverOf: (certificate) => fingerprints().get(certificate.fingerprint256) ?? null,
  };
};

/** A context reads more than a hundred certificates, tens of milliseconds: not before a connection wants it. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** Since Node 20.18; its type is newer than the types that are installed. */
const partialChains: tls.SecureContextOptions & { allowPartialTrustChain: boolean } = { allowPartialTrustChain: true };
