import { base64url, type CryptoKey, compactVerify, errors, importJWK, type JWK } from 'jose';
import { publicPart } from '../casdoor/read-keys';
import { isRecord } from '../casdoor/read-metadata';
import type { IdTokenLook } from '../checks/sign-in-evidence';
import type { Secret } from '../secrets/secret';
import { biggestClaims, cleanClaims, type KeptNames } from './clean-claims';
import type { Prepared } from './question';
import type { Strike } from './strike';

export type KeySets = Pick<Prepared, 'applicationKeys' | 'instanceKeys'>;

export type VerifyOptions = {
  expected: { issuer: string; audience: string; nonce: Secret };
  keys: KeySets;
  /** Fetches both sets anew: keys may have been changed since. A set that could not be had is null. */
  fetchKeys: () => Promise<KeySets>;
  kept: KeptNames;
  strike: Strike;
  receivedAt: Date;
};

export type VerifiedIdToken = {
  look: IdTokenLook;
  /** When the token ends and how long it lives, in seconds as it says; null where it does not. */
  expiresAt: number | null;
  lifetime: number | null;
};

/** Seconds between two clocks that are still taken for the same time. */
const skew = 60;
/** RFC 7518 §3.1. Neither `none` nor anything symmetric, whose key would be public; EdDSA is not minted by v3.158.0. */
const keyTypes: Readonly<Record<string, { kty: string; crv?: string }>> = {
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  PS384: { kty: 'RSA' },
  PS512: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
};

/**
 * Verifies an ID token strictly, whatever a plugin would overlook (OpenID Connect Core 1.0 §3.1.3.7), each part by
 * itself: a wrong signature hides no wrong issuer. Keys come from Casdoor alone; what the token says of keys is ignored.
 */
export const verifyIdToken = async (token: string, options: VerifyOptions): Promise<VerifiedIdToken> => {
  const { expected, kept, receivedAt, strike } = options;
  const read = readToken(token);
  const payload = read?.payload ?? {};
  const shown = (value: unknown) => (typeof value === 'string' ? strike.text(value) : null);
  const { claims, withheld } = cleanClaims(payload, kept, strike);
  const audiences = [payload.aud].flat().filter((one) => typeof one === 'string');
  const times = timesOf(payload, receivedAt);
  const { nonce } = payload;
  return {
    look: {
      bytes: Buffer.byteLength(token),
      algorithm: shown(read?.header.alg),
      keyId: shown(read?.header.kid),
      ...(read === null ? unverified('unreadable') : await verifySignature(token, read, options)),
      issuer: { expected: expected.issuer, actual: shown(payload.iss) },
      audience: {
        expected: expected.audience,
        actual: audiences.slice(0, mostAudiences).map(strike.text),
        isTaken: audiences.includes(expected.audience),
      },
      times: times.shown,
      nonce:
        typeof nonce !== 'string' || nonce === '' ? 'absent' : nonce === expected.nonce.expose() ? 'same' : 'different',
      subject: shown(payload.sub),
      claims,
      withheld,
      biggest: biggestClaims(payload, strike),
    },
    expiresAt: times.expiresAt,
    lifetime: times.lifetime,
  };
};

/** Whether everything held, so that its claims may feed another step. */
export const holds = (look: IdTokenLook): boolean =>
  look.signature === 'valid' &&
  look.issuer.actual === look.issuer.expected &&
  look.audience.isTaken &&
  look.times.isTimely &&
  look.nonce === 'same' &&
  look.subject !== null &&
  look.subject !== '';

const mostAudiences = 20;

type ReadToken = { header: Readonly<Record<string, unknown>>; payload: Readonly<Record<string, unknown>> };

/** A JWS in compact form with a JSON object inside (RFC 7515 §3.1, RFC 7519 §7.2); null where it is none. */
const readToken = (token: string): ReadToken | null => {
  const parts = token.split('.');
  const [header, payload] = parts.slice(0, 2).map(objectIn);
  // RFC 7515 §4.1.11: what is critical and not understood makes the whole of it unusable.
  return parts.length === 3 && header && payload && !('crit' in header) ? { header, payload } : null;
};

const objectIn = (part: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(base64url.decode(part)));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
};

type SignatureLook = Pick<IdTokenLook, 'signature' | 'keyFrom' | 'keyAlgorithm'>;

/**
 * The application's own keys first: in the set of all of Casdoor the key of any application verifies. Neither an unknown
 * key nor a wrong signature is believed before the keys were fetched anew.
 */
