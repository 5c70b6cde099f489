import { type ApplyEntry, type ApplyView, isOpen } from '../../../../../src/contract/apply';
import type { ApplyOrderView } from '../../../../../src/contract/apply-calls';
import { inWords } from '../../../../../src/contract/in-words';
import { timeOf } from '../../../parts/moment';
import { counted } from '../../../parts/numbers';
import type { Meaning } from '../../../parts/verdict-words';
import { inForceWords } from './after-words';

/** The answer above an apply: how it stands, in two sentences. */
export type AppliedWords = {
  of: Meaning;
  headline: string;
  text: string;
  /** What to do about it, where something failed. */
  remedy: string | null;
  /** A word for those who read nothing else. */
  lozenge: { text: string; appearance: 'success' | 'default' | 'moved' | 'removed' } | null;
};

type Around = {
  /** The plugin as it is called in a sentence. */
  called: string;
  /** Display name of who reads it. */
  me: string;
  /** Milliseconds since the epoch. */
  now: number;
};

/** How an apply stands, whoever made it. */
export const appliedWords = (view: ApplyView, around: Around): AppliedWords => {
  const { step, isResting, entries } = view;
  const { called } = around;
  const last = entries.at(-1);
  switch (step) {
    case 'waiting':
      return waiting(view, around);
    case 'kept':
      return words({
        of: 'passed',
        headline: view.isAsBefore ? 'The earlier settings are back' : 'The new settings are kept',
        text: `${keptWords(view, around)}${byWhom(last, view.isAsBefore ? 'Put back' : 'Kept')}`,
        lozenge: { text: view.isAsBefore ? 'Put back' : 'Kept', appearance: 'success' },
      });
    case 'restored':
      return words({ of: 'info', headline: 'The old settings are back', text: restoredBecause(view, called) });
    case 'not-written':
      return words({
        of: 'look',
        headline: 'Nothing was written',
        text: capital((last?.message ?? '').replace(/^Nothing was written: /, '')),
        remedy: last?.failure?.remedy ?? null,
      });
    case 'left':
      return words({
        of: 'look',
        headline: 'Left as it is',
        text: `${inForceWords[view.inForce](called)}${byWhom(last, 'Left')} Nothing comes back by itself any more.`,
      });
    case 'stuck':
      return words({
        of: 'blocker',
        headline: wasRestoring(view) ? 'The old settings could not be restored' : 'This apply needs you',
        text: `${inForceWords[view.inForce](called)} ${last?.message ?? ''}`.trim(),
        remedy: last?.failure?.remedy ?? null,
        lozenge: { text: 'Needs you', appearance: 'removed' },
      });
    default:
      return isResting ? triedAgain(view, called) : atWork(view, called);
  }
};

/** Why Keep is not to be had yet; null where it is. */
export const keepLacks = ({ step, inForce, cameIn, entries }: ApplyView): string | null => {
  if (step !== 'waiting') return 'It waits for nobody at this moment.';
  if (inForce === 'old' || inForce === 'neither') return 'What would be kept is not there any more.';
  const written = writtenAt(entries);
  const since = cameIn.filter(({ at }) => Date.parse(at) >= written);
  if (since.some(({ isAdministrator }) => isAdministrator)) return null;
  const needs = 'Keep needs an administrator who has signed in through the plugin since it was written.';
  if (since.length === 0) return needs;
  return `${needs} ${listed(since.map(({ who }) => who))} came in, and ${since.length === 1 ? 'is no administrator' : 'are no administrators'}.`;
};

/** Whether what came of an order is still to be said: not once the apply has gone on from there. */
export const isStillNews = ({ apply, at, outcome }: ApplyOrderView, view: ApplyView): boolean => {
  if (apply !== view.id || outcome === null) return false;
  if (at >= (view.entries.at(-1)?.at ?? '')) return true;
  return isOpen(view.step) && (outcome.kind !== 'nobody-came-in' || keepLacks(view) !== null);
};

/** Milliseconds since the epoch: who came in before may have come in by the old settings. */
const writtenAt = (entries: readonly ApplyEntry[]): number => {
  const written = entries.find(({ step }) => step === 'written' || step === 'verified');
  return written ? Date.parse(written.at) : Number.POSITIVE_INFINITY;
};

