import type { Facts } from '../../../src/checks/evidence';
import type { Claims } from '../../../src/contract/mapping';
import { healthy, healthyGiven } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';
import { signInFaults, withToken } from './signed-in';

const came = healthy('idToken').claims;
const withClaims = (claims: Claims, facts: Partial<Facts> = {}) =>
  withToken({ claims: { ...came, ...claims } }, { facts });
const saidOf = (claims: Claims, more: Partial<Facts['signInPrediction']> = {}): Partial<Facts> => {
  const prediction = healthy('signInPrediction');
  return { signInPrediction: { ...prediction, bySource: { id_token: { ...came, ...claims } }, ...more } };
};

describe('claims-differ', () => {
  it('is serious where the mapping reads the claim', () => {
    const changes = withClaims({ email: 'bob@other.example' });
    expect(signInFaults(changes)).toEqual(['claims-differ serious fail']);
    const finding = judgeOne('claims-differ', changes);
    expect(words(finding.found)).toBe(
      '1 claim differs. The mapping reads email in ID token: bob@other.example came, and the preview had said Bob.Brown@acme.example.',
    );
    expect(finding.detail).toMatchObject({ items: [{ text: 'email (id_token)', marked: true }] });
  });

  it('asks for a look where it does not', () => {
    expect(signInFaults(withClaims({ title: 'Engineer' }))).toEqual(['claims-differ advice warn']);
    expect(words(judgeOne('claims-differ', withClaims({ title: 'Engineer' })).found)).toContain('nothing');
  });

  it.each<[string, Claims, Partial<Facts>]>([
    ['the order of groups', { groups: ['acme/b', 'acme/a'] }, saidOf({ groups: ['acme/a', 'acme/b'] })],
    ['what is new at each sign-in', { iat: 1, exp: 2, jti: 'x', nonce: 'y' }, saidOf({ iat: 3, jti: 'z' })],
    ['what changes because of it', { updatedTime: 'now', isOnline: true }, saidOf({ updatedTime: 'then' })],
    ['what a directory cannot tell', { phone: '+12025550101' }, saidOf({}, { untold: { id_token: ['phone'] } })],
    ['what is withheld', {}, saidOf({ passwordSalt: 'never' }, { withheld: ['passwordSalt'] })],
    ['empty and absent', { title: '', homepage: null, address: [], score: 0 }, saidOf({ bio: '' })],
    ['issuer and audience, which have checks of their own', { iss: 'x', aud: ['y'] }, saidOf({})],
  ])('does not mind %s', (_what, claims, facts) => {
    expect(signInFaults(withClaims(claims, facts))).toEqual([]);
  });

  it('minds another group, and a group that is gone', () => {
    const mapping = healthyGiven.mapping && { ...healthyGiven.mapping, groups: 'groups' };
    const changes = { ...withClaims({ groups: [] }), given: { mapping } };
    expect(judgeOne('claims-differ', changes)).toMatchObject({ outcome: 'fail', severity: 'serious' });
  });

  it('looks at the endpoint beside the token, and inside objects', () => {
    const claims = { data: { name: 'bob', email: 'b@acme.example' } };
    const changes = {
      facts: {
        claimsLook: {
          kind: 'claims' as const,
          source: 'get-account' as const,
          path: '/api/get-account',
          milliseconds: 1,
          claims,
          withheld: [],
          subject: healthy('idToken').subject,
        },
        signInPrediction: {
          bySource: { 'get-account': { data: { name: 'bob', email: 'a@acme.example' } } },
          untold: {},
          withheld: [],
        },
      },
    };
    const finding = judgeOne('claims-differ', changes);
    expect(words(finding.found)).toContain('data.email');
    expect(finding.outcome).toBe('warn');
    const mapping = healthyGiven.mapping && { ...healthyGiven.mapping, source: 'get-account' as const };
    expect(judgeOne('claims-differ', { ...changes, given: { mapping } }).outcome).toBe('fail');
  });

  it('has nothing to say where the preview had not', () => {
    const changes = { without: { signInPrediction: { reason: 'not-given', what: 'secret' } as const } };
    expect(judgeOne('claims-differ', changes).outcome).toBe('not-applicable');
    expect(signInFaults(changes)).toEqual([]);
  });

  it('passes where all is as it was said', () => {
    expect(judgeOne('claims-differ').outcome).toBe('pass');
  });
});
