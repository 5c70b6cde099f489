import type { AsyncEvent } from '@forge/events';
import type { Mishaps } from '../../../local/host/event-queues';
import { type EventConsumer, type ForgeHost, startForgeHost } from '../../../local/host/forge-runtime';
import { queueClock } from './queue-clock';

let time: ReturnType<typeof queueClock>;
let host: ForgeHost;
let came: AsyncEvent[];
let mishaps: Mishaps;
let answer: (event: AsyncEvent, runtime: unknown) => unknown;
beforeEach(() => {
  time = queueClock();
  came = [];
  mishaps = () => [0];
  answer = () => undefined;
  const consumer = (queue: string, timeoutSeconds: number): EventConsumer => ({
    key: queue,
    queue,
    function: `${queue}-step`,
    timeoutSeconds,
    handler: async (event, runtime) => {
      came.push(event as AsyncEvent);
      return answer(event as AsyncEvent, runtime);
    },
  });
  host = startForgeHost({
    keyValues: async () => new Response(null, { status: 404 }),
    answerProduct: async ({ accountId, path }) => Response.json({ accountId, path }),
    mayReach: () => false,
    webTriggerUrl: () => null,
    personalData: (accounts) => accounts.filter(({ accountId }) => accountId === 'gone').map(closed),
    events: {
      consumers: [consumer('long', 900), consumer('short', 55)],
      clock: time.clock,
      mishaps: (e) => mishaps(e),
    },
  });
});
afterEach(() => host.close());
const closed = ({ accountId }: { accountId: string }) => ({ accountId, status: 'closed' as const });

const inside = <T>(act: () => Promise<T>) =>
  host.invoke(act, 'any', {}, { product: 'jira', accountId: 'ada', installation: 'one' }) as Promise<T>;
/** Loaded after the host was made, as the app's are. */
const events = () => require('@forge/events') as typeof import('@forge/events');
const queue = (key = 'long') => new (events().Queue)({ key });
const push = (sent: Parameters<ReturnType<typeof queue>['push']>[0], key?: string) =>
  inside(() => queue(key).push(sent));
const run = () => time.run(host.idle);
const nameOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'pushed',
    (error: Error) => error.constructor.name,
  );

test('an event that was pushed comes once, with its body, and the job says so', async () => {
  const { jobId } = await push([{ body: { run: 'a' } }, { body: { run: 'b' } }]);
  expect(await inside(() => queue().getStats(jobId))).toEqual({ success: 0, inProgress: 2, failed: 0 });
  await run();
  expect(came.map(({ body }) => body)).toEqual([{ run: 'a' }, { run: 'b' }]);
  expect(came[0]).toMatchObject({ jobId, queueName: 'long' });
  expect(await inside(() => queue().getStats(jobId))).toEqual({ success: 2, inProgress: 0, failed: 0 });
});

test('a consumer has an invocation of its own, with its own time, and nobody stands behind it', async () => {
  const { default: api, route, __getRuntime } = require('@forge/api') as typeof import('@forge/api');
  let told: unknown;
  answer = async (_event, runtime) => {
    const asApp = await api.asApp().requestJira(route`/rest/api/3/users/search`);
    told = [
      await asApp.json(),
      (
        __getRuntime() as { lambdaContext: { getRemainingTimeInMillis: () => number } }
      ).lambdaContext.getRemainingTimeInMillis(),
      runtime,
    ];
    await expect(api.asUser().requestJira(route`/rest/api/3/myself`)).rejects.toThrow('Authentication Required');
  };
  await push({ body: {} });
  await run();
  expect(told).toMatchObject([{ accountId: null }, 900_000, { installContext: expect.stringContaining(':jira:') }]);
});

test('an event waits for its time', async () => {
  await push({ body: {}, delayInSeconds: 900 });
  await time.run(host.idle, time.now() + 899_000);
  expect(came).toEqual([]);
  await run();
  expect([came.length, came[0]?.delayInSeconds]).toEqual([1, 900]);
});

test('a job that is cancelled brings no more events, and an unknown one cannot be', async () => {
  const { jobId } = await push({ body: {}, delayInSeconds: 60 });
  await inside(() => queue().cancel(jobId));
  await run();
  expect(came).toEqual([]);
  expect(await nameOf(inside(() => queue().cancel('other')))).toBe('JobDoesNotExistError');
  expect(await nameOf(inside(() => queue('short').getStats(jobId)))).toBe('JobDoesNotExistError');
});

