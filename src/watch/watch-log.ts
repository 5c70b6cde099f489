import type { PlannedChange } from '../contract/apply';
import { type Finding, plain } from '../contract/report';
import type { DriftedField, HeldThing, WatchEvent, WatchedThing, WatchLook } from '../contract/watch';
import type { KeptEvent, WatchLog } from './kept-log';
import type { News, Sights } from './sights';
import { markOf, type WatchedChange, type WatchedField } from './watched-field';

/** Looks that are shown, and events that are kept; one that still is so is never dropped. */
const keptLooks = 48;
const keptEvents = 100;
/** Of one event; what is more is counted in its title. */
const keptChanges = 60;

export type SeenThing = {
  called: string;
  /** When it was read as what it is held against, so that nothing of it was so yet; null where a look did. */
  since: string | null;
  /** Who applied or accepted what it is held against. */
  who: string;
  changes: readonly WatchedChange[];
  found: readonly Pick<WatchedField, 'key' | 'print'>[];
};

/** What one look saw. Null: it could not be seen, so that nothing is known to have come right or gone wrong. */
export type Seen = {
  look: WatchLook;
  plugin: SeenThing | null;
  application: SeenThing | null;
  findings: readonly Finding[] | null;
  /** Ids of findings that were there when it was applied or accepted. */
  accepted: readonly string[];
  news: readonly News[];
  sights: Sights | null;
};

/** Findings that are told by what drifted, or by why nothing could be seen. */
const toldElsewhere = ['plugin-drifted', 'application-drifted'];

/** The log after one more look. Pure: ids of events follow from the look's. */
export const afterLook = (log: WatchLog, seen: Seen): WatchLog => {
  const { look } = seen;
  const closed = log.events.flatMap((event) => closedBy(event, seen));
  const open = new Set(closed.filter(({ until }) => until === null).flatMap(({ marks }) => marks));
  const began = [
    ...drifted('plugin', seen.plugin, { log, open }),
    ...drifted('application', seen.application, { log, open }),
    ...found(seen, { log, open }),
    ...seen.news.map((one): Begun => ({ ...one, thing: 'checks', changes: [], marks: [], notYetAt: null })),
    ...wellAgain(log.events, closed),
  ].map(
    (event, at): KeptEvent => ({
      ...event,
      id: `${look.id}-${at}`,
      at: look.at,
      // What has no marks is a moment, and not a state.
      until: event.marks.length === 0 ? look.at : null,
    }),
  );
  const events = [...began, ...closed];
  return {
    looks: [...log.looks, look].slice(-keptLooks),
    events: events.filter(({ until }, at) => until === null || at < keptEvents),
    sights: seen.sights ?? log.sights,
    seenAt: { ...log.seenAt, ...Object.fromEntries(seenNow(seen).map((name) => [name, look.at])) },
  };
};

/** A check that could not be made has not passed. */
const seenNow = ({ plugin, application, findings }: Seen): string[] => [
  ...(plugin ? ['plugin'] : []),
  ...(application ? ['application'] : []),
  ...(findings ?? []).filter(({ outcome }) => outcome === 'pass').map(({ id }) => nameOfCheck(id)),
];
const nameOfCheck = (id: string): string => `check ${id}`;

/** The later of the two: a new apply begins anew. */
const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;

type Before = { log: WatchLog; open: ReadonlySet<string> };

/**
 * What is so counts as accepted: it is not open any more.
 *
 * @param only The id of the event that was accepted; null for all that the last look saw.
 */
export const afterAccepting = (
  log: WatchLog,
  { at, who, only, seen }: { at: string; who: string; only: string | null; seen: SeenLast },
): WatchLog => ({
  ...log,
  events: log.events.map((event) =>
    event.until === null && (only === null ? wasSeen(event, seen) : event.id === only)
      ? { ...event, until: at, message: `${event.message} ${who} accepted it as it is.` }
      : event,
  ),
});

/** What the last look saw; null for what it could not see. `findings`: ids. */
export type SeenLast = Readonly<Record<HeldThing, unknown>> & { findings: readonly string[] | null };

const wasSeen = ({ thing, marks }: KeptEvent, seen: SeenLast): boolean =>
  thing === 'checks' ? marks.every((id) => seen.findings?.includes(id)) : seen[thing] !== null;

/** Keys of the fields that a mark of drift names. */
export const fieldsIn = ({ thing, marks }: Pick<KeptEvent, 'thing' | 'marks'>): Set<string> =>
  new Set(thing === 'checks' ? [] : marks.map((mark) => mark.slice(0, mark.lastIndexOf('\n'))));

type Begun = Omit<KeptEvent, 'id' | 'at' | 'until'>;

