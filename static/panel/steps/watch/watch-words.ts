import type { WatchEvent, WatchLook, WatchState } from '../../../../src/contract/watch';
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

/** The answer first: one sentence, then the cause in one more. */
export const watchWords = (state: Pick<WatchState, 'since' | 'looks' | 'events' | 'blind'>): WatchWords => {
  const { since, looks, blind } = state;
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
      text: grave ? `So since ${whenOf(grave.at)}. ${grave.message}` : 'As it was when it was accepted.',
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
      text: `${counted(fields, 'field differs', 'fields differ')} since ${whenOf(first?.at ?? last.at)}.`,
      lozenge: serious ? removed('Drifted') : { appearance: 'moved', text: 'Drifted' },
    };
  }
  const other = open.find(({ severity }) => severity === 'serious');
  if (other)
    return {
      of: 'serious',
      headline: other.title,
      text: `So since ${whenOf(other.at)}. ${other.message}`,
      lozenge: removed('At risk'),
    };
  if (last.failure)
    return {
      of: 'not-yet',
      headline: 'The last look saw nothing',
      text: [last.failure.message, last.failure.remedy].filter(Boolean).join(' '),
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
  if (blind !== null)
    return {
      of: 'not-yet',
      headline: 'Casdoor is as it was, and the plugin is not looked at',
      text: `${since.who} ${what}; looked at Casdoor ${timeOf(last.at)}.`,
      lozenge: { appearance: 'default', text: 'Incomplete' },
    };
  return {
    of: last.verdict === 'ready' ? 'passed' : 'look',
    headline: `Everything is as it was ${since.how}`,
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

const ofWhom = ({ at }: { at: string }): string => `on ${whenOf(at)}`;

/** How a look came out. `unseen`: nothing could be seen. */
export type LookKind = NonNullable<WatchLook['verdict']> | 'unseen';
export const kindOf = ({ verdict }: Pick<WatchLook, 'verdict'>): LookKind => verdict ?? 'unseen';

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
