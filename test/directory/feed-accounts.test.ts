import { type AtlassianStandIn, startAtlassianStandIn } from '../../local/atlassian/start';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { askOverVantage } from '../../src/atlassian/accounts/ask-atlassian';
import type { Vantage } from '../../src/casdoor/vantage';
import type { Account } from '../../src/contract/mapping';
import type { AccountsSource } from '../../src/directory/accounts-source';
import { systemClock } from '../../src/directory/ask-page';
import type { DryRunOrder } from '../../src/directory/dry-run-order';
import { feedAccounts } from '../../src/directory/feed-accounts';
import { Secret } from '../../src/secrets/secret';

const order: DryRunOrder = {
  id: 'run',
  targetId: '',
  target: { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false },
  mapping: {
    schema: 1,
    source: 'id_token',
    username: 'name',
    email: 'email',
    name: { fullName: 'displayName' },
    groups: null,
  },
  mappingVersion: 0,
  clientId: 'app-jira-client-id',
  scopes: ['openid'],
  administratorGroups: null,
  who: '',
  startedAt: '2026-11-26T12:00:00.000Z',
};

const feed = async (source: Exclude<AccountsSource, { kind: 'none' }>, changes: Partial<DryRunOrder> = {}) => {
  const accounts: Account[] = [];
  const members: [string, string[]][] = [];
  const notes: string[] = [];
  const end = await feedAccounts({
    source,
    order: { ...order, ...changes },
    tally: {
      addAccounts: (some) => void accounts.push(...some),
      addMembers: (group, keys) => void members.push([group, [...keys]]),
    },
    signal: new AbortController().signal,
    clock: systemClock,
    onNote: (note) => notes.push(note),
    onStep: () => {},
  });
  return { end, accounts, members, notes };
};

const csv = (text: string) =>
  feed({
    kind: 'csv',
    open: async function* () {
      yield Buffer.from(text, 'utf8');
    },
  });
const toldOf = async (text: string) => {
  const { end } = await csv(text);
  if (end.kind !== 'read') throw new Error(end.kind);
  const { told } = end.accounts;
  return { ...told, untold: told.untold.map(({ what }) => what) };
};

describe('a file of accounts', () => {
  test('tells who is there, whole', async () => {
    const text = 'username,email,groups\nada,ada@acme.example,jira-administrators\nbob,bob@acme.example,\n';
    const { accounts, end } = await csv(text);
    expect(accounts.map(({ username }) => username)).toEqual(['ada', 'bob']);
    expect(end).toMatchObject({ kind: 'read', accounts: { read: 2, told: { isWhole: true } } });
    expect(await toldOf(text)).toMatchObject({ administratorsWhole: true, untold: ['application-access'] });
  });

  test('tells of nothing that it has no column for', async () => {
    expect(await toldOf('username\nada\n')).toMatchObject({
      administratorsWhole: false,
      groupsWhole: false,
      groupsThere: null,
      untold: ['emails', 'groups', 'administrators', 'application-access'],
    });
  });

  test('in which nobody is in a group that administers tells of no administrators, as the group may be called otherwise', async () => {
    const text = 'username,email,groups\nada,a@acme.example,it-admins\n';
    expect(await toldOf(text)).toMatchObject({
      administratorsWhole: false,
      untold: ['administrators', 'application-access'],
    });
    const named = await feed(
      {
        kind: 'csv',
        open: async function* () {
          yield Buffer.from(text);
        },
      },
      { administratorGroups: ['IT-Admins'] },
    );
    expect(named.end).toMatchObject({ accounts: { told: { administratorsWhole: true } } });
  });

  test('that says of each whether it administers needs no groups for it', async () => {
    const { untold } = await toldOf('username,email,administrator\nada,a@acme.example,yes\nbob,b@acme.example,no\n');
    expect(untold).toEqual(['groups', 'application-access']);
  });

  test('that cannot be read is unusable, and says where', async () => {
    const { end } = await csv('name;email\nada;a@acme.example\n');
    expect(end).toMatchObject({ kind: 'unusable', problem: expect.stringContaining('Line 1') });
    expect((await csv('')).end).toMatchObject({ kind: 'unusable' });
  });

  test('with lines that are left out is not whole, and names some of them', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `user${at},maybe`).join('\n');
    const { end, notes, accounts } = await csv(`username,active\nada,true\n${lines}\n`);
    expect(accounts).toHaveLength(1);
    expect(end).toMatchObject({
      accounts: { told: { isWhole: false, untold: expect.arrayContaining([expect.objectContaining({ count: 30 })]) } },
    });
    expect(notes).toHaveLength(21);
    expect(notes[0]).toContain('Line 3');
    expect(notes[20]).toContain('10 more');
  });
});

describe('Jira itself', () => {
  let jira: AtlassianStandIn;
  let vantage: Vantage;
  beforeAll(async () => {
    jira = await startAtlassianStandIn({
      product: 'jira',
      baseUrl: 'https://jira.acme.example',
      credentials: { user: 'ada', password: 'right', token: 'token' },
      population: {
        users: ['ada', 'Bob'].map((name) => ({
          name,
          displayName: name,
          email: `${name.toLowerCase()}@acme.example`,
          active: true,
          groups: name === 'ada' ? ['jira-administrators', 'jira-software-users'] : ['jira-software-users'],
        })),
      },
    });
    vantage = makeLocalVantage({ environment: {} });
  });
  afterAll(async () => {
    await vantage.close();
    await jira.close();
  });
  const ask = (token: string) =>
    askOverVantage(vantage, new URL(jira.address), { kind: 'token', token: new Secret(token) });

  test('tells accounts, and who is in the groups that matter', async () => {
    const { accounts, members, end } = await feed({ kind: 'api', ask: ask('token') });
    expect(accounts.map(({ username }) => username)).toEqual(['ada', 'Bob']);
    expect(members).toEqual(
      expect.arrayContaining([
        ['jira-administrators', ['ada']],
        ['jira-software-users', ['ada', 'bob']],
      ]),
    );
    expect(end).toMatchObject({
      kind: 'read',
      accounts: { read: 2, told: { isWhole: true, administratorsWhole: true } },
    });
  });

  test('that does not take the credentials ends it at once, with what to mend', async () => {
    const { accounts, end } = await feed({ kind: 'api', ask: ask('wrong') });
    expect(accounts).toEqual([]);
    expect(end).toEqual({ kind: 'unusable', problem: expect.stringContaining('did not take the credentials') });
  });
});
