import type { EntryStore } from '../../local/host/entry-store';
import { type ForgeHost, startForgeHost } from '../../local/host/forge-runtime';
import type { KeptAccount } from '../../local/host/gateway';
import { keyValueService } from '../../local/host/key-value-service';
import { memoryEntries } from '../../local/host/memory-entries';
import type { Adapters } from '../../src/resolvers/adapters';
import { createHandlers } from '../../src/resolvers/app';
import { ordersIn } from '../../src/signin/orders';
import { questionOf } from '../signin/fake-steps';
import { blindVantage } from './blind-vantage';
import { callbackUrl } from './every-call';

let told: KeptAccount[];
let closed: string[];
let host: ForgeHost;
let plain: EntryStore;
beforeEach(() => {
  plain = memoryEntries();
  told = [];
  closed = [];
  host = startForgeHost({
    keyValues: keyValueService(plain, memoryEntries()),
    answerProduct: async () => new Response(null, { status: 404 }),
    mayReach: () => false,
    webTriggerUrl: () => null,
    personalData: (accounts) => {
      told.push(...accounts);
      return accounts.filter(({ accountId }) => closed.includes(accountId)).map(asClosed);
    },
  });
});
afterEach(() => host.close());
const asClosed = ({ accountId }: KeptAccount) => ({ accountId, status: 'closed' as const });

const adapters = (from: Adapters['from']): Adapters => ({
  from,
  vantage: () => blindVantage([]),
  ...{ callbackUrl, askProduct: null, dryRuns: null, applies: null, demo: null, now: () => new Date() },
});
const target = '5f0c2a52-6a0f-4a4e-8a53-6f3f0f7f2a11';
const place = (who: string) => ({ product: 'jira', who, account: who.toLowerCase(), now: () => new Date() }) as const;
const inside = <T>(act: () => Promise<T>) =>
  host.invoke(act, 'any', {}, { product: 'jira', accountId: 'ada', installation: 'one' }) as Promise<T>;
const sweep = (from: Adapters['from'] = 'cloud') =>
  host.invokeScheduled(createHandlers(adapters(from)).sweep, { product: 'jira', installation: 'one' });
/** All that is kept, as text. */
const kept = async () => {
  const found: unknown[] = [];
  for await (const entry of plain.range('', null)) found.push(entry);
  return JSON.stringify(found);
};
const fill = () =>
  inside(async () => {
    await ordersIn(place('Ada')).start(target, questionOf());
    await ordersIn(place('Bob')).start(target, questionOf());
  });

test('who made a test sign-in is told to Atlassian, by account id and since when', async () => {
  await fill();
  await sweep();
  expect(told.map(({ accountId }) => accountId).sort()).toEqual(['ada', 'bob']);
  expect(told.every(({ updatedAt }) => /^2\d{3}-.*Z$/.test(updatedAt))).toBe(true);
  expect(await kept()).toMatch(/Ada[\s\S]*Bob|Bob[\s\S]*Ada/);
});

test('of whoever has closed their account nothing stays, and of others everything', async () => {
  await fill();
  closed = ['bob'];
  await sweep();
  const left = await kept();
  expect(left).not.toMatch(/bob/i);
  expect(left).toContain('"ada"');
  told = [];
  await sweep();
  expect(told.map(({ accountId }) => accountId)).toEqual(['ada']);
});

test('on this machine nobody is told of', async () => {
  await fill();
  closed = ['ada', 'bob'];
  await sweep('local');
  expect(told).toEqual([]);
  expect(await kept()).toContain('Ada');
});