const verifySignature = async (
  token: string,
  { header }: ReadToken,
  { keys, fetchKeys }: VerifyOptions,
): Promise<SignatureLook> => {
  const { alg, kid } = header;
  const type = typeof alg === 'string' && Object.hasOwn(keyTypes, alg) ? keyTypes[alg] : undefined;
  if (typeof alg !== 'string' || type === undefined) return unverified('algorithm-refused');
  const fitting = (set: readonly JWK[] | null) => keysFor(set ?? [], type, typeof kid === 'string' ? kid : null);
  const verified = async (set: readonly JWK[] | null, keyFrom: 'application' | 'instance') => {
    const key = await signingKey(token, alg, fitting(set));
    return key && { signature: 'valid' as const, keyFrom, keyAlgorithm: key.alg ?? null };
  };

  const before =
    (await verified(keys.applicationKeys, 'application')) ??
    (keys.applicationKeys === null ? await verified(keys.instanceKeys, 'instance') : null);
  if (before) return before;
  const anew = await fetchKeys();
  const after =
    (await verified(anew.applicationKeys, 'application')) ?? (await verified(anew.instanceKeys, 'instance'));
  if (after) return after;
  if (anew.applicationKeys === null && anew.instanceKeys === null)
    return (await verified(keys.instanceKeys, 'instance')) ?? unverified('keys-unreachable');
  const published = [...fitting(anew.applicationKeys), ...fitting(anew.instanceKeys)];
  const isKnown = await someAsync(published, (key) => canVerify(key, alg));
  return unverified(isKnown ? 'wrong' : 'key-unknown');
};

const unverified = (signature: Exclude<IdTokenLook['signature'], 'valid'>): SignatureLook => ({
  signature,
  keyFrom: null,
  keyAlgorithm: null,
});

/**
 * Keys that may have signed: of the right type, by id, then those without one. Several certificates of different owners
 * can share an id. What a key says of its own algorithm is judged by the checks of the keys, not here.
 */
const keysFor = (set: readonly JWK[], type: { kty: string; crv?: string }, kid: string | null): JWK[] => {
  const ofType = set.filter(
    ({ kty, crv, use }) =>
      kty === type.kty && (type.crv === undefined || crv === type.crv) && (use === undefined || use === 'sig'),
  );
  if (kid === null) return ofType;
  return [...ofType.filter((key) => key.kid === kid), ...ofType.filter((key) => key.kid === undefined)];
};

/** The key that signed; of one that stands there twice, the one that says that it is for this algorithm. */
const signingKey = async (token: string, alg: string, keys: readonly JWK[]): Promise<JWK | null> => {
  for (const key of [...keys].sort((one, other) => Number(other.alg === alg) - Number(one.alg === alg)))
    if ((await verdictOf(token, alg, key)) === 'signed') return key;
  return null;
};

/** jose refuses RSA keys under 2048 bits (RFC 7518 §3.3): such a key is none that could have signed. */
const canVerify = async (key: JWK, alg: string): Promise<boolean> =>
  (await verdictOf(`${base64url.encode(JSON.stringify({ alg }))}.e30.AA`, alg, key)) !== 'unusable';

const verdictOf = async (token: string, alg: string, key: JWK): Promise<'signed' | 'not-signed' | 'unusable'> => {
  try {
    await compactVerify(token, (await importJWK(publicPart(key), alg)) as CryptoKey, { algorithms: [alg] });
    return 'signed';
  } catch (error) {
    return error instanceof errors.JWSSignatureVerificationFailed ? 'not-signed' : 'unusable';
  }
};

const someAsync = async <T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<boolean> => {
  for (const item of items) if (await test(item)) return true;
  return false;
};

const timesOf = (payload: Readonly<Record<string, unknown>>, receivedAt: Date) => {
  const { exp, iat, nbf } = payload;
  const now = receivedAt.getTime() / 1000;
  const [expires, issued, before] = [seconds(exp), seconds(iat), seconds(nbf)];
  // What is there and no time is no "absent".
  const areTimes = [exp, iat, nbf].every((time) => time === undefined || seconds(time) !== null);
  const isTimely =
    areTimes &&
    expires !== null &&
    expires + skew > now &&
    // A token that ends when it begins was never good, however the clocks differ.
    (issued === null || expires > issued) &&
    (issued === null || issued - skew <= now) &&
    (before === null || before - skew <= now);
  return {
    shown: {
      issuedAt: isoTime(issued),
      notBefore: isoTime(before),
      expiresAt: isoTime(expires),
      receivedAt: receivedAt.toISOString(),
      isTimely,
    },
    expiresAt: expires,
    lifetime: expires === null || issued === null ? null : expires - issued,
  };
};

/** NumericDate (RFC 7519 §2) within the years that a date can have. */
const seconds = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= 8.64e12 ? value : null;

export const isoTime = (numericDate: number | null): string | null =>
  numericDate === null ? null : new Date(numericDate * 1000).toISOString();
