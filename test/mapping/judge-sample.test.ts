import { trailOf } from '../../src/mapping/judge-sample';
import { makeMapper } from '../../src/mapping/make-mapper';
import { account, healthyMapping, judged, outcomes, person, sample, target } from './sampled-people';

describe('whom a person of a sample is matched with', () => {
  test('the account of the username, without regard to capitals', () => {
    const [one] = judged(
      sample([person('Eve')], [account('bob'), account('eve', { email: 'Eve@acme.example', fullName: 'The Eve' })]),
    );
    expect(one).toMatchObject({ isReached: true, verdict: { outcome: 'unchanged' }, existing: { username: 'eve' } });
  });

  test('nobody, where everybody was read and there is none', () => {
    expect(outcomes(sample([person('eve')], [account('bob')]))).toEqual(['created']);
  });

  test('not certain, where nobody was read', () => {
    expect(outcomes(sample([person('eve')], null))).toEqual(['not-certain']);
  });

  test('what was looked for one by one and not found does not exist; what was not looked for may', () => {
    const some = { isComplete: false, lookedFor: ['eve'] };
    expect(outcomes(sample([person('eve'), person('bob')], [], some))).toEqual(['created', 'not-certain']);
  });

  test('the account that somebody has today, by Casdoor name, is lost where the mapping asks for another', () => {
    const [one] = judged(sample([person('eve')], [account('eve')]), { username: 'id' });
    expect(one).toMatchObject({
      isReached: false,
      verdict: { outcome: 'renamed', lockedOut: true, changes: [{ field: 'username', from: 'eve', to: 'id-of-eve' }] },
    });
  });

  test('else the one with their e-mail, where it is one account and one person', () => {
    const people = [person('eve@acme.example', { email: 'eve@acme.example' })];
    expect(outcomes(sample(people, [account('eve')]))).toEqual(['renamed']);
    const two = [...people, person('ebony', { email: 'Eve@acme.example' })];
    expect(outcomes(sample(two, [account('eve')]))).toEqual(['created', 'created']);
  });

  test('an account that somebody reaches is nobody else’s of today', () => {
    const people = [person('eve', { firstName: 'adam' }), person('adam', { firstName: 'eve' })];
    const both = sample(people, [account('eve'), account('adam')]);
    expect(judged(both, { username: 'firstName' }).map(({ isReached }) => isReached)).toEqual([true, true]);
  });

  test('a barred person who has an account is locked out of it', () => {
    const [one] = judged(sample([person('ivan', { isForbidden: true })], [account('ivan')]));
    expect(one?.verdict).toMatchObject({ outcome: 'barred', lockedOut: true });
  });

  test('several accounts with the e-mail that people are found by', () => {
    const accounts = [account('eve'), account('eve2', { email: 'EVE@acme.example' })];
    expect(outcomes(sample([person('eve')], accounts), { rules: { loginBy: 'email' } })).toEqual(['collides']);
  });
});

describe('people of a sample beside one another', () => {
  test('two names that are equal but for capitals share one account, and each is told of the other', () => {
    const [lee, other, bob] = judged(sample([person('Lee'), person('lee'), person('bob')], [account('lee')]));
    expect(lee?.verdict).toMatchObject({ outcome: 'collides', lockedOut: false, changes: [] });
    expect(lee?.verdict.reasons).toEqual(['lee would get into the same account of Jira, lee.']);
    expect(other?.verdict.reasons).toEqual(['Lee would get into the same account of Jira, lee.']);
    expect(bob?.verdict.outcome).toBe('created');
  });

  test('whom Casdoor or the plugin keeps out collides with nobody', () => {
    const people = [person('Lee', { isForbidden: true }), person('lee')];
    expect(outcomes(sample(people, []))).toEqual(['barred', 'created']);
    const refused = [person('Lee', { email: 'lee@other.example' }), person('lee')];
    expect(outcomes(sample(refused, []), { rules: { allowedDomains: ['acme.example'] } })).toEqual([
      'refused',
      'created',
    ]);
  });

  test('of many, three are named and the others counted', () => {
    const people = ['a', 'b', 'c', 'd', 'e'].map((name) => person(name));
    const [one] = judged(sample(people, []), { username: 'tokenType' });
    expect(one?.verdict.reasons).toEqual(['b, c, d and 1 more would get into the same account of Jira, access-token.']);
  });

  test('two with one e-mail are told of each other where people are found by username', () => {
    const people = [
      person('dave', { email: 'shared@acme.example' }),
      person('dave2', { email: 'SHARED@acme.example' }),
    ];
    const [dave] = judged(sample(people, []));
    expect(dave).toMatchObject({ sameEmail: ['dave2'], verdict: { outcome: 'created' } });
    expect(dave?.verdict.reasons.at(-1)).toBe('dave2 has the same e-mail.');
    expect(outcomes(sample(people, []), { rules: { loginBy: 'email' } })).toEqual(['collides', 'collides']);
  });
});

test('the trail ends in the verdict of the sample, and names no account for two who collide', () => {
  const mapper = makeMapper(healthyMapping, target);
  const [lee] = judged(sample([person('Lee'), person('lee')], [account('lee')]));
  if (lee === undefined) throw new Error('Nobody was judged.');
  const trail = trailOf(mapper, lee);
  expect(trail).toMatchObject({ outcome: 'collides', reasons: lee.verdict.reasons });
  expect(trail.fields.flatMap(({ steps }) => steps).filter(({ kind }) => kind === 'account')).toEqual([]);
});
