import type { DryRunProgress } from '../contract/dry-run';

/** What is said of a run of which nothing more was heard: whole sentences. When that was stands beside it. */
export const stoppedWords = (progress: DryRunProgress | null): string => {
  const heard = 'Then nothing more was heard of it: what worked on it was ended, or broke off.';
  if (progress === null) return `Nobody was read yet. ${heard}`;
  return `${readWords(progress)} ${heard}`;
};

type ReadPeople = { people: Pick<DryRunProgress['people'], 'read' | 'total'> };

/** How far the reading of people came: a whole sentence. */
export const readWords = ({ people: { read, total } }: ReadPeople): string => {
  const counted = count(read);
  return total === null ? `${counted} people were read.` : `${counted} of ${count(total)} people were read.`;
};

const count = (number: number): string => number.toLocaleString('en-US');