/** What of an event is over stands by itself from then on; the rest goes on. */
const closedBy = (event: KeptEvent, seen: Seen): KeptEvent[] => {
  if (event.until !== null) return [event];
  const ended = { ...event, until: seen.look.at };
  if (event.thing === 'checks') return [isStillSo(event, seen) ? event : ended];
  const now = seen[event.thing];
  if (now === null) return [event];
  const isSo = new Set(now.changes.map(({ mark }) => mark));
  const isThere = new Set(now.found.map(markOf));
  const over = event.marks.filter((mark) => !isSo.has(mark));
  const left = {
    ...ended,
    message: `${event.message} It still is so, and counts as applied since ${now.who} wrote the settings again.`,
  };
  const parts = [
    { as: event, marks: event.marks.filter((mark) => isSo.has(mark)) },
    // What an apply since has not written, and so taken for given.
    { as: left, marks: over.filter((mark) => isThere.has(mark)) },
    { as: ended, marks: over.filter((mark) => !isThere.has(mark)) },
  ].filter(({ marks }) => marks.length > 0);
  if (parts.length === 1) return parts.map(({ as }) => as);
  return parts.map(({ as, marks }, place) => {
    const changes = event.changes.filter((_, at) => marks.includes(event.marks[at] ?? ''));
    const title = titleOf(event.thing, now.called, { first: changes[0], count: marks.length });
    return { ...as, changes, marks, title, id: place === 0 ? event.id : `${event.id}-${seen.look.id}-${place}` };
  });
};

/** What waits for something else is neither well nor ill. */
const isStillSo = ({ marks }: KeptEvent, { findings }: Seen): boolean =>
  findings === null ||
  findings.some(({ id, outcome }) => marks.includes(id) && outcome !== 'pass' && outcome !== 'not-applicable');

const titleOf = (
  thing: WatchedThing,
  called: string,
  { first, count }: { first: PlannedChange | undefined; count: number },
): string => {
  const against = thing === 'plugin' ? 'what was applied' : 'what it was at the apply';
  return count === 1 && first
    ? `${first.label} in ${called} differs from ${against}`
    : `${count} fields in ${called} differ from ${against}`;
};

const drifted = (thing: HeldThing, now: SeenThing | null, { log, open }: Before): Begun[] => {
  const fresh = now?.changes.filter(({ mark }) => !open.has(mark)) ?? [];
  const [first] = fresh;
  if (!now || !first) return [];
  const { called } = now;
  const isOfOthers = thing === 'application' && fresh.every(({ change }) => harmless.includes(change.key));
  return [
    {
      thing,
      check: `${thing}-drifted`,
      notYetAt: later(log.seenAt[thing] ?? null, now.since),
      severity: isOfOthers ? 'advice' : 'serious',
      title: titleOf(thing, called, { first: first.change, count: fresh.length }),
      message:
        thing === 'plugin'
          ? 'Sign-ins go by what is set now, which nobody has checked and no dry run has tried.'
          : isOfOthers
            ? 'Nobody is kept out by it.'
            : 'The plugin was set for what Casdoor sent before.',
      changes: fresh.slice(0, keptChanges).map(({ change }) => change),
      marks: fresh.map(({ mark }) => mark),
    },
  ];
};

/** Fields of the application by which nobody becomes somebody else: see `application-drifted`. */
const harmless = ['redirect-uris', 'refresh-lifetime', 'sign-in-methods'];

const found = ({ findings, accepted }: Seen, { log, open }: Before): Begun[] =>
  (findings ?? [])
    .filter(
      ({ id, outcome }) =>
        (outcome === 'fail' || outcome === 'warn') &&
        !toldElsewhere.includes(id) &&
        !accepted.includes(id) &&
        !open.has(id),
    )
    .map(({ id, severity, heading, title, found: words, why }) => ({
      thing: 'checks',
      check: id,
      notYetAt: log.seenAt[nameOfCheck(id)] ?? null,
      severity,
      title: heading ? plain(heading) : title,
      message: [words, why].flatMap((rich) => (rich ? [plain(rich)] : [])).join(' '),
      changes: [],
      marks: [id],
    }));

/** Checks by which Casdoor does not answer at all: then nothing of it can be looked at. */
export const silence =
  /^(connection-|host-|name-service-silent|answer-timeout|answer-garbled|gateway-error|server-error|proxy-refused|tls-handshake-failed)/;

const wellAgain = (before: readonly KeptEvent[], after: readonly KeptEvent[]): Begun[] => {
  const wasOpen = new Set(before.filter(({ until }) => until === null).map(({ id }) => id));
  return after
    .filter(({ check, id, until }) => until !== null && wasOpen.has(id) && silence.test(check))
    .map(({ check }) => ({
      thing: 'checks',
      check,
      notYetAt: null,
      severity: 'good',
      title: 'Casdoor answers again',
      message: 'All checks could be made.',
      changes: [],
      marks: [],
    }));
};

/** An event as the panel sees it. @param told What a field that differs does to people. */
export const shownEvent = (
  { marks: _marks, ...event }: KeptEvent,
  told: (thing: HeldThing, change: PlannedChange) => Omit<DriftedField, keyof PlannedChange>,
): WatchEvent => {
  const { thing, changes } = event;
  return {
    ...event,
    changes: thing === 'checks' ? [] : changes.map((change) => ({ ...change, ...told(thing, change) })),
  };
};

/** Whether something is not as it was applied or accepted: any drift, or a blocker or serious finding that is new. */
export const isOff = ({ events }: { events: readonly Pick<WatchEvent, 'until' | 'thing' | 'severity'>[] }): boolean =>
  events.some(
    ({ until, thing, severity }) =>
      until === null && (thing !== 'checks' || severity === 'blocker' || severity === 'serious'),
  );
