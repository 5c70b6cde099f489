import { base64url, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { Secret } from '../../src/secrets/secret';
import { keptNames } from '../../src/signin/clean-claims';
import { striking } from '../../src/signin/strike';
import { holds, type KeySets, verifyIdToken } from '../../src/signin/verify-id-token';

const issuer = 'https://door.acme.example';
const receivedAt = new Date('2026-11-24T17:00:00Z');
const now = receivedAt.getTime() / 1000;

type Pair = { jwk: JWK; privateKey: CryptoKey };
const made = new Map<string, Promise<Pair>>();
/** A key pair for the whole file: making one takes a moment. */
const pair = (name: string, alg = 'RS256'): Promise<Pair> => {
  const known = made.get(name);
  if (known !== undefined) return known;
  const pending = generateKeyPair(alg, { extractable: true }).then(async ({ publicKey, privateKey }) => ({
    jwk: { ...(await exportJWK(publicKey)), kid: 'cert-acme', alg, use: 'sig' },
    privateKey,
  }));
  made.set(name, pending);
  return pending;
};

const payload: JWTPayload = {
  iss: issuer,
  sub: 'id-of-alice',
  aud: ['app-jira-client-id'],
  exp: now + 3600,
  iat: now,
  nbf: now,
  nonce: 'nonce-1',
  name: 'alice',
};

const signed = async (
  claims: Record<string, unknown>,
  { privateKey }: Pick<Pair, 'privateKey'>,
  header: Record<string, unknown> = {},
): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'cert-acme', typ: 'JWT', ...header }).sign(privateKey);

const unsigned = (header: object, claims: object, signature = ''): string =>
  `${[JSON.stringify(header), JSON.stringify(claims)].map((part) => base64url.encode(part)).join('.')}.${signature}`;

const nothing: KeySets = { applicationKeys: null, instanceKeys: null };

const look = async (token: string, keys: Partial<KeySets>, anew: Partial<KeySets> | null = keys) => {
  let fetches = 0;
  const verified = await verifyIdToken(token, {
    expected: { issuer, audience: 'app-jira-client-id', nonce: new Secret('nonce-1') },
    keys: { ...nothing, ...keys },
    fetchKeys: async () => {
      fetches += 1;
      return { ...nothing, ...anew };
    },
    kept: keptNames({ source: 'id_token', application: null, mapping: null }),
    strike: striking([new Secret('nonce-1')], 'app-jira-client-id'),
    receivedAt,
  });
  return { ...verified, fetches };
};