/** "8 fields", of what was written. */
export const fieldsOf = ({ changes }: Pick<ApplyView, 'changes'>): string => counted(changes.length, 'field', 'fields');

const waiting = (view: ApplyView, { called, me, now }: Around): AppliedWords => {
  const { inForce, deadlineAt, changes } = view;
  const lozenge = { text: 'Not yet kept', appearance: 'moved' } as const;
  if (deadlineAt !== null && Date.parse(deadlineAt) <= now)
    return words({
      of: 'running',
      headline: 'The time is over',
      text: 'Nobody has kept the new settings: the old ones are being put back.',
    });
  if (inForce === 'old' || inForce === 'neither')
    return words({
      of: 'serious',
      headline: `${called} does not hold the new settings any more`,
      text: `${inForceWords[inForce](called)} Somebody has changed it since it was written.`,
      lozenge,
    });
  const unread = unreadIn(view);
  const came = cameInWords(view);
  if (unread.length > 0 && unread.length === changes.length)
    return words({
      of: came === null ? 'look' : 'passed',
      headline: came === null ? 'Written, and not to be read back' : 'Written, and signed in through',
      text: `${called} answered that it was written. It never shows ${listed(unread)}, so that ${came === null ? 'only a sign-in through it tells' : `a sign-in tells: ${came}`}.`,
      lozenge,
    });
  const rest = unread.length === 0 ? '' : ` ${listed(unread)} cannot be read back: a sign-in tells.`;
  return words({
    of: 'passed',
    headline: 'Written and verified',
    text: `${called} holds ${unread.length === 0 ? 'exactly ' : ''}${heldWords(view, { me })}${came === null ? '' : `, and ${came}`}.${rest}`,
    lozenge,
  });
};

/** Labels of what was written and nothing shows. */
const unreadIn = ({ changes }: ApplyView): string[] =>
  changes.filter(({ canBeReadBack }) => !canBeReadBack).map(({ label }) => label);

/** What was read back and found: what cannot be is counted among none that "holds" is said of. */
const heldWords = (view: ApplyView, { me }: Pick<Around, 'me'>): string => {
  const read = view.changes.filter(({ canBeReadBack }) => canBeReadBack);
  if (read.length === view.changes.length) return `the ${fieldsOf(view)} that ${whoSaw(view, { me })} saw`;
  return `the ${fieldsOf({ changes: read })} that can be read back, as ${whoSaw(view, { me })} saw ${read.length === 1 ? 'it' : 'them'}`;
};

const keptWords = (view: ApplyView, { called, me }: Around): string => {
  const unread = unreadIn(view);
  if (unread.length === 0) return `${called} holds ${heldWords(view, { me })}.`;
  if (unread.length === view.changes.length)
    return `${called} answered that it was written, and never shows ${listed(unread)}.`;
  return `${called} holds ${heldWords(view, { me })}. ${listed(unread)} cannot be read back.`;
};

/** "alice has signed in through it": administrators before others. */
const cameInWords = ({ cameIn, entries }: ApplyView): string | null => {
  const written = writtenAt(entries);
  const since = cameIn.filter(({ at }) => Date.parse(at) >= written);
  const administrators = since.filter(({ isAdministrator }) => isAdministrator).map(({ who }) => who);
  const others = since.filter(({ isAdministrator }) => !isAdministrator).map(({ who }) => who);
  if (administrators.length > 0) return `${listed(administrators)} ${have(administrators)} signed in through it`;
  if (others.length === 0) return null;
  return `${listed(others)}, ${others.length === 1 ? 'who is no administrator,' : 'who are no administrators,'} ${have(others)} signed in through it`;
};

const have = (people: readonly string[]) => (people.length === 1 ? 'has' : 'have');

const whoSaw = ({ who }: ApplyView, { me }: Pick<Around, 'me'>) => (who === me ? 'you' : who);

const byWhom = (entry: ApplyEntry | undefined, done: string): string => {
  if (!entry) return '';
  return ` ${done} ${entry.who === null ? '' : `by ${entry.who} `}at ${timeOf(entry.at)}.`;
};

/** How the old settings came back: by hand, by themselves, or because the write did not do what it should. */
export type RestoredBy = { kind: 'hand'; who: string } | { kind: 'itself' } | { kind: 'write-failed' };

