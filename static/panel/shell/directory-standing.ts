import type { DryRunView } from '../../../src/contract/dry-run';
import { timeOf } from '../parts/moment';
import { counted, countOf } from '../parts/numbers';
import { type Meaning, verdictMeanings } from '../parts/verdict-words';
import type { Directory } from '../use-directory';

type Standing = { of: Meaning | null; text: string };

/** How the dry run stands: what goes on before what was found, administrators before everybody. */
export const standingOfDirectory = ({ state, summary }: Pick<Directory, 'state' | 'summary'>): Standing | null => {
  const current = state?.current;
  if (current?.state === 'working' || current?.state === 'cancelling') return goingOn(current);
  if (current?.state === 'stopped') return { of: 'not-yet', text: `Stopped${shareOf(current, ' at ')}` };
  if (current?.state === 'failed') return { of: 'not-yet', text: 'Broke off' };
  const last = state?.last;
  if (!last?.result) return null;
  if (last.changedSince.length > 0) return { of: 'not-yet', text: 'Changed since the run' };
  const { administrators, outcomes } = last.result.sums;
  const harmed = administrators.losingRights + administrators.lockedOut;
  if (harmed > 0) return { of: 'serious', text: counted(harmed, 'administrator', 'administrators') };
  const of = summary ? verdictMeanings[summary.verdict] : null;
  const out = outcomes.refused + outcomes.collides;
  if (out > 0) return { of, text: `${countOf(out)} would not get in` };
  return { of, text: timeOf(last.endedAt ?? last.startedAt) };
};

const goingOn = (run: DryRunView): Standing => {
  if (run.state === 'cancelling') return { of: 'running', text: 'Cancelling' };
  const { waitsUntil = null, phase = 'opening' } = run.progress ?? {};
  if (waitsUntil !== null) return { of: 'running', text: `Waits until ${timeOf(waitsUntil)}` };
  if (phase === 'matching') return { of: 'running', text: 'Matching' };
  return { of: 'running', text: shareOf(run, '') || 'Reading' };
};

/** "61%" of the people, after some words; nothing where the total is not known. */
const shareOf = ({ progress }: DryRunView, words: string): string => {
  const { read = 0, total = null } = progress?.people ?? {};
  return total === null || total === 0 ? '' : `${words}${Math.min(100, Math.floor((read / total) * 100))}%`;
};
