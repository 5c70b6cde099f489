import { randomUUID } from 'node:crypto';
import * as v from 'valibot';

/** A consumer of the manifest: the queue that it listens to, and what the platform grants it. */
export type Consumer<Caller> = {
  queue: string;
  /** Seconds, as the manifest's function says. */
  timeoutSeconds: number;
  /** Calls the app's function in an invocation of its own, as deep in a chain of events as `depth` says. */
  call: (event: DeliveredEvent, caller: Caller, depth: number) => Promise<unknown>;
};

/** What a consumer is called with, as `AsyncEvent` of @forge/events names it. */
export type DeliveredEvent = {
  body: Record<string, unknown>;
  queueName: string;
  jobId: string;
  eventId: string;
  delayInSeconds?: number;
  retryContext?: {
    retryCount: number;
    retryReason: string;
    retryData: unknown;
    retentionWindow: { startTime: string; remainingTimeMs: number };
  };
};

/** When events come: the machine's time, or one that a test moves on. Milliseconds. */
export type QueueClock = { now: () => number; after: (milliseconds: number, act: () => void) => void };

/**
 * What becomes of one delivery: a list of how many seconds late each copy of it comes. `[0]` is what is hoped for, two
 * numbers are an event that came twice, none is one that was lost.
 */
export type Mishaps = (event: DeliveredEvent) => readonly number[];

export type EventQueues<Caller> = {
  /** A request to the gateway's paths below `/webhook/queue/`; `depth` is that of the invocation that asks, from 0. */
  answer: (path: string, body: unknown, caller: Caller & { installation: string }, depth: number) => Response;
  /** Resolves once no consumer is at work; events that wait for their time do not count. */
  idle: () => Promise<void>;
  /** No event comes any more. */
  close: () => void;
};

const maxEvents = 50;
const maxPushBytes = 200 * 1024;
/** Of one event, where its consumer may take longer than `usualTimeout`. */
const maxLongEventBytes = 100 * 1024;
const usualTimeout = 55;
const maxDelay = 900;
const maxAMinute = 500;
const maxChain = 1_000;
const maxRetryDataBytes = 4 * 1024;
/** Milliseconds: an event that has not been worked on by then is thrown away. */
const retention = 24 * 3_600_000;

const jobId = v.pipe(v.string(), v.minLength(1));
const named = v.object({ queueName: v.string(), jobId });
const pushed = v.object({
  ...named.entries,
  payload: v.pipe(
    v.array(
      v.object({
        body: v.record(v.string(), v.unknown()),
        delayInSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxDelay)), 0),
      }),
    ),
    v.minLength(1),
    v.maxLength(maxEvents),
  ),
});
/** What a consumer returns to be called again: `InvocationError` as it serializes itself. */
const retryAsked = v.object({
  _retry: v.literal(true),
  retryOptions: v.object({
    retryAfter: v.pipe(v.number(), v.minValue(0), v.maxValue(maxDelay)),
    retryReason: v.string(),
    retryData: v.optional(v.unknown()),
  }),
});

type Job = { waiting: number; success: number; failed: number; isCancelled: boolean };

/**
 * The queues of Forge, as the unmodified `@forge/events` speaks to them, with the platform's limits. An event comes at
 * least once and in no order; `mishaps` makes that happen.
 */