test('a consumer that asks for it is called again with why and what', async () => {
  const { InvocationError, InvocationErrorCode } = events();
  answer = ({ retryContext }) =>
    retryContext && retryContext.retryCount > 1
      ? undefined
      : new InvocationError({
          retryAfter: 300,
          retryReason: InvocationErrorCode.FUNCTION_UPSTREAM_RATE_LIMITED,
          retryData: { page: 3 },
        });
  const before = time.now();
  const { jobId } = await push({ body: { run: 'a' } });
  await run();
  expect(came.map(({ retryContext }) => retryContext?.retryCount)).toEqual([undefined, 1, 2]);
  expect(came[2]).toMatchObject({
    body: { run: 'a' },
    eventId: came[0]?.eventId,
    retryContext: { retryReason: 'FUNCTION_UPSTREAM_RATE_LIMITED', retryData: { page: 3 } },
  });
  expect(time.now() - before).toBe(600_000);
  expect(await inside(() => queue().getStats(jobId))).toEqual({ success: 1, inProgress: 0, failed: 0 });
});

test('no event is tried again once a day has gone by', async () => {
  const { InvocationError, InvocationErrorCode } = events();
  answer = () => new InvocationError({ retryAfter: 900, retryReason: InvocationErrorCode.FUNCTION_RETRY_REQUEST });
  const { jobId } = await push({ body: {} });
  await run();
  expect(came).toHaveLength(24 * 4 + 1);
  expect(await inside(() => queue().getStats(jobId))).toMatchObject({ failed: 1, inProgress: 0 });
});

test('a consumer that throws has failed', async () => {
  answer = () => Promise.reject(new Error('broken'));
  const { jobId } = await push({ body: {} });
  await run();
  expect(await inside(() => queue().getStats(jobId))).toEqual({ success: 0, inProgress: 0, failed: 1 });
});

test('events come twice, late or never where a test wants it', async () => {
  const kinds: Record<string, number[]> = { twice: [0, 5], late: [700], never: [] };
  mishaps = ({ body }) => kinds[String(body.kind)] ?? [0];
  await push(['late', 'twice', 'never', 'well'].map((kind) => ({ body: { kind } })));
  await run();
  expect(came.map(({ body }) => body.kind)).toEqual(['twice', 'well', 'twice', 'late']);
});

test.each<[string, string, () => Promise<unknown>]>([
  ['51 events at once', 'TooManyEventsError', () => push(Array.from({ length: 51 }, () => ({ body: {} })))],
  ['more than 200 KB at once', 'PayloadTooBigError', () => push({ body: { text: 'x'.repeat(200 * 1024) } })],
  [
    'more than 100 KB an event of a long function',
    'PayloadTooBigError',
    () => push({ body: { text: 'x'.repeat(101 * 1024) } }),
  ],
  ['a wait of over 15 minutes', 'InvalidPushSettingsError', () => push({ body: {}, delayInSeconds: 901 })],
  ['half a second', 'InternalServerError', () => push({ body: {}, delayInSeconds: 0.5 })],
  ['a queue that nobody listens to', 'InternalServerError', () => push({ body: {} }, 'nobody')],
])('%s is refused', async (_what, error, act) => {
  expect(await nameOf(act())).toBe(error);
  await run();
  expect(came).toEqual([]);
});

test('an event of a short function may be as large as a push', async () => {
  expect(await nameOf(push({ body: { text: 'x'.repeat(150 * 1024) } }, 'short'))).toBe('pushed');
});

test('500 events a minute, of each installation', async () => {
  const fifty = Array.from({ length: 50 }, () => ({ body: {} }));
  for (let at = 0; at < 10; at += 1) await push(fifty);
  expect(await nameOf(push({ body: {} }))).toBe('RateLimitError');
  const other = { product: 'jira', accountId: 'ada', installation: 'two' } as const;
  expect(await nameOf(host.invoke(() => queue().push({ body: {} }), 'any', {}, other))).toBe('pushed');
  time.pass(60_000);
  expect(await nameOf(push({ body: {} }))).toBe('pushed');
});

test('a chain of events ends after 1,000 of them', async () => {
  const ends: string[] = [];
  answer = async () => {
    const end = await nameOf(queue().push({ body: {}, delayInSeconds: 1 }));
    if (end !== 'pushed') ends.push(end);
  };
  await push({ body: {} });
  await run();
  expect([came.length, ends]).toEqual([1_000, ['InvocationLimitReachedError']]);
});

test('accounts that are kept are reported, and those that were closed are told', async () => {
  const { privacy } = require('@forge/api') as typeof import('@forge/api');
  const account = (accountId: string) => ({ accountId, updatedAt: '2026-11-26T12:00:00.000Z' });
  const many = Array.from({ length: 200 }, (_, at) => account(`a${at}`));
  expect(await inside(() => privacy.reportPersonalData(many))).toEqual([]);
  expect(await inside(() => privacy.reportPersonalData([...many, account('gone')]))).toEqual([
    { accountId: 'gone', status: 'closed' },
  ]);
});