export const restoredBy = ({ entries }: Pick<ApplyView, 'entries'>): RestoredBy => {
  const beforehand = entries.findLastIndex(
    ({ step }) => step === 'verified' || step === 'waiting' || step === 'keeping',
  );
  const restoring = entries.slice(beforehand + 1).find(({ step }) => step === 'restoring' || step === 'stuck');
  if (beforehand === -1 && restoring?.failure) return { kind: 'write-failed' };
  const by = entries.slice(beforehand + 1).findLast(({ step, who }) => step === 'restoring' && who !== null);
  return by && by.who !== null ? { kind: 'hand', who: by.who } : { kind: 'itself' };
};

const restoredBecause = (view: ApplyView, called: string): string => {
  const at = view.entries.at(-1)?.at;
  const when = at === undefined ? '' : ` at ${timeOf(at)}`;
  const by = restoredBy(view);
  if (by.kind === 'hand') return `${by.who} restored them${when}. ${called} holds what it held before.`;
  if (by.kind === 'write-failed')
    return `${called} held something else than was written, so that they were put back${when}.`;
  const due = missedDeadline(view);
  if (due !== null)
    return `Nobody kept the new ones by ${timeOf(due)}. The program that puts the old ones back stood still then: they came back at its next start${when}.`;
  return view.entries.some(({ step }) => step === 'waiting')
    ? `Nobody kept the new ones in time, so that they came back by themselves${when}.`
    : `The apply was cut short, so that they came back by themselves${when}.`;
};

/** Milliseconds by which a deadline may be noticed late. */
const soonAfter = 60_000;

/**
 * The deadline, where nobody was at work at it: the program was stopped, or the machine stood still. Until it went on, the
 * new settings were in force. Null where it was kept to.
 */
const missedDeadline = ({ entries, wasDueAt }: ApplyView): string | null => {
  const waited = entries.findLastIndex(({ step }) => step === 'waiting');
  const begun = waited === -1 ? undefined : entries.slice(waited).find(({ step }) => step === 'restoring');
  if (!begun || begun.who !== null || wasDueAt === null) return null;
  return Date.parse(begun.at) - Date.parse(wasDueAt) > soonAfter ? wasDueAt : null;
};

export const wasRestoring = ({ entries }: Pick<ApplyView, 'entries'>): boolean =>
  entries.some(({ step }) => step === 'restoring');

/** Something failed, and is tried again by itself. */
const triedAgain = (view: ApplyView, called: string): AppliedWords => {
  const failure = view.entries.at(-1)?.failure ?? null;
  const inForce = inForceWords[view.inForce](called);
  const again = view.dueAt === null ? '' : ` It is tried again at ${timeOf(view.dueAt)}.`;
  const unknownYet = `Whether ${called} was written to is not known yet`;
  const headline: Partial<Record<ApplyView['step'], string>> = {
    restoring: 'The old settings are not back yet',
    keeping: 'It is not certain yet that they can be kept',
  };
  return words({
    of: 'look',
    headline: headline[view.step] ?? (view.inForce === 'neither' ? `${called} was written to in part` : unknownYet),
    // That it is not known says the headline.
    text: `${failure === null ? inForce : view.inForce === 'unknown' ? failure.message : `${inForce} ${failure.message}`}${again}`,
    remedy: failure?.remedy ?? null,
  });
};

const atWork = ({ step, entries, changes }: ApplyView, called: string): AppliedWords => {
  const message = entries.at(-1)?.message ?? '';
  const headline: Partial<Record<ApplyView['step'], string>> = {
    writing: `${fieldsOf({ changes })} are being written to ${called}`,
    written: `${called} is being read back`,
    verified: `${called} is being read back`,
    keeping: 'The new settings are being kept',
    restoring: 'The old settings are being put back',
  };
  return words({ of: 'running', headline: headline[step] ?? `${called} is about to be written to`, text: message });
};

const words = (given: Pick<AppliedWords, 'of' | 'headline' | 'text'> & Partial<AppliedWords>): AppliedWords => ({
  remedy: null,
  lozenge: null,
  ...given,
});

/** "a", "a and b", "a, b and 6 more". */
export const listed = (names: readonly string[], most = 3): string =>
  inWords(names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names);

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);