export const eventQueues = <Caller extends { installation: string }>(
  consumers: readonly Consumer<Caller>[],
  { clock, mishaps = () => [0] }: { clock: QueueClock; mishaps?: Mishaps },
): EventQueues<Caller> => {
  const jobs = new Map<string, Job>();
  const recent = new Map<string, number[]>();
  const running = new Set<Promise<void>>();
  let isOpen = true;

  const deliver = async (
    consumer: Consumer<Caller>,
    event: DeliveredEvent,
    caller: Caller,
    depth: number,
    job: Job,
    born: number,
  ) => {
    if (!isOpen || job.isCancelled) return;
    job.waiting -= 1;
    const answer = await asked(consumer, event, caller, depth);
    const retry = v.safeParse(retryAsked, answer.json);
    const left = born + retention - clock.now();
    if (answer.hasFailed || (retry.success && left <= 0)) job.failed += 1;
    else if (!retry.success) job.success += 1;
    else {
      const { retryAfter, retryReason, retryData = null } = retry.output.retryOptions;
      const retryContext = {
        retryCount: (event.retryContext?.retryCount ?? 0) + 1,
        retryReason,
        retryData: Buffer.byteLength(JSON.stringify(retryData)) > maxRetryDataBytes ? null : retryData,
        retentionWindow: { startTime: new Date(born).toISOString(), remainingTimeMs: left },
      };
      send(consumer, { ...event, retryContext }, caller, depth, job, born, retryAfter);
    }
  };

  const send = (
    consumer: Consumer<Caller>,
    event: DeliveredEvent,
    caller: Caller,
    depth: number,
    job: Job,
    born: number,
    delay: number,
  ) => {
    for (const late of mishaps(event)) {
      job.waiting += 1;
      clock.after((delay + late) * 1000, () => {
        const work = deliver(consumer, event, caller, depth, job, born);
        running.add(work);
        void work.finally(() => running.delete(work));
      });
    }
  };

  const isTooOften = (installation: string, count: number): boolean => {
    const now = clock.now();
    const times = (recent.get(installation) ?? []).filter((time) => time > now - 60_000);
    if (times.length + count > maxAMinute) return true;
    recent.set(installation, [...times, ...Array.from({ length: count }, () => now)]);
    return false;
  };

  const publish = (body: unknown, caller: Caller, depth: number): Response => {
    const read = v.safeParse(pushed, body);
    if (!read.success) return refused(400, `The push cannot be read at ${v.getDotPath(read.issues[0]) ?? 'its top'}.`);
    const { queueName, jobId: id, payload } = read.output;
    const consumer = consumers.find(({ queue }) => queue === queueName);
    if (!consumer) return refused(400, `No consumer listens to the queue ${queueName}.`);
    const sizes = payload.map(({ body: sent }) => Buffer.byteLength(JSON.stringify(sent)));
    const isTooLong = consumer.timeoutSeconds > usualTimeout && sizes.some((size) => size > maxLongEventBytes);
    if (isTooLong || Buffer.byteLength(JSON.stringify(payload)) > maxPushBytes)
      return refused(413, 'The events are too large.');
    if (depth >= maxChain) return refused(405, 'The limit on cyclic invocation has been reached.');
    if (isTooOften(caller.installation, payload.length)) return refused(429, 'Too many requests.');
    const job: Job = { waiting: 0, success: 0, failed: 0, isCancelled: false };
    jobs.set(keyOf(caller, queueName, id), job);
    for (const { body: sent, delayInSeconds } of payload) {
      const event: DeliveredEvent = {
        body: sent,
        queueName,
        jobId: id,
        eventId: randomUUID(),
        ...(delayInSeconds === 0 ? {} : { delayInSeconds }),
      };
      send(consumer, event, caller, depth + 1, job, clock.now(), delayInSeconds);
    }
    return json(201, {});
  };

  return {
    answer: (path, body, caller, depth) => {
      const [, verb] = /^\/webhook\/queue\/(publish|stats|cancel)\//.exec(path) ?? [];
      if (verb === 'publish') return publish(body, caller, depth);
      const read = v.safeParse(named, body);
      if (verb === undefined || !read.success)
        return refused(400, 'There is no such path, or it was asked for nothing.');
      const job = jobs.get(keyOf(caller, read.output.queueName, read.output.jobId));
      if (!job) return refused(404, 'There is no such job.');
      if (verb === 'stats')
        return json(200, { success: job.success, inProgress: job.isCancelled ? 0 : job.waiting, failed: job.failed });
      job.isCancelled = true;
      return new Response(null, { status: 204 });
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    close: () => {
      isOpen = false;
    },
  };
};

/**
 * Over JSON, as everything that goes to a function of its own does and comes back. Of one that broke off the platform may
 * bring the event again or not; here it does not, which is the stricter case.
 */
const asked = async <Caller>(consumer: Consumer<Caller>, event: DeliveredEvent, caller: Caller, depth: number) => {
  try {
    const answer = await consumer.call(JSON.parse(JSON.stringify(event)) as DeliveredEvent, caller, depth);
    return { hasFailed: false, json: JSON.parse(JSON.stringify(answer ?? null)) as unknown };
  } catch {
    return { hasFailed: true, json: null };
  }
};

const keyOf = ({ installation }: { installation: string }, queue: string, job: string) =>
  `${installation}\n${queue}\n${job}`;

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** Both spellings that the package reads. */
const refused = (status: number, message: string) => json(status, { message, errorMessage: message });
