import { makePopulation } from '../../../local/atlassian/population';
import { SitePeople } from '../../../local/atlassian/site-people';
import { type AtlassianStandIn, startAtlassianStandIn } from '../../../local/atlassian/start';

describe('the people of a stand-in', () => {
  test('are the same for a seed, others for another, and nobody twice', () => {
    const people = makePopulation({ seed: 1, size: 500 });
    expect(makePopulation({ seed: 1, size: 500 })).toEqual(people);
    expect(makePopulation({ seed: 2, size: 500 })).not.toEqual(people);
    expect(new Set(people.users.map(({ name }) => name)).size).toBe(500);
    expect(people.users.some(({ active }) => !active)).toBe(true);
    expect(new SitePeople(people).members('jira-administrators', true)).toHaveLength(1);
  });

  let standIn: AtlassianStandIn;
  const credentials = { user: 'admin', password: 'pass', token: 'token' };
  beforeAll(async () => {
    standIn = await startAtlassianStandIn({
      product: 'jira',
      baseUrl: 'https://jira.acme.example',
      population: { ...makePopulation({ seed: 1, size: 120 }), emptyGroups: ['empty'] },
      credentials,
    });
  });
  afterAll(() => standIn.close());

  const ask = async (path: string, authorization = 'Bearer token') => {
    const answer = await fetch(standIn.address + path, { headers: { authorization } });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  test('are shown to whoever has the password or the token, and to nobody else', async () => {
    const basic = (password: string) => `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
    expect((await ask('/rest/api/2/user/list')).status).toBe(200);
    expect((await ask('/rest/api/2/user/list', basic('pass'))).status).toBe(200);
    for (const wrong of ['', basic('Pass'), 'Bearer pass'])
      expect((await ask('/rest/api/2/user/list', wrong)).status).toBe(401);
    expect((await ask('/rest/api/2/serverInfo', '')).status).toBe(200);
  });

  test('come in pages of Jira', async () => {
    const first = await ask('/rest/api/2/user/list?cursor=&maxResults=100');
    expect(first.body).toMatchObject({ isLast: false, nextCursor: expect.any(String) });
    const last = await ask(`/rest/api/2/user/list?cursor=${first.body.nextCursor}&maxResults=100`);
    expect(last.body).toMatchObject({ isLast: true });
    expect(last.body.values).toHaveLength(20);
    const members = '/rest/api/2/group/member?groupname=jira-software-users&includeInactiveUsers=true&maxResults=500';
    expect((await ask(members)).body).toMatchObject({ total: 120, maxResults: 50, isLast: false });
    expect((await ask('/rest/api/2/group/member?groupname=empty')).body).toMatchObject({ total: 0, isLast: true });
    expect((await ask('/rest/api/2/group/member?groupname=none')).status).toBe(404);
  });

  test('are found by the beginning of a name, an e-mail or a word, whatever the capitals', async () => {
    const { users } = makePopulation({ seed: 1, size: 120 });
    const found = async (username: string) =>
      (
        (await ask(`/rest/api/2/user/search?${new URLSearchParams({ username })}&includeInactive=true`))
          .body as unknown as {
          name: string;
        }[]
      ).map(({ name }) => name);
    const [first] = users;
    if (first === undefined) throw new Error('Nobody is there.');
    expect(await found(first.name.toUpperCase())).toEqual([first.name]);
    expect(await found(first.email)).toEqual([first.name]);
    const [, family = ''] = first.displayName.split(' ');
    const namesakes = users.filter(({ displayName }) => displayName.endsWith(` ${family}`)).map(({ name }) => name);
    expect(await found(family.toLowerCase())).toEqual(expect.arrayContaining(namesakes));
    expect(await found(family.slice(1))).toEqual([]);
    expect((await ask(`/rest/api/2/user?username=${first.name.toUpperCase()}`)).body).toMatchObject({
      name: first.name,
    });
  });

  test('are made once, when somebody asks for one', async () => {
    let made = 0;
    const lazy = new SitePeople(() => {
      made += 1;
      return makePopulation({ seed: 1, size: 10 });
    });
    expect(made).toBe(0);
    expect([lazy.all.length, lazy.groups.includes('jira-administrators'), made]).toEqual([10, true, 1]);
  });

  test('a fault may let some requests pass, and then come as often as it is told to', async () => {
    const statuses: number[] = [];
    standIn.conditions.fault = { kind: 'expired', on: /user\/list/, after: 2, times: 1 };
    for (let at = 0; at < 4; at += 1) statuses.push((await ask('/rest/api/2/user/list?maxResults=50')).status);
    standIn.conditions.fault = null;
    expect(statuses).toEqual([200, 200, 401, 200]);
  });

  test('take seats', async () => {
    const { body } = await ask('/rest/api/2/applicationrole');
    const [role] = body as unknown as { userCount: number; numberOfSeats: number; remainingSeats: number }[];
    expect(role?.numberOfSeats).toBe((role?.userCount ?? 0) + (role?.remainingSeats ?? 0));
    expect(role?.remainingSeats).toBeGreaterThan(0);
  });
});
