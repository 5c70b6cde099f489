import { X509Certificate } from 'node:crypto';
import { base64url, calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { Key } from '../checks/evidence';
import { isRecord } from './read-metadata';

/**
 * Reads a JSON Web Key Set (RFC 7517 §5); null where it is none. A member that no key can be made of is left out, as
 * the RFC has it; symmetric keys are left out because nobody publishes one on purpose.
 */
export const readKeys = async (json: unknown): Promise<Key[] | null> => {
  if (!isRecord(json) || !Array.isArray(json.keys)) return null;
  const read = await Promise.all(json.keys.map(readKey));
  return read.filter((key) => key !== null);
};

const readKey = async (value: unknown): Promise<Key | null> => {
  if (!isRecord(value) || typeof value.kty !== 'string' || value.kty === 'oct') return null;
  const jwk = value as JWK & { kty: string };
  const alg = typeof value.alg === 'string' && value.alg !== '' ? value.alg : null;
  let thumbprint: string;
  try {
    thumbprint = await calculateJwkThumbprint(jwk);
    await importJWK(publicPart(jwk), usableAlgorithm(jwk));
  } catch {
    return null;
  }
  const certificate = firstCertificate(value.x5c);
  return {
    kid: typeof value.kid === 'string' ? value.kid : null,
    kty: value.kty,
    alg,
    bits: bitsOf(jwk),
    x5cSha256: certificate?.fingerprint256.replaceAll(':', '') ?? null,
    notBefore: certificate ? isoDate(certificate.validFrom) : null,
    notAfter: certificate ? isoDate(certificate.validTo) : null,
    thumbprint,
  };
};

/**
 * The same set as keys that can be kept and verified with: members that are public, and nothing else. Null where it is
 * none.
 */
export const publicKeysIn = async (json: unknown): Promise<JWK[] | null> => {
  if (!isRecord(json) || !Array.isArray(json.keys)) return null;
  const read = await Promise.all(
    json.keys.map(async (key): Promise<JWK[]> => {
      if ((await readKey(key)) === null || !isRecord(key)) return [];
      const { kid, alg, use } = key;
      const named = Object.entries({ kid, alg, use }).filter(([, value]) => typeof value === 'string');
      return [{ ...publicPart(key as JWK), ...Object.fromEntries(named) }];
    }),
  );
  return read.flat();
};

export const publicPart = ({ kty, n, e, crv, x, y }: JWK): JWK =>
  Object.fromEntries(Object.entries({ kty, n, e, crv, x, y }).filter(([, part]) => part !== undefined)) as JWK;

/** The import asks for an algorithm of the key's own family; whether the marked one fits is judged by a check. */
const usableAlgorithm = ({ kty, crv }: JWK): string => {
  if (kty === 'RSA') return 'RS256';
  if (kty === 'OKP') return 'EdDSA';
  return crv === 'P-384' ? 'ES384' : crv === 'P-521' ? 'ES512' : 'ES256';
};

const curves: Record<string, number> = {
  'P-256': 256,
  'P-384': 384,
  'P-521': 521,
  secp256k1: 256,
  Ed25519: 256,
  Ed448: 456,
};

const bitsOf = ({ kty, n, crv }: JWK): number | null => {
  if (kty !== 'RSA') return curves[crv ?? ''] ?? null;
  const modulus = base64url.decode(n ?? '');
  const first = modulus.findIndex((byte) => byte !== 0);
  if (first === -1) return null;
  return (modulus.length - first - 1) * 8 + (32 - Math.clz32(modulus[first] ?? 0));
};

const firstCertificate = (x5c: unknown): X509Certificate | null => {
  const first: unknown = Array.isArray(x5c) ? x5c[0] : undefined;
  if (typeof first !== 'string') return null;
  try {
    return new X509Certificate(Buffer.from(first, 'base64'));
  } catch {
    return null;
  }
};

const isoDate = (text: string): string => new Date(text).toISOString();
