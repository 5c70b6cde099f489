/** One figure of a benchmark: ours beside what a user would use instead, both measured in the same run. */
export type Figure = {
  name: string;
  /** In `unit`. */
  ours: number;
  anchor: number;
  /** ours / anchor. */
  ratio: number;
  /** In words, such as "≤ 2.5 round trips". */
  goal: string;
  met: boolean;
  unit: string;
};

/** Builds a figure. `limit` is compared with the ratio, or with our own value where the goal is absolute. */
export const figure = (
  name: string,
  unit: string,
  ours: number,
  anchor: number,
  goal: { atMost: number; of: 'ratio' | 'ours' },
): Figure => {
  const ratio = ours / anchor;
  const judged = goal.of === 'ratio' ? ratio : ours;
  return {
    name,
    ours: rounded(ours),
    anchor: rounded(anchor),
    ratio: rounded(ratio),
    goal: goal.of === 'ratio' ? `≤ ${goal.atMost} ×` : `≤ ${goal.atMost} ${unit}`,
    met: judged <= goal.atMost,
    unit,
  };
};

const rounded = (value: number) => Number(value.toPrecision(4));

/** The median of several measurements; of an even number, the lower middle one. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('There is nothing to take a median of.');
  return middle;
};

/** What 95 of 100 measurements stay below or meet. */
export const percentile95 = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.ceil(sorted.length * 0.95) - 1];
  if (found === undefined) throw new RangeError('There is nothing to take a percentile of.');
  return found;
};
