import type { JsonObject, World } from '../../../local/casdoor/documents';
import { type ListAsked, listOf } from '../../../local/casdoor/list-people';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../local/casdoor/start';
import { demoWorld } from '../../../local/demo/demo-world';

const size = 700;
const now = new Date('2026-11-26T12:00:00Z');
const lazy = demoWorld({ seed: 7, size, now });
/** The same with everybody written out: nothing is sorted beforehand. */
const written = (): World => {
  const { crowd, users, ...rest } = demoWorld({ seed: 7, size, now });
  const others = Array.from({ length: crowd?.size ?? 0 }, (_, place) => crowd?.document(place) ?? []).flat();
  return { ...rest, users: [...users, ...others], crowd: null };
};

describe('A list of people', () => {
  const plain = written();
  const searches = [
    null,
    ['name', 'ada'],
    ['displayName', 'ö'],
    ['email', 'acme.example'],
    ['isForbidden', 'true'],
  ] as const;
  const fields = ['name', 'createdTime', 'displayName', 'email', 'ranking', 'isForbidden', 'owner', 'tag'];
  const asked = fields.flatMap((sortField) =>
    searches.flatMap((search) =>
      [true, false].flatMap((isAscending) =>
        ['demo', 'built-in', 'nobody', ''].map((owner): ListAsked => {
          const [field = '', text = ''] = search ?? [];
          return { owner, search: search && { field, text }, sortField, isAscending };
        }),
      ),
    ),
  );

  it('is the same whether people are written out or made when they are asked for', () => {
    for (const each of asked) {
      const [one, other] = [listOf(lazy, each), listOf(plain, each)];
      expect(one.total).toBe(other.total);
      for (const [from, to] of [
        [0, 20],
        [13, 14],
        [-5, 5],
        [one.total - 3, one.total + 9],
        [one.total, one.total + 9],
      ] as const)
        expect(one.page(from, to).toString()).toBe(other.page(from, to).toString());
    }
  });

  it('comes in the order of bytes, as a database compares', () => {
    const names = (
      JSON.parse(
        listOf(lazy, { owner: 'demo', search: null, sortField: 'name', isAscending: true }).page(0, size).toString(),
      ) as JsonObject[]
    ).map(({ name }) => String(name));
    expect(names).toHaveLength(size);
    expect(names).toEqual([...names].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))));
    expect(names[0]).toBe('Nguyễn.An');
  });
});

describe('People who are made when they are asked for', () => {
  let casdoor: EmbeddedCasdoor;
  beforeAll(async () => {
    casdoor = await startEmbeddedCasdoor({ world: lazy, now: () => now });
  });
  afterAll(() => casdoor.close());
  const ask = async (path: string) => {
    const { clientId, clientSecret } = lazy.applications[0] ?? { clientId: '', clientSecret: '' };
    const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
    return (await (await fetch(`${casdoor.address}/api/${path}`, { headers })).json()) as {
      data: JsonObject & JsonObject[];
      data2: number;
    };
  };
  const page = (p: number) => ask(`get-users?owner=demo&p=${p}&pageSize=100&sortField=name&sortOrder=ascend`);

  it('are each in one page, and a page past the end is the last again', async () => {
    const names: unknown[] = [];
    for (let p = 1; p <= 7; p += 1) {
      const { data, data2 } = await page(p);
      expect(data2).toBe(size);
      names.push(...data.map(({ name }) => name));
    }
    expect(new Set(names).size).toBe(size);
    expect((await page(8)).data).toEqual((await page(7)).data);
    expect((await page(0)).data).toEqual((await page(1)).data);
  });

  it('are found one by one, by name, e-mail and id, and counted', async () => {
    const [, , , , some] = (await page(4)).data;
    if (some === undefined) throw new Error('Nobody is there.');
    const { name, email, id } = some;
    const { data: person } = await ask(`get-user?id=demo/${name}`);
    expect(person).toMatchObject({ name, email, id, roles: [], password: '***' });
    expect(Object.keys(person)).toHaveLength(182);
    expect((await ask(`get-user?owner=demo&email=${email}`)).data).toEqual(person);
    expect((await ask(`get-user?owner=demo&userId=${id}`)).data).toEqual(person);
    expect((await ask(`get-user?id=demo/${String(name).toUpperCase()}`)).data).toBeNull();
    expect((await ask(`get-user?id=built-in/${name}`)).data).toBeNull();
    expect((await ask('get-user-count?owner=demo&isOnline=')).data).toBe(size);
    expect((await ask('get-user-count?owner=demo&isOnline=1')).data).toBe(0);
  });

  it('are members of their groups', async () => {
    const { data } = await ask('get-groups?owner=demo');
    const administrators = data.find(({ name }) => name === 'jira-administrators');
    expect(administrators?.users).toEqual(expect.arrayContaining(['demo/amara.okafor', 'demo/priya.raman']));
    expect(administrators?.users).toHaveLength(3);
  });
});
