import type { DirectoryState, DryRunResult, DryRunSums } from '../../../../src/contract/dry-run';
import { plain, type Rich } from '../../../../src/contract/report';
import { type Meaning, verdictMeanings, verdictWords } from '../../parts/verdict-words';

export type Answer = { of: Meaning; word: string; headline: Rich; counts: Rich | null };

/** The answer in one sentence, administrators before everybody, and the counts in one more: as the command says them. */
export const answerOf = ({ report }: Pick<DryRunResult, 'report'>): Answer => {
  const { verdict, headline, cause } = report.steps.directory;
  return { of: verdictMeanings[verdict], word: verdictWords[verdict], headline, counts: cause };
};

/** Administrators who would lose the right to administer, or the account that has it. */
export const harmedAdministrators = ({ administrators }: Pick<DryRunSums, 'administrators'>): number =>
  administrators.losingRights + administrators.lockedOut;

/** How a run ended, said once to people who cannot see it. One that was cancelled leaves nothing. */
export const endOf = ({ current, last }: DirectoryState, run: string): string => {
  if (current?.state === 'cancelled' || (current?.id !== run && last?.id !== run)) return 'The run was cancelled.';
  if (current?.problem) return current.problem;
  if (!last?.result) return 'The run has ended.';
  const { word, headline, counts } = answerOf(last.result);
  return `${plain(headline)}. ${word}.${counts ? ` ${plain(counts)}` : ''}`;
};
