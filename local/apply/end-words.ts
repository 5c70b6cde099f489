import type { Applied } from '../../src/apply/engine';
import { visible } from '../../src/checks/visible';
import type { ApplyView } from '../../src/contract/apply';
import { failureWords } from './apply-text';
import { statusBack, statusDone, statusNeeded } from './needs-somebody';
import type { ApplyResult } from './told-result';

type End = Pick<ApplyResult, 'outcome' | 'status' | 'message'> &
  Partial<Pick<ApplyResult, 'failure' | 'restoreCommand' | 'guards' | 'difference'>>;

/** Why nothing was sent. */
export const notSent = (applied: Exclude<Applied, { kind: 'done' }>, called: string): End => {
  const needed = { outcome: 'refused', status: statusNeeded } as const;
  switch (applied.kind) {
    case 'busy':
      return {
        ...needed,
        message: `Nothing was written: ${applied.who} is at work on ${called} since ${applied.since}.`,
      };
    case 'changed':
      return {
        ...needed,
        difference: applied.summary,
        message: `Nothing was written: the settings of ${called} have changed while this looked at them. Start it again for a new plan.`,
      };
    case 'held':
      return {
        outcome: 'held',
        status: statusNeeded,
        guards: applied.guards,
        message: `Nothing was written: ${applied.guards
          .filter(({ holds }) => !holds)
          .map(({ message }) => message)
          .join(' ')}`,
      };
    case 'nothing-to-write':
      return {
        outcome: 'nothing-to-write',
        status: statusDone,
        message: `Nothing is to be written: ${called} holds what is wanted.`,
      };
  }
};

/** What nothing shows is said of nobody to be held. */
const keptWords = ({ changes }: ApplyView, called: string): string => {
  const unread = changes.filter(({ canBeReadBack }) => !canBeReadBack).map(({ label }) => label);
  const rest = unread.length === 0 ? '' : ` ${unread.join(', ')} cannot be read back: a sign-in tells.`;
  return `${called} holds the new settings${rest === '' ? '' : ', as far as they can be read back'}, and they are kept.${rest}`;
};

/** What a run that went on to the target comes to. */
export const endOf = (view: ApplyView, called: string, command: string): End => {
  const last = view.entries.at(-1);
  const failure = view.entries.findLast((entry) => entry.failure !== null)?.failure ?? null;
  switch (view.step) {
    case 'kept':
      return { outcome: 'kept', status: statusDone, message: keptWords(view, called) };
    case 'restored':
      return {
        outcome: 'restored',
        status: statusBack,
        failure,
        message: `${called} holds the old settings again: ${failure ? failureWords(failure) : 'nobody has kept the new ones.'}`,
      };
    case 'not-written':
    case 'left':
      return {
        outcome: 'not-written',
        status: statusNeeded,
        failure,
        message: `${last?.message ?? 'Nothing was written.'}${failure ? ` ${failureWords(failure)}` : ''}`,
      };
    case 'stuck':
      return {
        outcome: 'stuck',
        status: statusNeeded,
        failure,
        restoreCommand: command,
        message: `${inForceWords(view, called)} ${failure ? failureWords(failure) : ''} The backup is kept; docs/apply.md says how it is put back by hand. It is tried again with ${command}`,
      };
    default:
      return {
        outcome: 'waiting',
        status: statusNeeded,
        failure,
        restoreCommand: command,
        message: `${inForceWords(view, called)} The next start of the panel or of this command on the same data folder${afterDeadline(view)} puts the old settings back; at once that is done by ${command}`,
      };
  }
};

/** Before it, a start waits as well. */
const afterDeadline = ({ deadlineAt }: ApplyView): string =>
  deadlineAt === null ? '' : `, after ${timeOf(deadlineAt)},`;

/** By the clock of this machine, such as 19:26:47. */
export const timeOf = (at: string): string => new Date(at).toTimeString().slice(0, 8);

const inForceWords = ({ inForce }: ApplyView, called: string): string => {
  switch (inForce) {
    case 'new':
      return `The new settings are in force in ${called}, and nobody has kept them.`;
    case 'old':
      return `The old settings are in force in ${called}.`;
    case 'neither':
      return `${called} holds neither the old settings nor the new ones.`;
    case 'unknown':
      return `Which settings ${visible(called)} holds could not be told.`;
  }
};
