import { startAtlassianStandIn } from '../../../local/atlassian/start';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import { askOverVantage } from '../../../src/atlassian/accounts/ask-atlassian';
import { findAccounts, type SoughtPerson } from '../../../src/atlassian/accounts/find-accounts';
import { byPassword, fault, login, namesOf, population, type Reading, user } from './reading';

const sought = (username: string, more: Partial<SoughtPerson> = {}): SoughtPerson => ({
  usernames: [username],
  email: `${username}@acme.example`,
  fullName: '',
  ...more,
});

const find = async (
  sample: SoughtPerson[],
  { product = 'jira', people, conditions = {}, signal = new AbortController().signal }: Reading,
) => {
  const standIn = await startAtlassianStandIn({
    product,
    baseUrl: `https://${product}.acme.example`,
    population: people ?? population(30),
    credentials: login,
    conditions,
  });
  const vantage = makeLocalVantage({ environment: {} });
  try {
    const found = await findAccounts({
      ask: askOverVantage(vantage, new URL(standIn.address), byPassword()),
      signal,
      clock: { now: () => Date.now(), pause: async () => {} },
      product,
      people: sample,
      administratorGroups: null,
    });
    return { ...found, asked: standIn.asked };
  } finally {
    await vantage.close();
    await standIn.close();
  }
};

describe('a small site', () => {
  test('is read whole in one page, with the groups of those alone who are meant', async () => {
    const people = {
      users: [
        user('eve', { groups: ['jira-administrators', 'Team A'] }),
        user('bob', { groups: ['Team A'] }),
        user('amy'),
      ],
    };
    const { accounts, isComplete, note, asked } = await find([sought('Eve'), sought('nobody')], { people });
    expect(isComplete).toBe(true);
    expect(note).toBeNull();
    expect(namesOf(accounts ?? [])).toEqual(['amy', 'bob', 'eve']);
    expect(accounts?.[0]).toMatchObject({ groups: ['jira-administrators', 'Team A'], administrator: true });
    expect(accounts?.[1]).toMatchObject({ groups: null });
    expect(asked.filter((path) => path === '/rest/api/2/user')).toHaveLength(1);
  });

  test('of an older Jira too, but where its list ends at what may be a limit', async () => {
    expect(await find([], { people: population(30), conditions: { generation: 'older' } })).toMatchObject({
      isComplete: true,
    });
    const cut = await find([], { people: population(300), conditions: { generation: 'older', searchLimit: 100 } });
    expect(cut.isComplete).toBe(false);
  });
});

describe('a large site', () => {
  const large = () => {
    const { users } = population(1200);
    return {
      users: [...users, user('eve', { groups: ['jira-administrators'] }), user('other', { email: 'bob@acme.example' })],
    };
  };

  test('is asked for each person by username and e-mail, and what was not found is known not to be there', async () => {
    const { accounts, isComplete, lookedFor } = await find([sought('Eve'), sought('bob')], { people: large() });
    expect(isComplete).toBe(false);
    expect(accounts).toContainEqual(expect.objectContaining({ username: 'eve', administrator: true }));
    expect(accounts).toContainEqual(expect.objectContaining({ username: 'other', groups: [] }));
    expect(lookedFor).toEqual(expect.arrayContaining(['eve', 'bob', 'bob@acme.example']));
  });

  test('and by full name where nothing else finds somebody', async () => {
    const people = {
      users: [...large().users, user('e.nother', { displayName: 'Eve Nother', email: 'x@acme.example' })],
    };
    const { accounts } = await find([sought('eve2', { fullName: 'Eve Nother' })], { people });
    expect(namesOf(accounts ?? [])).toContain('e.nother');
  });

  test('in a bounded number of requests', async () => {
    const many = Array.from({ length: 400 }, (_, at) => sought(`nobody${at}`, { fullName: `Nobody ${at}` }));
    const { asked, note } = await find(many, { people: large() });
    expect(asked.length).toBeLessThanOrEqual(410);
    expect(note).toBe('Not all people were looked up: it would have taken too many requests.');
  });
});

test('Confluence is asked by username; who is not looked for may be there', async () => {
  const people = { users: [user('eve', { groups: ['confluence-administrators'] }), user('gone', { active: false })] };
  const { accounts, isComplete, lookedFor } = await find([sought('eve'), sought('bob')], {
    product: 'confluence',
    people,
  });
  expect(isComplete).toBe(false);
  expect(accounts).toEqual([expect.objectContaining({ username: 'eve', email: null, administrator: true })]);
  expect(lookedFor).toEqual(['eve', 'bob']);
});

test('Cloud is searched by e-mail, and one that is hidden proves nothing', async () => {
  const people = population(30);
  const small = await find([], { people, conditions: { generation: 'cloud' } });
  expect(small).toMatchObject({ isComplete: true, lookedFor: [] });
  expect(small.accounts).toHaveLength(30);
});

describe('a product that does not tell', () => {
  test('gives no accounts, and says why', async () => {
    const found = await find([sought('eve')], { conditions: fault('captcha', /myself/) });
    expect(found.accounts).toBeNull();
    expect(found.note).toMatch(/^The accounts were not read\. Jira asks this account for a CAPTCHA/);
  });

  test('half way gives those that were read, and is not complete', async () => {
    const people = { users: [user('eve'), ...population(1200).users] };
    const found = await find([sought('eve')], { people, conditions: fault('captcha', /api\/2\/user$/) });
    expect(found.accounts?.length).toBeGreaterThan(0);
    expect(found.isComplete).toBe(false);
    expect(found.lookedFor).not.toContain('eve');
    expect(found.note).toMatch(/^Not all accounts were read\./);
  });

  test('in time is left', async () => {
    const found = await find([sought('eve')], { conditions: { delay: 300 }, signal: AbortSignal.timeout(100) });
    expect(found).toMatchObject({ accounts: null });
  });
});