describe('A signature', () => {
  test.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'])(
    'by the application’s own key is valid: %s',
    async (alg) => {
      const own = await pair(alg, alg);
      const token = await signed(payload, own, { alg });
      const { look: seen, fetches } = await look(token, { applicationKeys: [own.jwk] });
      expect(seen).toMatchObject({ algorithm: alg, signature: 'valid', keyFrom: 'application' });
      expect(holds(seen)).toBe(true);
      expect(fetches).toBe(0);
    },
  );

  test('by a key of which the certificate names another algorithm is valid', async () => {
    const own = await pair('own');
    const token = await signed(payload, await importedFor(own, 'RS512'), { alg: 'RS512' });
    const { look: seen } = await look(token, { applicationKeys: [own.jwk] });
    expect(seen).toMatchObject({ algorithm: 'RS512', signature: 'valid', keyAlgorithm: 'RS256' });
    const twice = { applicationKeys: [own.jwk, { ...own.jwk, alg: 'RS512' }] };
    expect((await look(token, twice)).look.keyAlgorithm).toBe('RS512');
    const { alg: _, ...unmarked } = own.jwk;
    expect((await look(token, { applicationKeys: [unmarked] })).look.keyAlgorithm).toBeNull();
  });

  test('by a key of the instance is said to be so, after the application’s own were fetched anew', async () => {
    const [own, other] = await Promise.all([pair('own'), pair('other')]);
    const keys = { applicationKeys: [own.jwk], instanceKeys: [own.jwk, other.jwk] };
    const { look: seen, fetches } = await look(await signed(payload, other), keys);
    expect(seen).toMatchObject({ signature: 'valid', keyFrom: 'instance' });
    expect(fetches).toBe(1);
  });

  test('by a key of the instance is enough where the application’s own are not known', async () => {
    const own = await pair('own');
    const { look: seen, fetches } = await look(await signed(payload, own), { instanceKeys: [own.jwk] });
    expect(seen).toMatchObject({ signature: 'valid', keyFrom: 'instance' });
    expect(fetches).toBe(0);
  });

  test('is tried with each key of the same id', async () => {
    const [own, other] = await Promise.all([pair('own'), pair('other')]);
    const { look: seen, fetches } = await look(await signed(payload, own), { applicationKeys: [other.jwk, own.jwk] });
    expect(seen.signature).toBe('valid');
    expect(fetches).toBe(0);
  });

  test('without a key id is tried with each key', async () => {
    const [own, other] = await Promise.all([pair('own'), pair('other')]);
    const token = await signed(payload, own, { kid: undefined });
    const { look: seen } = await look(token, { applicationKeys: [other.jwk, own.jwk] });
    expect(seen).toMatchObject({ signature: 'valid', keyId: null });
  });

  test('is tried with a key that has no id', async () => {
    const own = await pair('own');
    const { kid: _, ...nameless } = own.jwk;
    expect((await look(await signed(payload, own), { applicationKeys: [nameless] })).look.signature).toBe('valid');
  });

  test.each<[string, (own: Pair, other: Pair) => Partial<KeySets>]>([
    ['an unknown key', (_own, other) => ({ applicationKeys: [{ ...other.jwk, kid: 'cert-old' }] })],
    ['another key of the same id', (_own, other) => ({ applicationKeys: [other.jwk] })],
    ['no key at all', () => ({})],
  ])('by %s is verified with the keys as they are by now', async (_name, before) => {
    const [own, other] = await Promise.all([pair('own'), pair('other')]);
    const anew = { applicationKeys: [own.jwk] };
    const { look: seen, fetches } = await look(await signed(payload, own), before(own, other), anew);
    expect(seen).toMatchObject({ signature: 'valid', keyFrom: 'application' });
    expect(fetches).toBe(1);
  });

  test.each<[string, (other: Pair) => JWK, string]>([
    ['wrong where a key with its id is published', ({ jwk }) => jwk, 'wrong'],
    ['by an unknown key where none has its id', ({ jwk }) => ({ ...jwk, kid: 'cert-old' }), 'key-unknown'],
    ['by an unknown key where the key is for encryption', ({ jwk }) => ({ ...jwk, use: 'enc' }), 'key-unknown'],
  ])('is %s, once that was asked again', async (_name, published, signature) => {
    const [own, other] = await Promise.all([pair('own'), pair('other')]);
    const { look: seen, fetches } = await look(await signed(payload, own), { applicationKeys: [published(other)] });
    expect(seen).toMatchObject({ signature, keyFrom: null });
    expect(holds(seen)).toBe(false);
    expect(fetches).toBe(1);
  });

  test('is by an unknown key where only keys of another kind have its id', async () => {
    const [own, curve] = await Promise.all([pair('own'), pair('ES256', 'ES256')]);
    expect((await look(await signed(payload, own), { applicationKeys: [curve.jwk] })).look.signature).toBe(
      'key-unknown',
    );
  });

  test('is not called wrong where the keys could not be fetched anew', async () => {
    const [own, other] = await Promise.all([pair('own'), pair('other')]);
    const { look: seen } = await look(await signed(payload, own), { applicationKeys: [other.jwk] }, null);
    expect(seen).toMatchObject({ signature: 'keys-unreachable', keyFrom: null });
  });

  test('of a short key is none', async () => {
    const { publicKey } = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
      true,
      ['sign', 'verify'],
    );
    const short = { ...((await crypto.subtle.exportKey('jwk', publicKey)) as JWK), kid: 'cert-acme' };
    const own = await pair('own');
    const { key_ops: _, ...jwk } = short;
    expect((await look(await signed(payload, own), { applicationKeys: [jwk] })).look.signature).toBe('key-unknown');
  });
});

