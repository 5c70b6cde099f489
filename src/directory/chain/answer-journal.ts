import * as v from 'valibot';
import type { AskAtlassian, AtlassianAnswer } from '../../atlassian/accounts/ask-atlassian';
import type { Attempt, NetworkFailure } from '../../checks/evidence';
import { type Clock, passingFailures, waitOf } from '../ask-page';
import { bytesInMemory } from './chain-limits';
import { costOf, type Points, pointsLeft } from './points';

export type JournalOptions = {
  /** What earlier events have written, in its order. */
  kept: AsyncIterable<string[]>;
  ask: AskAtlassian;
  /** Null where nothing is counted: a product of one's own. */
  points: Points | null;
  clock: Clock;
  /** Whether one more request may be made in this event. */
  mayGoOn: (asked: Asked) => boolean;
  /** Events in a row that got no answer; see `patience`. */
  failures: number;
};

/** What was asked in this event, of the product itself. */
export type Asked = { requests: number; bytes: number };

export type Journal = {
  /** Answers from what is kept as long as that goes, then asks. Once it is suspended every answer is `stopped`. */
  ask: AskAtlassian;
  /** Waits for nothing that was waited for already. */
  clock: Clock;
  /** Lines to be kept behind the others. */
  lines: readonly string[];
  asked: Asked;
  failures: () => number;
  /** Milliseconds since 1970: not before then goes it on; null where all that was wanted was told. */
  suspendedUntil: () => number | null;
};

/** What was kept is not what is asked now, as after an update of the app: it has to be asked for anew. */
export class JournalDiverged extends Error {
  override readonly name = 'JournalDiverged';
}

const entryShape = v.object({
  path: v.string(),
  got: v.union([
    v.object({
      answered: v.literal(true),
      value: v.object({
        status: v.number(),
        headers: v.record(v.string(), v.string()),
        json: v.optional(v.unknown()),
        isHtml: v.boolean(),
      }),
    }),
    v.object({ answered: v.literal(false), failure: v.object({ kind: v.string(), code: v.nullable(v.string()) }) }),
  ]),
});
type Entry = v.InferOutput<typeof entryShape>;

/** Milliseconds to wait where a limit names no time. */
const usualWait = 60_000;
/** The dearest request: a thousand users. */
const dearest = costOf(1000);
/** What passes by itself is waited out by so many events, with so many milliseconds in between, before it counts. */
const patience = 6;
const patientWait = 300_000;

/**
 * Reading who is there takes more requests than one event, or one hour, has. So each answer is kept, and every further
 * event begins the reading anew over what is kept: the same reading as everywhere, and the same answers however often
 * an event comes.
 */
export const answerJournal = (options: JournalOptions): Journal => {
  const { ask, points, mayGoOn } = options;
  const { now } = options.clock;
  const lines: string[] = [];
  const replay = entriesOf(options.kept);
  const asked: Asked = { requests: 0, bytes: 0 };
  let { failures } = options;
  let isReplaying = true;
  let until: number | null = null;

  const next = async (): Promise<Entry | null> => {
    if (!isReplaying) return null;
    const { done, value } = await replay.next();
    isReplaying = !done;
    return done ? null : value;
  };

  const suspend = (moment: number): Attempt<AtlassianAnswer> => {
    until = Math.max(until ?? 0, moment);
    return failed('stopped', null);
  };

  const keep = (path: string, got: Entry['got']) => {
    const line = JSON.stringify({ path, got } satisfies Entry);
    lines.push(line);
    asked.bytes += bytesInMemory(line);
  };

  const askAnew: AskAtlassian = async (path, signal) => {
    if (!mayGoOn(asked)) return suspend(now());
    const cost = costOf(objectsAsked(path));
    const pause = (await points?.take(cost)) ?? null;
    if (pause !== null) return suspend(pause);
    asked.requests += 1;
    const attempt = await ask(path, signal);
    if (signal.aborted) return attempt;
    const wait = attempt.answered ? limitOf(attempt.value, now()) : null;
    if (wait !== null) {
      await points?.waitUntil(now() + wait);
      return suspend(now() + wait);
    }
    if (passes(attempt)) {
      if (failures < patience) {
        failures += 1;
        return suspend(now() + patientWait);
      }
    } else failures = 0;
    if (!attempt.answered) {
      const { kind, code } = attempt.failure;
      keep(path, { answered: false, failure: { kind, code } });
      return attempt;
    }
    const { status, headers, json, isHtml } = attempt.value;
    points?.giveBack(cost - costOf(objectsIn(json)));
    const left = points && pointsLeft(headers);
    // What the app has left is for all sites together; the last of it is not ours to take.
    if (left && left.points < dearest) await points.waitUntil(now() + left.seconds * 1000);
    const value = { status, headers: keptHeaders(headers), json: keptOf(json), isHtml };
    keep(path, { answered: true, value });
    return { answered: true, value };
  };

  return {
    ask: async (path, signal) => {
      if (until !== null) return suspend(until);
      const entry = await next();
      if (!entry) return askAnew(path, signal);
      if (entry.path !== path) throw new JournalDiverged('Another path was asked for than before.');
      const { got } = entry;
      if (!got.answered) return failed(failureKind(got.failure.kind), got.failure.code);
      return { answered: true, value: { ...got.value, json: got.value.json } };
    },
    clock: { now, pause: async (time, signal) => (isReplaying ? undefined : options.clock.pause(time, signal)) },
    lines,
    asked,
    failures: () => failures,
    suspendedUntil: () => until,
  };
};

