import { makePopulation } from '../../../local/atlassian/population';
import type { Conditions } from '../../../local/atlassian/site';
import { type AtlassianStandIn, startAtlassianStandIn } from '../../../local/atlassian/start';
import type { AskAtlassian, AtlassianAnswer } from '../../../src/atlassian/accounts/ask-atlassian';
import { type AccountsEvent, readAccounts } from '../../../src/atlassian/accounts/read-accounts';
import { readAnswer } from '../../../src/casdoor/answer';
import type { Attempt } from '../../../src/checks/evidence';
import type { Product } from '../../../src/contract/target';
import { systemClock } from '../../../src/directory/ask-page';
import { answerJournal, type JournalOptions } from '../../../src/directory/chain/answer-journal';
import { costOf, type Points } from '../../../src/directory/chain/points';

let site: AtlassianStandIn;
let now: number;
beforeEach(() => {
  now = Date.parse('2026-11-26T12:00:00Z');
});
afterEach(() => site.close());

const open = async (product: Product, conditions: Partial<Conditions> = {}) => {
  const population = makePopulation({ seed: 3, size: 700 });
  site = await startAtlassianStandIn({ product, baseUrl: 'https://jira.acme.example', population, conditions });
};
const ask: AskAtlassian = async (path) => {
  const response = await fetch(site.address + path, { redirect: 'manual' });
  const request = { method: 'GET' as const, url: response.url };
  const headers = Object.fromEntries(response.headers.entries());
  const bytes = new Uint8Array(await response.arrayBuffer());
  const read = readAnswer({ request, status: response.status, headers, bytes, milliseconds: 0 });
  return { answered: true, value: read };
};

const signal = new AbortController().signal;
const clock = { now: () => now, pause: async () => {} };
const read = async (by: AskAtlassian, product: Product, pause = systemClock): Promise<AccountsEvent[]> => {
  const events: AccountsEvent[] = [];
  const options = { ask: by, signal, clock: pause, product, groups: 'all' as const, administratorGroups: null };
  for await (const event of readAccounts(options)) events.push(event);
  return events;
};
async function* packsOf(lines: readonly string[]) {
  // As they come out of the store: some at a time, over JSON.
  for (let at = 0; at < lines.length; at += 7) yield lines.slice(at, at + 7);
}
const journalOf = (lines: readonly string[], more: Partial<JournalOptions> = {}) =>
  answerJournal({ kept: packsOf(lines), ask, points: null, clock, failures: 0, mayGoOn: () => true, ...more });

describe.each<[Product, Partial<Conditions>]>([
  ['jira', { generation: 'cloud' }],
  ['jira', { generation: 'current' }],
  ['jira', { generation: 'older', searchLimit: 300 }],
  ['jira', { fault: { kind: 'forbidden', on: /group/, times: null } }],
  ['confluence', { generation: 'current' }],
  ['confluence', { generation: 'older' }],
  ['confluence', { generation: 'cloud' }],
])('%s, %j', (product, conditions) => {
  test('a reading in pieces of three requests tells what one in a piece tells, and asks nothing twice', async () => {
    await open(product, structuredClone(conditions));
    const whole = await read(ask, product);
    const asked = site.asked.length;
    site.asked.length = 0;
    const lines: string[] = [];
    for (let pieces = 0; ; pieces += 1) {
      expect(pieces).toBeLessThan(1000);
      const journal = journalOf(lines, { mayGoOn: ({ requests }) => requests < 3 });
      const events = await read(journal.ask, product, journal.clock);
      lines.push(...journal.lines);
      if (journal.suspendedUntil() !== null) continue;
      expect(events).toEqual(whole);
      expect(pieces).toBeGreaterThan(1);
      break;
    }
    expect(site.asked.length).toBe(asked);
    // Once more, over what was kept alone.
    const kept = journalOf(lines, { mayGoOn: () => false });
    expect(await read(kept.ask, product, kept.clock)).toEqual(whole);
    expect(kept.lines).toEqual([]);
  });
});