const importedFor = async ({ privateKey }: Pair, alg: string): Promise<Pick<Pair, 'privateKey'>> => {
  const { importJWK } = await import('jose');
  const { alg: _, ...jwk } = await exportJWK(privateKey);
  return { privateKey: (await importJWK(jwk, alg)) as CryptoKey };
};

describe('A forged token', () => {
  test.each<[string, (own: Pair) => string | Promise<string>, string]>([
    ['with the algorithm none', () => unsigned({ alg: 'none', kid: 'cert-acme' }, payload), 'algorithm-refused'],
    ['with the algorithm None', () => unsigned({ alg: 'None', kid: 'cert-acme' }, payload), 'algorithm-refused'],
    ['with no algorithm', () => unsigned({ kid: 'cert-acme' }, payload), 'algorithm-refused'],
    ['with the algorithm of a prototype', () => unsigned({ alg: 'constructor' }, payload), 'algorithm-refused'],
    [
      'with the public key as a symmetric one',
      async ({ jwk }) =>
        new SignJWT(payload)
          .setProtectedHeader({ alg: 'HS256', kid: 'cert-acme' })
          .sign(new TextEncoder().encode(JSON.stringify(jwk))),
      'algorithm-refused',
    ],
    [
      'that brings its own key',
      async () => {
        const evil = await pair('evil');
        return signed(payload, evil, { kid: 'evil', jwk: evil.jwk });
      },
      'key-unknown',
    ],
    [
      'that names where its keys are',
      async () =>
        signed(payload, await pair('evil'), { jku: 'https://evil.example/jwks', x5u: 'https://evil.example' }),
      'wrong',
    ],
    [
      'with something critical that is not understood',
      () => unsigned({ alg: 'RS256', kid: 'cert-acme', crit: ['x'], x: 1 }, payload, 'AA'),
      'unreadable',
    ],
    [
      'without its signature',
      async (own) => `${(await signed(payload, own)).split('.').slice(0, 2).join('.')}.`,
      'wrong',
    ],
    [
      'whose claims were changed',
      async (own) => {
        const [header, , signature] = (await signed(payload, own)).split('.');
        return `${header}.${base64url.encode(JSON.stringify({ ...payload, name: 'root' }))}.${signature}`;
      },
      'wrong',
    ],
    ['of two parts', () => 'eyJ9.eyJ9', 'unreadable'],
    ['of five parts, as an encrypted one has', () => `${unsigned({ alg: 'RS256' }, payload)}.x.y`, 'unreadable'],
    ['that is no JSON', () => 'abc.def.ghi', 'unreadable'],
    ['whose claims are a list', () => unsigned({ alg: 'RS256', kid: 'cert-acme' }, [payload], 'AA'), 'unreadable'],
    ['that is empty', () => '..', 'unreadable'],
  ])('%s does not hold', async (_name, forge, signature) => {
    const own = await pair('own');
    const { look: seen } = await look(await forge(own), { applicationKeys: [own.jwk], instanceKeys: [own.jwk] });
    expect(seen).toMatchObject({ signature, keyFrom: null });
    expect(holds(seen)).toBe(false);
  });

  test('of another application with the same key is told by its audience', async () => {
    const own = await pair('own');
    const token = await signed({ ...payload, aud: ['app-other'], azp: 'app-jira-client-id' }, own);
    const { look: seen } = await look(token, { applicationKeys: [own.jwk] });
    expect(seen).toMatchObject({
      signature: 'valid',
      audience: { expected: 'app-jira-client-id', actual: ['app-other'], isTaken: false },
    });
    expect(holds(seen)).toBe(false);
  });

  test('hides nothing else that is wrong with it', async () => {
    const [own, other] = await Promise.all([pair('own'), pair('other')]);
    const claims = {
      ...payload,
      iss: 'https://evil.example',
      aud: 'x',
      nonce: 'nonce-2',
      exp: now - 3600,
      iat: now - 7200,
    };
    const { look: seen } = await look(await signed(claims, other), { applicationKeys: [own.jwk] });
    expect(seen).toMatchObject({
      signature: 'wrong',
      issuer: { expected: issuer, actual: 'https://evil.example' },
      audience: { isTaken: false },
      times: { isTimely: false },
      nonce: 'different',
      subject: 'id-of-alice',
      claims: { name: 'alice' },
    });
  });
});

