import type { SignInNote } from '../../../../src/contract/sign-in';
import { type Meaning, verdictMeanings } from '../../parts/verdict-words';

/** Of a line of the history: the mark that its own result has. Where nobody came nothing is known. */
export const markOf = ({ outcome, verdict }: Pick<SignInNote, 'outcome' | 'verdict'>): Meaning =>
  outcome === 'abandoned' || verdict === null ? 'not-yet' : verdictMeanings[verdict];
