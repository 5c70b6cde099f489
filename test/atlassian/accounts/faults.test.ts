import { startAtlassianStandIn } from '../../../local/atlassian/start';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import { type AskAtlassian, askOverVantage } from '../../../src/atlassian/accounts/ask-atlassian';
import { failureWords } from '../../../src/atlassian/accounts/failure-words';
import { readAccounts } from '../../../src/atlassian/accounts/read-accounts';
import type { Vantage } from '../../../src/casdoor/vantage';
import { byPassword, fault, population, type Reading, readStandIn, user } from './reading';

const list = /user\/list$/;

describe('what goes wrong while accounts are read', () => {
  test.each<[string, Reading, string, string]>([
    [
      'a wrong password',
      { credentials: byPassword('not-that-one') },
      'credentials-wrong',
      'did not take the credentials',
    ],
    ['a CAPTCHA', { conditions: fault('captcha', /myself/) }, 'captcha', 'Sign in once in a browser'],
    ['passwords switched off', { conditions: fault('basic-auth-disabled', /myself/) }, 'basic-auth-blocked', 'token'],
    ['an account that may not', { conditions: fault('forbidden', list) }, 'forbidden', 'System Administrators'],
    ['a page', { conditions: fault('html', list) }, 'page-instead-of-json', 'A page came instead of data'],
    ['a redirect', { conditions: fault('redirect', list) }, 'redirected', 'leads to another address (302)'],
    ['another shape', { conditions: fault('broken', list) }, 'unreadable', 'a shape that is not known here'],
    ['a limit that stays', { conditions: fault('rate-limited', list) }, 'limited', 'asks to wait 7 s'],
    ['no such address', { conditions: { failsWith: 404 } }, 'not-there', '404'],
    ['an outage', { conditions: { failsWith: 502 } }, 'status', 'answered 502'],
    [
      'pages that repeat',
      { people: population(4100), conditions: fault('repeats', list) },
      'repeats',
      'the same accounts whatever page',
    ],
    [
      'pages of Confluence that repeat',
      { product: 'confluence', people: population(300), groups: [], conditions: fault('repeats', /list\/active/) },
      'repeats',
      'the same accounts whatever page',
    ],
    [
      'pages of Cloud that repeat',
      {
        people: population(3000),
        groups: [],
        conditions: { generation: 'cloud', ...fault('repeats', /users\/search/) },
      },
      'repeats',
      'the same accounts whatever page',
    ],
  ])('%s stops it with a reason, and nobody is said not to be there', async (_what, reading, kind, words) => {
    const { end, untold } = await readStandIn(reading);
    expect(end.stopped).toMatchObject({ kind });
    expect(end.isWhole).toBe(false);
    expect(untold).toContain('accounts');
    const message = end.untold.find(({ what }) => what === 'accounts')?.message;
    expect(message).toContain(words);
    expect(JSON.stringify(end)).not.toMatch(/pass-word|not-that-one|a-token/);
  });

  test('credentials that are refused are sent once: a second time would bring the CAPTCHA nearer', async () => {
    const { asked } = await readStandIn({ credentials: byPassword('not-that-one') });
    expect(asked).toEqual(['/rest/api/2/serverInfo', '/rest/api/2/myself']);
  });

  test('a token that expires half way stops it, and what was read is told', async () => {
    const { end, accounts } = await readStandIn({
      people: population(4100),
      groups: [],
      onEvent: (event, { conditions }) => {
        if (event.kind === 'accounts') conditions.failsWith = 401;
      },
    });
    expect(end.stopped).toEqual({ kind: 'credentials-wrong' });
    expect(accounts).toHaveLength(2000);
    expect(end.untold.map(({ what }) => what)).toEqual(['groups', 'administrators', 'accounts']);
    expect(end.untold.map(({ message }) => message).join()).toContain('Of the accounts 2000 were read');
  });

  test('a token that expires among the members of a group leaves no group as the whole of it', async () => {
    const { end, accounts } = await readStandIn({
      people: population(400),
      conditions: { fault: { kind: 'expired', on: /group\/member/, after: 3, times: null } },
    });
    expect(accounts).toHaveLength(400);
    expect(end).toMatchObject({ stopped: { kind: 'credentials-wrong' }, isWhole: true, groupsWhole: false });
  });

  test('waits as long as a limit asks, and goes on', async () => {
    const { end, pauses } = await readStandIn({ conditions: fault('rate-limited', list, 2) });
    expect(end).toMatchObject({ stopped: null, read: 30 });
    expect(pauses).toEqual([7000, 7000]);
  });

  test('asks again after an outage that passes', async () => {
    const { end, pauses } = await readStandIn({ conditions: fault('unavailable', list, 2) });
    expect(end).toMatchObject({ stopped: null, read: 30 });
    expect(pauses).toEqual([1000, 2000]);
  });

  test('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const { end } = await readStandIn({
      people: population(4100),
      groups: [],
      signal: controller.signal,
      onEvent: (event) => {
        if (event.kind === 'accounts') controller.abort();
      },
    });
    expect(end.stopped).toEqual({ kind: 'cancelled' });
    expect(end.read).toBe(2000);
  });

  test('tells that the other product is there', async () => {
    const standIn = await startAtlassianStandIn({ product: 'confluence', baseUrl: 'https://c.acme.example' });
    const vantage = makeLocalVantage({ environment: {} });
    const ask = askOverVantage(vantage, new URL(standIn.address), byPassword());
    const events = await read(ask);
    await vantage.close();
    await standIn.close();
    expect(events).toEqual([
      expect.objectContaining({ kind: 'end', stopped: { kind: 'other-product', product: 'confluence' } }),
    ]);
    expect(failureWords({ kind: 'other-product', product: 'confluence' }, 'jira')).toBe(
      'At this address is Confluence, not Jira. Type the base URL of Jira.',
    );
  });

  test('a group that cannot be read leaves all groups not known, and only its own administrators', async () => {
    const people = { users: [user('eve', { groups: ['jira-administrators'] }), user('bob', { groups: ['a'] })] };
    const { end, untold } = await readStandIn({ people, conditions: fault('broken', /group\/member/, 1) });
    // The group of administrators was the one that could not be read.
    expect(end).toMatchObject({ isWhole: true, groupsWhole: false, administratorsWhole: false });
    expect(untold).toEqual(['groups', 'administrators']);
    expect(end.stopped).toBeNull();
  });

  test('credentials that end among the groups end it, with one reason for each thing that is not known', async () => {
    const { end, untold, asked } = await readStandIn({
      people: population(300),
      onEvent: (event, { conditions }) => {
        if (event.kind === 'group') conditions.failsWith = 401;
      },
    });
    expect(end).toMatchObject({ stopped: { kind: 'credentials-wrong' }, read: 300 });
    expect(end).toMatchObject({ isWhole: true, groupsWhole: false, administratorsWhole: false });
    expect(untold).toEqual(['groups', 'administrators']);
    expect(asked.at(-1)).toBe('/rest/api/2/group/member');
  });

  test('a list of groups that is cut leaves groups not known, and administrators known', async () => {
    const { end, untold } = await readStandIn({ conditions: fault('broken', /groups\/picker/) });
    expect(end).toMatchObject({ isWhole: true, groupsWhole: false, administratorsWhole: true, groupsThere: null });
    expect(untold).toEqual(['groups']);
  });

  test('seats that cannot be read are not known', async () => {
    const { end, untold } = await readStandIn({ conditions: fault('forbidden', /applicationrole/) });
    expect(end).toMatchObject({ stopped: null, access: null });
    expect(untold).toEqual(['application-access']);
  });

  test('a user without a name is counted, and hides nobody', async () => {
    const ask: AskAtlassian = async (path) => ({
      answered: true,
      value: { status: 200, headers: {}, isHtml: false, json: answers(path) },
    });
    const answers = (path: string): unknown => {
      if (path.includes('serverInfo')) return { version: '10.3.12', deploymentType: 'Server' };
      if (path.includes('myself')) return { name: 'admin' };
      if (path.includes('user/list')) return { values: [{ name: '' }, { displayName: 'x' }, null, { name: 'eve' }] };
      return { values: [], isLast: true, permissions: {} };
    };
    const events = await read(ask);
    expect(events.at(-1)).toMatchObject({ stopped: null, read: 1 });
    expect(events.at(-1)).toMatchObject({
      untold: expect.arrayContaining([expect.objectContaining({ what: 'accounts', count: 3 })]),
    });
  });

  test('credentials go to the typed address and to the REST API alone', async () => {
    const urls: string[] = [];
    const watched: Vantage = {
      from: 'local',
      request: async ({ url }) => {
        urls.push(url);
        throw new Error('Nothing is sent.');
      },
      bytes: () => Promise.reject(new Error('Not asked.')),
      lookup: () => Promise.reject(new Error('Not asked.')),
      tls: () => Promise.reject(new Error('Not asked.')),
      used: () => ({ proxy: null, authority: null }),
      close: async () => {},
    };
    const ask = askOverVantage(watched, new URL('https://acme.example:8443/jira/?x#y'), byPassword());
    const { signal } = new AbortController();
    await expect(ask('/rest/api/2/myself', signal)).rejects.toThrow('Nothing is sent.');
    for (const path of ['@evil.example/rest/', '//evil.example/rest/', 'https://evil.example/rest/'])
      await expect(ask(path, signal)).rejects.toThrow('A path of the REST API');
    expect(urls).toEqual(['https://acme.example:8443/jira/rest/api/2/myself']);
  });
});

const read = async (ask: AskAtlassian) => {
  const events = [];
  const clock = { now: () => 0, pause: async () => {} };
  const { signal } = new AbortController();
  for await (const event of readAccounts({
    ask,
    signal,
    clock,
    product: 'jira',
    groups: [],
    administratorGroups: null,
  }))
    events.push(event);
  return events;
};