describe('The parts of a token', () => {
  const lookAt = async (claims: Record<string, unknown>) => {
    const own = await pair('own');
    return (await look(await signed({ ...payload, ...claims }, own), { applicationKeys: [own.jwk] })).look;
  };

  test.each<[string, Record<string, unknown>, boolean]>([
    ['as it is', {}, true],
    ['ended a minute ago', { exp: now - 59, iat: now - 3600 }, true],
    ['ended more than a minute ago', { exp: now - 61, iat: now - 3600 }, false],
    ['was made by a clock that is a minute ahead', { iat: now + 60, nbf: now + 60 }, true],
    ['was made by a clock further ahead', { iat: now + 61 }, false],
    ['is not good yet', { nbf: now + 61 }, false],
    ['ends when it begins', { exp: now, iat: now }, false],
    ['never ends', { exp: undefined }, false],
    ['has no time of issue', { iat: undefined, nbf: undefined }, true],
    ['ends at a text', { exp: String(now + 3600) }, false],
    ['begins at a text', { nbf: 'now' }, false],
    ['ends when no calendar does', { exp: 1e300 }, false],
  ])('are timely or not: it %s', async (_name, claims, isTimely) => {
    const seen = await lookAt(claims);
    expect(seen.times.isTimely).toBe(isTimely);
    expect(holds(seen)).toBe(isTimely);
  });

  test.each<[string, unknown, boolean]>([
    ['as a text', 'app-jira-client-id', true],
    ['in a list of several', ['other', 'app-jira-client-id'], true],
    ['with a suffix', 'app-jira-client-id-org-acme', false],
    ['in capitals', 'APP-JIRA-CLIENT-ID', false],
    ['as nothing', undefined, false],
    ['as an object', { 'app-jira-client-id': true }, false],
    ['as part of a text', 'x app-jira-client-id', false],
  ])('name the audience: %s', async (_name, aud, isTaken) => {
    expect((await lookAt({ aud })).audience.isTaken).toBe(isTaken);
  });

  test.each<[unknown, string]>([
    ['nonce-1', 'same'],
    ['nonce-2', 'different'],
    ['', 'absent'],
    [undefined, 'absent'],
    [1, 'absent'],
  ])('carry a nonce: %p', async (nonce, expected) => {
    expect((await lookAt({ nonce })).nonce).toBe(expected);
  });

  test.each(['https://door.acme.example/', 'http://door.acme.example', 'https://DOOR.acme.example', undefined])(
    'name the issuer as a string: %p',
    async (iss) => {
      const seen = await lookAt({ iss });
      expect(seen.issuer).toEqual({ expected: issuer, actual: iss ?? null });
      expect(holds(seen)).toBe(false);
    },
  );

  test('include somebody whom they are about', async () => {
    expect(holds(await lookAt({ sub: undefined }))).toBe(false);
    expect(holds(await lookAt({ sub: '' }))).toBe(false);
  });

  test('are weighed with what is withheld, by name alone', async () => {
    const seen = await lookAt({ properties: { note: 'n'.repeat(9000) }, avatar: 'data:'.padEnd(5000, 'a') });
    expect(seen.biggest.slice(0, 2)).toEqual([
      { claim: 'properties', bytes: 9011 },
      { claim: 'avatar', bytes: 5002 },
    ]);
    expect(seen.biggest).toHaveLength(10);
    expect(JSON.stringify(seen)).not.toContain('nnnn');
    expect(seen.claims.avatar).toHaveLength(5000);
  });
});
