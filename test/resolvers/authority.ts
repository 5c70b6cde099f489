import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { BasicConstraintsExtension, X509CertificateGenerator } from '@peculiar/x509';

/** A made-up authority, or a server's certificate that may sign nothing. */
export const makeAuthority = async (isAuthority = true): Promise<{ pem: string; fingerprint: string }> => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Acme Root, O=Acme',
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2036-01-01T00:00:00Z'),
      keys: keys as CryptoKeyPair,
      signingAlgorithm: algorithm,
      extensions: [new BasicConstraintsExtension(isAuthority, undefined, true)],
    },
    webcrypto as Crypto,
  );
  const pem = certificate.toString('pem');
  return { pem, fingerprint: new X509Certificate(pem).fingerprint256 };
};
