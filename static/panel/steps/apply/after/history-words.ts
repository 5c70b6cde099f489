import { type ApplyView, isOpen } from '../../../../../src/contract/apply';
import { timeOf, whenOf } from '../../../parts/moment';
import type { Meaning } from '../../../parts/verdict-words';
import { fieldsOf, listed, restoredBy } from './applied-words';

/** "8 fields: Client Id, Scope and 6 more". */
export const whatOf = ({ changes }: Pick<ApplyView, 'changes'>): string =>
  changes.length === 0
    ? 'Nothing was planned'
    : `${fieldsOf({ changes })}: ${listed(changes.map(({ label }) => label))}`;

/** How an apply ended, or how it stands, on one line. */
export const endOf = (view: ApplyView): { of: Meaning; text: string } => {
  const last = view.entries.at(-1);
  const at = last ? timeOf(last.at) : '';
  const by = last?.who != null && last.who !== view.who ? ` by ${last.who}` : '';
  if (view.step === 'stuck') return { of: 'blocker', text: 'Needs you' };
  if (isOpen(view.step)) return { of: 'running', text: view.step === 'waiting' ? 'Not yet kept' : 'Being worked on' };
  if (view.step === 'kept') return { of: 'passed', text: `${view.isAsBefore ? 'Put back' : 'Kept'}${by}, ${at}` };
  if (view.step === 'left') return { of: 'look', text: `Left as it was${by}, ${at}` };
  if (view.step === 'not-written') return { of: 'look', text: `Not written, ${at}` };
  const how = restoredBy(view);
  if (how.kind === 'hand') return { of: 'info', text: `Restored by ${how.who}, ${at}` };
  if (how.kind === 'write-failed') return { of: 'serious', text: `Put back at once, ${at}` };
  const wasWaiting = view.entries.some(({ step }) => step === 'waiting');
  return { of: 'info', text: `${wasWaiting ? 'Returned by itself, not kept in time' : 'Returned by itself'}, ${at}` };
};

/** What the product may hand over: no view of an apply has a secret in it. */
export const exportOf = (history: readonly ApplyView[], called: string, at: Date): { name: string; text: string } => ({
  name: `apply-history-${at.toISOString().slice(0, 10)}.json`,
  text: `${JSON.stringify({ of: called, at: at.toISOString(), applies: history }, null, 2)}\n`,
});

/** Of an apply in a sentence: "the apply of 24 Nov, 14:31". */
export const nameOfApply = ({ startedAt }: Pick<ApplyView, 'startedAt'>): string => `the apply of ${whenOf(startedAt)}`;
