import type { DryRunRow } from '../../../../src/contract/dry-run';

/** The colour of an outcome, by its token: the picture and the list share them. */
export const toneOf: Record<DryRunRow['outcome'], string> = {
  unchanged: 'var(--ds-chart-success)',
  updated: 'var(--ds-chart-information)',
  renamed: 'var(--ds-chart-magenta-bold)',
  created: 'var(--ds-chart-discovery)',
  collides: 'var(--ds-chart-danger)',
  barred: 'var(--ds-chart-warning)',
  refused: 'var(--ds-chart-danger)',
  'not-certain': 'var(--ds-chart-gray-bold)',
  unreached: 'var(--ds-chart-neutral)',
};

/** An outcome, where people flow through it. */
export const outcomeTitles: Record<DryRunRow['outcome'], string> = {
  unchanged: 'Matched, unchanged',
  updated: 'Matched, updated',
  renamed: 'Another account',
  created: 'Created',
  collides: 'Collide',
  barred: 'Forbidden or deleted',
  refused: 'Refused',
  'not-certain': 'Not certain',
  unreached: 'Reached by nobody',
};
