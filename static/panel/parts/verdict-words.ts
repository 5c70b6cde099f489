import type { Finding, Summary, Verdict } from '../../../src/contract/report';

/** As the command line and the copied report say it. */
export const verdictWords: Record<Verdict, string> = {
  ready: 'Ready',
  'at-risk': 'At risk',
  broken: 'Broken',
  incomplete: 'Incomplete',
};

/** How one finding is shown. Each has a shape of its own, so that it reads in grey too. */
export type Meaning = 'blocker' | 'serious' | 'look' | 'passed' | 'not-yet' | 'not-certain' | 'running' | 'info';

export const meaningWords: Record<Meaning, string> = {
  blocker: 'Blocker',
  serious: 'Serious',
  look: 'Needs a look',
  passed: 'Passed',
  'not-yet': 'Not checked yet',
  'not-certain': 'Not certain',
  running: 'Running',
  info: 'Note',
};

export const verdictMeanings: Record<Verdict, Meaning> = {
  ready: 'passed',
  'at-risk': 'serious',
  broken: 'blocker',
  incomplete: 'not-yet',
};

/** Null for what is not shown at all. */
export const meaningOf = ({ outcome, severity }: Pick<Finding, 'outcome' | 'severity'>): Meaning | null => {
  switch (outcome) {
    case 'pass':
      return 'passed';
    case 'warn':
      return 'look';
    case 'fail':
      return severity === 'advice' ? 'look' : severity;
    case 'blocked':
    case 'crashed':
      return 'not-yet';
    case 'not-applicable':
      return null;
  }
};

/** A step whose areas were not asked for has nothing that passed either. */
export const wasJudged = ({ counts }: Summary): boolean => Object.values(counts).some((count) => count > 0);
