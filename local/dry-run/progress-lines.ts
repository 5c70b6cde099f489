import type { DryRunProgress } from '../../src/contract/dry-run';

/** Milliseconds between two lines where there is no terminal. */
const lineEvery = 5000;

export type ProgressLines = {
  tell(progress: DryRunProgress): void;
  /** A line of its own, whatever is being told. */
  say(line: string): void;
  /** Ends the line that is rewritten. */
  end(): void;
};

/** Progress on standard error: one line that is rewritten on a terminal, a line every five seconds elsewhere. */
export const progressLines = (
  output: { isTTY?: boolean; columns?: number; write(text: string): unknown },
  now: () => number,
): ProgressLines => {
  const isTerminal = output.isTTY === true;
  let isOpen = false;
  let told = now();
  const end = () => {
    if (isOpen) output.write('\r\u001b[K');
    isOpen = false;
  };
  return {
    tell: (progress) => {
      if (isTerminal) {
        output.write(`\r\u001b[K${progressWords(progress, now()).slice(0, (output.columns ?? 80) - 1)}`);
        isOpen = true;
      } else if (now() - told >= lineEvery) {
        told = now();
        output.write(`${progressWords(progress, now())}\n`);
      }
    },
    say: (line) => {
      end();
      output.write(`${line}\n`);
    },
    end,
  };
};

/** How far it is, in one line. */
export const progressWords = ({ phase, people, accounts, waitsUntil }: DryRunProgress, now: number): string => {
  if (phase === 'matching') return 'Holding people and accounts against each other …';
  if (phase === 'writing') return 'Writing what becomes of whom …';
  const parts = [sideWords('people', people)];
  if (accounts !== null) parts.push(sideWords('accounts', accounts));
  if (waitsUntil !== null) parts.push(`waiting ${Math.max(1, Math.ceil((Date.parse(waitsUntil) - now) / 1000))} s`);
  else if (people.total !== null && people.perSecond > 0 && !people.isDone) {
    const seconds = Math.ceil((people.total - people.read) / people.perSecond);
    if (seconds > 0) parts.push(`about ${durationWords(seconds)} left`);
  }
  return parts.join(', ');
};

const sideWords = (
  what: string,
  side: { read: number; total: number | null; perSecond: number; isDone: boolean },
): string => {
  const of = side.total === null || side.isDone ? '' : ` of ${count(side.total)}`;
  const speed = side.isDone ? ' (all)' : side.perSecond > 0 ? ` (${count(Math.round(side.perSecond))}/s)` : '';
  return `${count(side.read)}${of} ${what}${speed}`;
};

const durationWords = (seconds: number): string =>
  seconds < 90
    ? `${seconds} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;

export const count = (number: number): string => number.toLocaleString('en-US');
