import type { ApplyView } from '../../../../../src/contract/apply';
import { keepDraft, readDraft } from '../../../draft';
import { restoredBy } from './applied-words';

const nameOf = (target: string) => `apply-closed:${target}`;

/** Whoever has read how an apply ended does not have it before the next plan again in this window. */
export const noteClosed = ({ target, id }: ApplyView): void => keepDraft(nameOf(target), { base: 0, value: id });

/** Milliseconds that settings which came back by themselves are news to whoever opens the panel. */
const newsFor = 24 * 3_600_000;

/** Whether what came back by itself, behind a closed panel, is still to be said to whoever opens it. */
export const isUnread = (view: ApplyView, now = Date.now()): boolean => {
  const endedAt = view.entries.at(-1)?.at;
  return (
    view.step === 'restored' &&
    restoredBy(view).kind !== 'hand' &&
    endedAt !== undefined &&
    now - Date.parse(endedAt) < newsFor &&
    readDraft<string>(nameOf(view.target))?.value !== view.id
  );
};
