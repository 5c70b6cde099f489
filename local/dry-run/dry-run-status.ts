import type { DryRunSums } from '../../src/contract/dry-run';

export const statusUnharmed = 0;
export const statusHarmed = 1;
export const statusUntold = 3;

/** What the command ends with. Whoever is certainly harmed counts more than whoever could not be told. */
export const dryRunStatus = ({ outcomes, lockedOut, groups, untold, accounts }: DryRunSums): number => {
  const { refused, collides, renamed } = outcomes;
  if (refused + collides + renamed + lockedOut + groups.losing > 0) return statusHarmed;
  const isPartial = accounts === null || untold.some(({ what }) => what === 'people' || what === 'accounts');
  return isPartial || outcomes['not-certain'] > 0 ? statusUntold : statusUnharmed;
};
