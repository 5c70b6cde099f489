import fc from 'fast-check';
import { base64url } from 'jose';
import { neverShown } from '../../src/mapping/person-fields';
import { Secret } from '../../src/secrets/secret';
import { cleanClaims, keptNames } from '../../src/signin/clean-claims';
import { striking } from '../../src/signin/strike';
import { verifyIdToken } from '../../src/signin/verify-id-token';

const names = fc.oneof(
  fc.constantFrom(
    'name',
    'email',
    'aud',
    'exp',
    'nbf',
    'data',
    'data2',
    'roles',
    'address',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom(...neverShown, 'PASSWORD_SALT', 'Totp-Secret'),
  fc.string(),
);
const leaf = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null));
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie('any'), { maxLength: 4 }), record(tie('any'))),
})).any;
function record(of: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return fc.array(fc.tuple(names, of), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));
}
const payload = record(value);

const keyed = (found: unknown, visit: (map: object, name: string) => void): void => {
  if (typeof found !== 'object' || found === null) return;
  for (const [name, inner] of Object.entries(found)) {
    if (!Array.isArray(found)) visit(found, name);
    keyed(inner, visit);
  }
};
const plainly = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const forbidden = new Set([...neverShown].map(plainly));
const strike = striking([new Secret('nonce-1')], 'app-jira-client-id');

describe('Whatever a payload holds', () => {
  test.each(['id_token', 'userinfo', 'get-account'] as const)(
    'no map has a prototype, and no name of the never-list is left: %s',
    (source) => {
      fc.assert(
        fc.property(payload, (given) => {
          const { claims } = cleanClaims(given, keptNames({ source, application: null, mapping: null }), strike);
          expect(Object.getPrototypeOf(claims)).toBeNull();
          keyed(claims, (map, name) => {
            expect(Object.getPrototypeOf(map)).toBeNull();
            expect(forbidden.has(plainly(name))).toBe(false);
          });
        }),
      );
    },
  );

  test('a token of it is looked at to its end, and never holds without a signature', async () => {
    await fc.assert(
      fc.asyncProperty(payload, payload, fc.string(), async (header, claims, signature) => {
        const token = [JSON.stringify({ alg: 'RS256', ...header }), JSON.stringify(claims)]
          .map((part) => base64url.encode(part))
          .concat(signature)
          .join('.');
        const { look } = await verifyIdToken(token, {
          expected: {
            issuer: 'https://door.acme.example',
            audience: 'app-jira-client-id',
            nonce: new Secret('nonce-1'),
          },
          keys: { applicationKeys: [], instanceKeys: [] },
          fetchKeys: async () => ({ applicationKeys: [], instanceKeys: [] }),
          kept: keptNames({ source: 'id_token', application: null, mapping: null }),
          strike,
          receivedAt: new Date('2026-11-24T17:00:00Z'),
        });
        expect(look.signature).not.toBe('valid');
        expect(look.biggest.length).toBeLessThanOrEqual(10);
        expect(look.audience.actual.every((one) => typeof one === 'string')).toBe(true);
      }),
    );
  });
});
