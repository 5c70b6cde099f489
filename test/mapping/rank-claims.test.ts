import { betterClaims, claimIn, faultShownBy, fittingMapping, sourcesOf } from '../../src/mapping/better-claims';
import { type ClaimField, figuresOfClaim, rankClaims } from '../../src/mapping/rank-claims';
import { account, healthyMapping, judged, person, sample } from './sampled-people';

const people = [
  person('alice', { displayName: 'Alice Adams', firstName: 'Alice' }),
  person('bob', { displayName: 'Bob Brown', firstName: 'Bob' }),
  person('carol', { displayName: 'Carol Clay', email: '' }),
];
const accounts = [account('alice', { fullName: 'Alice Adams' }), account('bob', { fullName: 'Bob Brown' })];
const rank = (field: ClaimField, of = sample(people, accounts)) => rankClaims(field, ['id_token'], 'miniorange', of);

describe('figures of a claim', () => {
  test('count who has one, how many differ as Jira compares them, and how many an account has', () => {
    const same = sample([...people, person('Alice', { email: 'ALICE@acme.example' })], accounts);
    expect(figuresOfClaim('name', 'username', ['id_token'], same)).toEqual({
      claim: 'name',
      filled: 4,
      different: 3,
      inProduct: 3,
      sample: 'alice',
    });
    expect(figuresOfClaim('email', 'email', ['id_token'], same)).toMatchObject({
      filled: 3,
      different: 2,
      inProduct: 3,
    });
  });

  test('know nothing of accounts that were not read, or whose e-mails are hidden', () => {
    expect(figuresOfClaim('name', 'username', ['id_token'], sample(people, null))?.inProduct).toBeNull();
    const hidden = accounts.map((one) => ({ ...one, email: null }));
    expect(figuresOfClaim('email', 'email', ['id_token'], sample(people, hidden))?.inProduct).toBeNull();
  });

  test('are none of a claim that nobody has', () => {
    expect(figuresOfClaim('display_name', 'fullName', ['id_token'], sample(people, accounts))).toBeNull();
  });

  test('find what get-account has below data', () => {
    expect(figuresOfClaim('email', 'email', ['get-account'], sample(people, accounts))).toMatchObject({ filled: 2 });
    expect(figuresOfClaim('data.name', 'username', ['get-account'], sample(people, accounts))).toMatchObject({
      filled: 3,
    });
  });
});

describe('claims that fit a field', () => {
  test('the one that accounts have stands first, then what the field is meant for', () => {
    expect(
      rank('fullName')
        .map(({ claim }) => claim)
        .slice(0, 3),
    ).toEqual(['displayName', 'firstName', 'name']);
    expect(rank('username')[0]).toMatchObject({ claim: 'name', inProduct: 2 });
    const byId = [account('ID-of-alice'), account('id-of-bob'), account('id-of-carol')];
    expect(rank('username', sample(people, byId))[0]).toMatchObject({ claim: 'id', inProduct: 3 });
  });

  test('without accounts it is what the field is meant for', () => {
    expect(rank('username', sample(people, null))[0]?.claim).toBe('name');
    expect(rank('email', sample(people, null)).map(({ claim }) => claim)).toEqual(['email']);
  });

  test('neither moments nor addresses, nor what is the same for everybody, nor what carries secrets', () => {
    const offered = rank('username').map(({ claim }) => claim);
    for (const claim of ['createdTime', 'avatar', 'owner', 'passwordSalt', 'iat', 'nonce', 'tokenType', 'aud'])
      expect(offered).not.toContain(claim);
  });

  test('lists of names for groups', () => {
    const grouped = [person('a', { groups: ['acme/staff'] }), person('b', { groups: ['acme/staff', 'acme/it'] })];
    expect(rank('groups', sample(grouped, null))).toEqual([
      { claim: 'groups', filled: 2, different: 2, inProduct: null, sample: 'acme/staff' },
    ]);
  });
});

describe('what people show to be wrong with a field', () => {
  const shown = (field: ClaimField, typed: string, of = sample(people, accounts)) => {
    const mapping = field === 'fullName' ? { name: { fullName: typed } } : { [field]: typed };
    return faultShownBy({
      field,
      isKey: field === 'username',
      judged: judged(of, mapping),
      current: figuresOfClaim(typed, field, ['id_token'], of),
      ranked: rank(field, of),
      product: 'jira',
    })?.text;
  };

  test('accounts that another claim would meet', () => {
    expect(shown('username', 'id')).toBe('3 of 3 people find no account of Jira by it; by name 2 of them find one.');
    expect(shown('username', 'name')).toBeUndefined();
  });

  test('a field that stays empty and that another claim would fill', () => {
    expect(shown('fullName', 'firstName')).toBe(
      '1 of 3 people have nothing there. New accounts would get no full name.',
    );
  });

  test('nothing of one among many who has no name, though another claim has something for everybody', () => {
    const many = Array.from({ length: 20 }, (_, at) => person(`p${at}`, at === 0 ? { displayName: '' } : {}));
    expect(shown('fullName', 'displayName', sample(many, null))).toBeUndefined();
  });

  test('nothing, where no claim has it', () => {
    expect(shown('email', 'email')).toBeUndefined();
  });

  test('nothing of accounts where nobody was read', () => {
    expect(shown('username', 'id', sample(people, null))).toBeUndefined();
  });
});

test('no more than three are offered, none of them the one that stands there, none that is worse in all', () => {
  const current = figuresOfClaim('firstName', 'fullName', ['id_token'], sample(people, accounts));
  const offered = betterClaims(rank('fullName'), current).map(({ claim }) => claim);
  expect(offered[0]).toBe('displayName');
  expect(offered).not.toContain('firstName');
  expect(offered.length).toBeLessThanOrEqual(3);
});

test('where accounts are met, what meets fewer is not offered', () => {
  const some = [
    person('alice', { firstName: 'alice' }),
    person('bob', { firstName: '' }),
    person('carol', { firstName: '' }),
  ];
  const there = sample(some, [account('alice'), account('bob')]);
  const current = figuresOfClaim('firstName', 'username', ['id_token'], there);
  expect(current).toMatchObject({ filled: 1, inProduct: 1 });
  expect(betterClaims(rank('username', there), current).map(({ claim }) => claim)).toEqual(['name']);
});

describe('the mapping that fits', () => {
  test('is the one of the token format where accounts say nothing else', () => {
    expect(fittingMapping('miniorange', 'JWT', sample(people, accounts))).toEqual(healthyMapping);
    expect(fittingMapping('miniorange', 'JWT', null)).toEqual(healthyMapping);
  });

  test('takes the claim by which the accounts are called', () => {
    const byId = sample(people, [account('id-of-alice'), account('id-of-bob')]);
    expect(fittingMapping('miniorange', 'JWT', byId).username).toBe('id');
    expect(fittingMapping('atlassian-dc', 'JWT', byId).username).toBe('${id}');
  });
});

test('where a plugin looks, and the one claim that a field names', () => {
  expect(sourcesOf({ source: null }, 'atlassian-dc', 'username')).toEqual(['id_token', 'userinfo']);
  expect(sourcesOf({ source: 'userinfo' }, 'miniorange', 'email')).toEqual(['userinfo']);
  expect(claimIn('${name}', 'atlassian-dc', 'username')).toBe('name');
  expect(claimIn('mail; email', 'miniorange', 'email')).toBeNull();
  expect(claimIn(' ', 'miniorange', 'email')).toBeNull();
});
