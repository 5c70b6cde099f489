import { type ApplyEntry, type ApplyStep, type ApplyView, isOpen } from '../../../../../src/contract/apply';
import type { Meaning } from '../../../parts/verdict-words';

/** One thing that was done, as a station on the way. */
export type Station = {
  key: string;
  of: Meaning;
  name: string;
  /** What happened, in the journal's words. */
  note: string;
  remedy: string | null;
  at: string;
  /** Who did it, where that is not who applied. */
  by: string | null;
};

const names: Record<ApplyStep, string> = {
  begun: 'Begun',
  read: "Read the plugin's settings",
  planned: 'Planned',
  guarded: 'Guards judged',
  'backed-up': 'Backup kept',
  writing: 'Sent',
  written: 'Written',
  verified: 'Read back and compared',
  waiting: 'Waiting for somebody who keeps it',
  keeping: 'Keep was pressed',
  kept: 'Kept',
  restoring: 'Restore begun',
  restored: 'Restored',
  stuck: 'Needs you',
  'not-written': 'Nothing was written',
  left: 'Left as it is',
};

/** Said again by what follows it: how it ended is the news. */
const announcedBy: Partial<Record<ApplyStep, readonly ApplyStep[]>> = {
  begun: ['read', 'not-written'],
  writing: ['written', 'not-written'],
  keeping: ['kept', 'waiting', 'keeping'],
};

type Journal = Pick<ApplyView, 'entries' | 'step' | 'isResting' | 'who'>;

/** The journal as stations, oldest first. Lines that only announce the next one are left out. */
export const stationsOf = (view: Journal): Station[] =>
  view.entries.flatMap((entry, at) => (isNews(view.entries, at) ? [stationOf(view, entry, at)] : []));

const isNews = (entries: readonly ApplyEntry[], at: number): boolean => {
  const [before, entry, next] = [entries[at - 1], entries[at], entries[at + 1]];
  if (!entry) return false;
  if (!next || entry.failure) return true;
  if (announcedBy[entry.step]?.includes(next.step)) return false;
  // The first line of a wait says what the verdict counts down; of a restore the first says why, the others how it goes.
  if (entry.step === 'waiting') return entries.slice(0, at).some(({ step }) => step === 'waiting');
  return !(entry.step === 'restoring' && before?.step === 'restoring' && next.step === 'restored');
};

const stationOf = ({ entries, step, isResting, who }: Journal, entry: ApplyEntry, at: number): Station => {
  const isLast = at === entries.length - 1;
  const name = nameOf(entry, entries.slice(0, at));
  const goesOn = isLast && isOpen(step) && (!isResting || name === names.waiting);
  return {
    key: `${at} ${entry.at}`,
    of: goesOn && !entry.failure ? 'running' : meaningOf(entry),
    name,
    note:
      entry.failure && !entry.message.startsWith(entry.failure.message)
        ? `${entry.message} ${entry.failure.message}`
        : entry.message,
    remedy: entry.failure?.remedy ?? null,
    at: entry.at,
    by: entry.who !== null && entry.who !== who ? entry.who : null,
  };
};

/** A second line of `waiting` tells of somebody who came in, or of a Keep that found something else. */
const nameOf = (entry: ApplyEntry, earlier: readonly ApplyEntry[]): string => {
  const { step, failure } = entry;
  const before = earlier.at(-1)?.step;
  if (step === 'waiting' && before === 'keeping') return 'Not kept';
  if (step === 'waiting' && earlier.some((one) => one.step === 'waiting')) return 'Sign-in through the plugin';
  if (step === before) return nameOfNext(entry);
  return step === 'written' && failure ? 'Sent, without a good answer' : names[step];
};

/** Of a line of the same step as the one before it: what failed is tried again, and what was cut short is taken up. */
const nameOfNext = ({ step, failure, message }: ApplyEntry): string => {
  switch (step) {
    case 'writing':
    case 'written':
      return failure ? 'Not known yet whether it arrived' : 'Read again';
    case 'verified':
      return failure ? 'Not read again yet' : 'Read again';
    case 'keeping':
      return failure ? 'Not kept yet' : names.keeping;
    case 'restoring':
      if (failure) return 'Not restored yet';
      return message.startsWith('The backup is being written') ? 'Old settings sent' : 'Restore taken up again';
    default:
      return names[step];
  }
};

const meaningOf = ({ step, failure, inForce }: ApplyEntry): Meaning => {
  if (step === 'stuck') return 'blocker';
  if (failure) return 'serious';
  if (step === 'not-written' || step === 'left') return 'look';
  if (step === 'waiting' && (inForce === 'old' || inForce === 'neither')) return 'serious';
  return 'passed';
};