test('of an answer no more is kept than the reading looks at', async () => {
  await open('jira', { generation: 'cloud' });
  const journal = journalOf([]);
  await read(journal.ask, 'jira', journal.clock);
  expect(journal.lines.join('')).not.toMatch(/"(self|avatarUrls|timeZone|locale|serverTitle)"/);
  expect(journal.lines.join('')).toContain('"accountId"');
});

/** Points that are counted in a test. */
const counted = (has: number) => {
  const told = { spent: 0, waits: [] as number[] };
  const points: Points = {
    take: async (wanted) => {
      if (told.spent + wanted > has) return now + 3_600_000;
      told.spent += wanted;
      return null;
    },
    giveBack: (left) => {
      told.spent -= left;
    },
    waitUntil: async (moment) => void told.waits.push(moment - now),
  };
  return { points, told };
};

test('points are spent for what came, and where there are none it is waited for as long as it takes', async () => {
  await open('jira', { generation: 'cloud' });
  const { points, told } = counted(3_000);
  const journal = journalOf([], { points });
  await read(journal.ask, 'jira', journal.clock);
  expect(journal.suspendedUntil()).toBe(now + 3_600_000);
  // Three questions about one thing each, and a page of 700 users; another page of up to 1,000 is too dear.
  expect(told.spent).toBe(3 * costOf(1) + costOf(700));
});

const answers = (make: () => Partial<AtlassianAnswer>): AskAtlassian => {
  const value = { status: 200, headers: {}, json: [], isHtml: false };
  return async (): Promise<Attempt<AtlassianAnswer>> => ({ answered: true, value: { ...value, ...make() } });
};

test.each<[string, number, Record<string, string>, number]>([
  ['429 with seconds', 429, { 'retry-after': '1800' }, 1_800_000],
  ['429 with a date', 429, { 'retry-after': 'Thu, 26 Nov 2026 12:10:00 GMT' }, 600_000],
  ['429 without a time', 429, {}, 60_000],
  ['503 with seconds', 503, { 'retry-after': '5' }, 5_000],
])('%s holds everybody up for as long, and is no answer', async (_what, status, headers, wait) => {
  await open('jira');
  const { points, told } = counted(20_000);
  const journal = journalOf([], { points, ask: answers(() => ({ status, headers })) });
  expect(await journal.ask('/rest/api/2/myself', signal)).toMatchObject({ failure: { kind: 'stopped' } });
  expect(journal.suspendedUntil()).toBe(now + wait);
  expect([journal.lines, told.waits]).toEqual([[], [wait]]);
});

test('where Jira says that little is left, the next request waits for new points', async () => {
  await open('jira');
  const { points, told } = counted(20_000);
  const headers = { 'beta-ratelimit': '"global-app-quota";r=900;t=1200' };
  const journal = journalOf([], { points, ask: answers(() => ({ headers })) });
  expect((await journal.ask('/rest/api/2/myself', signal)).answered).toBe(true);
  expect(told.waits).toEqual([1_200_000]);
});

test('a product that does not answer is waited out for half an hour, and then it counts', async () => {
  await open('jira');
  let failures = 0;
  const waits: number[] = [];
  for (let events = 0; events < 10; events += 1) {
    const journal = journalOf([], { failures, ask: answers(() => ({ status: 502 })) });
    const answer = await journal.ask('/rest/api/2/myself', signal);
    ({ failures } = { failures: journal.failures() });
    const until = journal.suspendedUntil();
    if (until === null) {
      expect(answer).toMatchObject({ answered: true, value: { status: 502 } });
      expect(journal.lines).toHaveLength(1);
      break;
    }
    waits.push(until - now);
  }
  expect(waits).toEqual(Array.from({ length: 6 }, () => 300_000));
});

test('an answer that came brings the patience back', async () => {
  await open('jira');
  const journal = journalOf([], { failures: 5, ask: answers(() => ({})) });
  await journal.ask('/rest/api/2/myself', signal);
  expect(journal.failures()).toBe(0);
});

test('what was kept for other questions is noticed', async () => {
  await open('jira');
  const journal = journalOf([]);
  await journal.ask('/rest/api/2/serverInfo', signal);
  const other = journalOf(journal.lines);
  await expect(other.ask('/rest/api/3/serverInfo', signal)).rejects.toThrow('Another path');
});
