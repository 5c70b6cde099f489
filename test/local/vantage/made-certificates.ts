import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

export type Made = { certificate: x509.X509Certificate; pem: string; key: string; keys: CryptoKeyPair };
export type Wishes = {
  name: string;
  /** Null: it signs itself. */
  by?: Made | null;
  isAuthority?: boolean;
  hosts?: string[];
  addresses?: string[];
  /** Days from now. */
  from?: number;
  until?: number;
  /** Where the issuer's certificate can be fetched. */
  issuerUrl?: string;
};

/** A real certificate, made in the test. */
export const makeCertificate = async (wishes: Wishes): Promise<Made> => {
  const { name, by = null, isAuthority = false, hosts = [], addresses = [], from = -1, until = 90, issuerUrl } = wishes;
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const names = [
    ...hosts.map((value) => ({ type: 'dns' as const, value })),
    ...addresses.map((value) => ({ type: 'ip' as const, value })),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)))
      .toString('hex')
      .replace(/^./, '1'),
    subject: `CN=${name}, O=Acme`,
    issuer: by ? by.certificate.subject : `CN=${name}, O=Acme`,
    notBefore: new Date(Date.now() + from * day),
    notAfter: new Date(Date.now() + until * day),
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      ...(isAuthority ? [new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)] : []),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create((by?.keys ?? keys).publicKey),
      ...(issuerUrl ? [new x509.AuthorityInfoAccessExtension({ caIssuers: [issuerUrl] })] : []),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate,
    pem: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    keys,
  };
};

/** The chain of a company: a root that nobody knows, an authority below it, and what it made for a server. */
export const makeCompany = async (leaf: Omit<Wishes, 'name' | 'by'> = {}) => {
  const root = await makeCertificate({ name: 'Acme Root', isAuthority: true, until: 3650 });
  const issuing = await makeCertificate({ name: 'Acme Issuing', by: root, isAuthority: true, until: 1000 });
  const server = await makeCertificate({
    name: 'door.acme.example',
    by: issuing,
    hosts: ['door.acme.example'],
    ...leaf,
  });
  return { root, issuing, server };
};
