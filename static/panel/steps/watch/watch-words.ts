import {
  type WatchEvent,
  type WatchedPart,
  type WatchLook,
  type WatchState,
  whyUnread,
} from '../../../../src/contract/watch';
import { timeOf, whenOf } from '../../parts/moment';
import { counted } from '../../parts/numbers';
import type { Meaning } from '../../parts/verdict-words';

export type WatchWords = {
  of: Meaning;
  headline: string;
  text: string | null;
  lozenge: { appearance: 'success' | 'removed' | 'moved' | 'default'; text: string } | null;
};

/** What is not as it was applied or accepted, newest first; good news and moments are none of it. */
export const openEvents = ({ events }: Pick<WatchState, 'events'>): WatchEvent[] =>
  events.filter(({ until, severity }) => until === null && severity !== 'good');

/** Fields of the plugin or of the application that differ. */
export const fieldsOff = (state: Pick<WatchState, 'events'>): number =>
  new Set(openEvents(state).flatMap(({ thing, changes }) => changes.map(({ key }) => `${thing} ${key}`))).size;

const removed = (text: string) => ({ appearance: 'removed' as const, text });

type Dated = Pick<WatchEvent, 'at' | 'notYetAt'>;

/** Between which two moments something came about; null where only the later one is known. */
const betweenOf = ({ at, notYetAt }: Dated): { from: string; to: string } | null =>
  notYetAt === null ? null : { from: whenOf(notYetAt), to: whenOf(at) };

/** When it came about, as far as that is known: between two looks. A whole sentence. */
export const cameAbout = (event: Dated): string => {
  const between = betweenOf(event);
  if (between === null) return `Seen first ${whenOf(event.at)}.`;
  const { from, to } = between;
  return from === to ? `It came about ${to}.` : `It came about between ${from} and ${to}.`;
};

const firstCameAbout = (event: Dated): string => {
  const between = betweenOf(event);
  if (between === null) return `The first was seen ${whenOf(event.at)}.`;
  const { from, to } = between;
  return from === to ? `The first came about ${to}.` : `The first came about between ${from} and ${to}.`;
};

/** What is not known of parts that are compared: a whole sentence each. */
export const restrictions = (parts: readonly WatchedPart[]): string[] =>
  parts.flatMap(({ called, isLate, since, untold }) => [
    ...(isLate && since !== null
      ? [`How ${called} was at the apply is not known: it is compared since ${whenOf(since)}.`]
      : []),
    ...(untold.length > 0
      ? [
          `“${untold.join('”, “')}” in ${called} cannot be compared, since nothing tells it. A sign-in through the plugin does.`,
        ]
      : []),
  ]);

