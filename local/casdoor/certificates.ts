import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import type { CertificateRequest, JsonObject } from './documents';

export type Certificate = {
  name: string;
  privateKey: KeyObject;
  /** As the keys document shows it, with the certificate in `x5c`. */
  published: JsonObject;
};

/** Makes a key and a self-signed certificate for each request, as Casdoor does for its own. */
export const makeCertificates = (requests: readonly CertificateRequest[]): Promise<Certificate[]> =>
  Promise.all(requests.map(makeCertificate));

const makeCertificate = async (request: CertificateRequest): Promise<Certificate> => {
  // 2048 bits also for cert-built-in, which Casdoor makes with 4096: that takes seconds on a small machine.
  const algorithm =
    request.algorithm === 'ES256'
      ? { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
      : {
          name: 'RSASSA-PKCS1-v1_5',
          modulusLength: 2048,
          publicExponent: new Uint8Array([1, 0, 1]),
          hash: 'SHA-256',
        };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${request.name}, O=Casdoor Organization`,
    notBefore: new Date(request.notBefore),
    notAfter: new Date(request.notAfter),
    signingAlgorithm: algorithm,
    keys,
  });
  const jwk = KeyObject.from(keys.publicKey).export({ format: 'jwk' });
  const { kty, n, e, crv, x, y } = jwk as Record<string, string>;
  const chain = [Buffer.from(certificate.rawData).toString('base64')];
  const { name, algorithm: alg } = request;
  return {
    name,
    privateKey: KeyObject.from(keys.privateKey),
    published:
      request.algorithm === 'ES256'
        ? { use: 'sig', kty: kty ?? '', kid: name, crv: crv ?? '', alg, x: x ?? '', y: y ?? '', x5c: chain }
        : { use: 'sig', kty: kty ?? '', kid: name, alg, n: n ?? '', e: e ?? '', x5c: chain },
  };
};
