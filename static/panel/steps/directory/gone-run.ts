import type { DryRunView } from '../../../../src/contract/dry-run';
import { timeOf } from '../../parts/moment';
import { countOf } from '../../parts/numbers';
import type { Meaning } from '../../parts/verdict-words';

/** What is said of a run that ended without a result. */
export const aboutGoneRun = (
  run: Pick<DryRunView, 'state' | 'problem' | 'progress' | 'endedAt' | 'startedAt' | 'who'>,
): { of: Meaning; heading: string; title: string; text: string } => {
  const at = timeOf(run.endedAt ?? run.startedAt);
  if (run.state === 'cancelled')
    return {
      of: 'not-yet',
      heading: 'The run was cancelled',
      title: `The run was cancelled at ${at}.`,
      text: readOf(run),
    };
  if (run.state === 'stopped')
    return {
      of: 'look',
      heading: 'The run has stopped',
      title: run.problem ?? `The run stopped at ${at} and did not say why.`,
      text: run.problem === null ? readOf(run) : '',
    };
  return {
    of: 'serious',
    heading: 'The run broke off',
    title: run.problem ?? `The run broke off at ${at} and did not say why.`,
    text: run.problem === null ? readOf(run) : '',
  };
};

/** "61,000 of 100,000 people were read." */
const readOf = ({ progress }: Pick<DryRunView, 'progress'>): string => {
  const { read = 0, total = null } = progress?.people ?? {};
  if (read === 0) return '';
  return total === null
    ? `${countOf(read)} people were read.`
    : `${countOf(read)} of ${countOf(total)} people were read.`;
};