/** The answer first: one sentence, then the cause in one more. */
export const watchWords = (state: Pick<WatchState, 'since' | 'looks' | 'events' | 'parts'>): WatchWords => {
  const { since, looks, parts } = state;
  const last = looks.at(-1);
  if (!since) return { of: 'not-yet', headline: 'Nothing was applied from here yet', text: null, lozenge: null };
  const what = `${since.how === 'applied' ? 'applied' : 'accepted'} it ${ofWhom(since)}`;
  if (!last) return { of: 'not-yet', headline: 'Nobody has looked yet', text: `${since.who} ${what}.`, lozenge: null };
  const open = openEvents(state);
  const grave = open.find(({ severity }) => severity === 'blocker');
  if (last.verdict === 'broken' || grave)
    return {
      of: 'blocker',
      headline: grave?.title ?? 'Nobody can sign in',
      text: grave ? `${cameAbout(grave)} ${grave.message}` : 'As it was when it was accepted.',
      lozenge: removed('Broken'),
    };
  const fields = fieldsOff(state);
  const drift = open.filter(({ thing }) => thing !== 'checks');
  const serious = drift.find(({ severity }) => severity === 'serious');
  if (drift.length > 0) {
    const isPlugin = drift.some(({ thing }) => thing === 'plugin');
    const [first] = drift.slice(-1);
    return {
      of: serious ? 'serious' : 'look',
      headline: `${isPlugin ? 'The plugin' : 'The application in Casdoor'} is not set as ${since.who} ${since.how} it`,
      text: [
        `${counted(fields, 'field differs', 'fields differ')}.`,
        first === undefined ? '' : drift.length === 1 ? cameAbout(first) : firstCameAbout(first),
        fields === 1 ? (first?.changes[0]?.meaning ?? '') : '',
      ]
        .filter(Boolean)
        .join(' '),
      lozenge: serious ? removed('Drifted') : { appearance: 'moved', text: 'Drifted' },
    };
  }
  const other = open.find(({ severity }) => severity === 'serious');
  if (other)
    return {
      of: 'serious',
      headline: other.title,
      text: `${cameAbout(other)} ${other.message}`,
      lozenge: removed('At risk'),
    };
  if (last.failure)
    return {
      of: 'not-yet',
      headline: unreadWords(last),
      text: whyUnread(last.failure),
      lozenge: { appearance: 'default', text: 'Incomplete' },
    };
  // Accepted since: the look before it says nothing of that.
  if (last.verdict === 'drifted' || last.at < since.at)
    return {
      of: 'not-yet',
      headline: `What is there now counts as ${since.how}`,
      text: `${since.who} ${what}. Nobody has looked since.`,
      lozenge: { appearance: 'default', text: 'Incomplete' },
    };
  const unseen = parts.filter(({ isCompared, why }) => !isCompared || why !== null).map(({ thing }) => thing);
  if (unseen.length > 0)
    return {
      of: 'not-yet',
      headline:
        unseen.length > 1
          ? 'Nothing of what was applied is compared'
          : unseen[0] === 'plugin'
            ? 'Casdoor is as it was, and the plugin is not looked at'
            : `The plugin is as it was ${since.how}, and the application in Casdoor is not compared`,
      text: `${since.who} ${what}; looked ${timeOf(last.at)}.`,
      lozenge: { appearance: 'default', text: 'Incomplete' },
    };
  return {
    of: last.verdict === 'ready' ? 'passed' : 'look',
    headline: wholeWords(parts, since.how),
    text: [
      `${since.who} ${what}.`,
      last.verdict === 'ready'
        ? ''
        : `The checks call it ${lookNames[last.verdict ?? 'unseen'].toLowerCase()}, as they did then.`,
    ]
      .filter(Boolean)
      .join(' '),
    lozenge:
      last.verdict === 'ready'
        ? { appearance: 'success', text: 'As applied' }
        : { appearance: 'default', text: 'As applied' },
  };
};

const wholeWords = (parts: readonly WatchedPart[], how: 'applied' | 'accepted'): string => {
  if (parts.some(({ isLate }) => isLate))
    return `The plugin is as it was ${how}, and the application in Casdoor as it was first seen`;
  return parts.some(({ untold }) => untold.length > 0)
    ? `Everything that can be read is as it was ${how}`
    : `Everything is as it was ${how}`;
};

export const unreadWords = ({ compared }: WatchLook): string => {
  if (compared.length === 0) return 'The last look saw nothing';
  return compared.includes('plugin')
    ? 'The last look could not read the application in Casdoor'
    : 'The last look could not read the plugin';
};

const ofWhom = ({ at }: { at: string }): string => `on ${whenOf(at)}`;

/** How a look came out. `unseen`: nothing could be seen. */
export type LookKind = NonNullable<WatchLook['verdict']> | 'unseen';
/** What was not compared with what was applied is not called ready. */
export const kindOf = ({ verdict, compared }: Pick<WatchLook, 'verdict' | 'compared'>): LookKind =>
  (verdict === 'ready' && compared.length < 2) || (verdict === null && compared.length > 0)
    ? 'incomplete'
    : (verdict ?? 'unseen');

export const lookNames: Record<LookKind, string> = {
  ready: 'Ready',
  drifted: 'Drifted',
  'at-risk': 'At risk',
  broken: 'Broken',
  incomplete: 'Incomplete',
  unseen: 'Nothing seen',
};
const lookOrder: readonly LookKind[] = ['ready', 'incomplete', 'drifted', 'at-risk', 'broken', 'unseen'];

/** How many looks came out how, those that there are. */
export const looksByKind = (looks: readonly WatchLook[]): { kind: LookKind; count: number }[] =>
  lookOrder
    .map((kind) => ({ kind, count: looks.filter((look) => kindOf(look) === kind).length }))
    .filter(({ count }) => count > 0);

/** "48 looks: 44 ready, 2 broken". */
export const stripWords = (looks: readonly WatchLook[]): string =>
  `${counted(looks.length, 'look', 'looks')}: ${looksByKind(looks)
    .map(({ kind, count }) => `${count} ${lookNames[kind].toLowerCase()}`)
    .join(', ')}`;

export const eventMeanings: Record<WatchEvent['severity'], Meaning> = {
  blocker: 'blocker',
  serious: 'serious',
  advice: 'look',
  good: 'passed',
};