const failed = (kind: NetworkFailure['kind'], code: string | null): Attempt<AtlassianAnswer> => ({
  answered: false,
  failure: { kind, host: '', port: 0, milliseconds: 0, code, proxy: null },
});

const failureKind = (kind: string): NetworkFailure['kind'] =>
  networkFailures.find((each) => each === kind) ?? 'unknown';
const networkFailures: readonly NetworkFailure['kind'][] = [
  ...passingFailures,
  ...(['host-unknown', 'tls-not-spoken', 'tls-required', 'tls-untrusted', 'tls-failed'] as const),
  ...(['answer-too-large', 'egress-refused', 'stopped'] as const),
];

/** What may be over a little later. */
const passes = (attempt: Attempt<AtlassianAnswer>): boolean =>
  attempt.answered ? attempt.value.status >= 500 : passingFailures.includes(attempt.failure.kind);

async function* entriesOf(kept: AsyncIterable<string[]>): AsyncGenerator<Entry, undefined> {
  for await (const lines of kept) for (const line of lines) yield v.parse(entryShape, JSON.parse(line));
}

/** How long the product asks to wait, milliseconds; null where it does not. */
const limitOf = ({ status, headers }: AtlassianAnswer, now: number): number | null => {
  const retryAfter = headers['retry-after'] ?? null;
  if (status !== 429 && !(status === 503 && retryAfter !== null)) return null;
  return Math.max(1000, waitOf(retryAfter, now) ?? usualWait);
};

/** As many users or groups as an answer may hold. */
const objectsAsked = (path: string): number => {
  const { searchParams } = new URL(path, 'https://site.invalid');
  const size = Number(searchParams.get('maxResults') ?? searchParams.get('limit') ?? '1');
  return Number.isInteger(size) && size > 0 ? Math.min(size, 5000) : 1;
};

const list = v.union([
  v.array(v.unknown()),
  v.pipe(
    v.object({ values: v.array(v.unknown()) }),
    v.transform(({ values }) => values),
  ),
  v.pipe(
    v.object({ results: v.array(v.unknown()) }),
    v.transform(({ results }) => results),
  ),
]);
const objectsIn = (json: unknown): number => {
  const read = v.safeParse(list, json);
  return read.success ? read.output.length : 1;
};

/** The headers that tell one refusal from another. */
const keptHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    ['x-authentication-denied-reason', 'x-seraph-loginreason'].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** What the reading of accounts looks at; all else of an answer (pictures, time zones, addresses) is not kept. */
const keptNames: ReadonlySet<string> = new Set([
  ...['accountId', 'accountType', 'active', 'displayName', 'email', 'emailAddress', 'name', 'username', 'type'],
  ...['values', 'results', 'users', 'isLast', 'nextCursor', 'total', 'size', 'id', 'groupId', 'groups', 'directory'],
  ...['key', 'defaultGroups', 'remainingSeats', 'hasUnlimitedSeats', 'numberOfSeats', 'items'],
  ...['baseUrl', 'deploymentType', 'version', 'versionNumbers', 'typeId', 'url'],
  ...['permissions', 'SYSTEM_ADMIN', 'ADMINISTER', 'havePermission', 'errorMessages', 'message'],
]);
const keptOf = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(keptOf);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) => (keptNames.has(name) ? [[name, keptOf(value)]] : [])),
  );
};
