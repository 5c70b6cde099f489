import type { TargetView } from '../../src/contract/panel-calls';
import type { Summary } from '../../src/contract/report';

/** What the saved mapping does to the people who were looked at in Mapping: more than its checks can see. */
export type Sampled = {
  target: string;
  /** Of the mapping. */
  version: number;
  people: number;
  /** Who loses the account that they have, or would share it with somebody. */
  harmed: number;
};

/** Null where it is about another target, or an earlier mapping. */
export const sampledFor = (sampled: Sampled | null, target: TargetView | null): Sampled | null =>
  sampled !== null && sampled.target === target?.id && sampled.version === target.mapping?.version ? sampled : null;

/** The checks of the mapping alone are no reason to call it ready where people would lose their account by it. */
export const withSampled = (summary: Summary | null, sampled: Sampled | null): Summary | null => {
  if (summary?.verdict !== 'ready' || sampled === null || sampled.harmed === 0) return summary;
  return {
    ...summary,
    verdict: 'at-risk',
    headline: [`${harmedOf(sampled)} would lose their account, or share it with somebody`],
    cause: ['The checks of the mapping found nothing; it was held against the accounts of these people.'],
  };
};

/** "14 of the 100 people looked at". */
export const harmedOf = ({ harmed, people }: Sampled): string => `${harmed} of the ${people} people looked at`;
