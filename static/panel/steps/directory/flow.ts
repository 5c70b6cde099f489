import type { DryRunRow, DryRunSums } from '../../../../src/contract/dry-run';
import { countOf } from '../../parts/numbers';
import { outcomeTitles } from './tones';

/** A bar of the picture, in units of its view box. */
export type FlowNode = {
  key: string;
  count: number;
  words: string;
  tone: DryRunRow['outcome'];
  y: number;
  height: number;
};

/** A band between two columns; what leaves on the left may arrive as less on the right. */
export type FlowBand = {
  key: string;
  tone: DryRunRow['outcome'];
  from: { column: 0 | 1; y: number; height: number };
  to: { y: number; height: number };
};

export type Flow = {
  height: number;
  people: { count: number; y: number; height: number };
  outcomes: FlowNode[];
  /** Empty where the accounts were not read. */
  accounts: FlowNode[];
  bands: FlowBand[];
  /** Something was drawn wider than it is. */
  isWidened: boolean;
};

/** Of everybody in Casdoor, in units of the view box. */
const full = 210;
/** Less could not be seen: 2% of all. */
const thinnest = 4;
const top = 34;
/** So that a line of text fits beside the thinnest. */
const line = 20;
const gap = { outcomes: 10, accounts: 12 };

/** The outcomes in the order of the picture: who gets in above who does not. */
const outcomesShown = [
  'unchanged',
  'updated',
  'renamed',
  'created',
  'not-certain',
  'collides',
  'barred',
  'refused',
] as const;
type Shown = (typeof outcomesShown)[number];

const leadsTo: Partial<Record<Shown, string>> = {
  unchanged: 'kept',
  updated: 'kept',
  renamed: 'new',
  created: 'new',
  collides: 'claimed',
  barred: 'barred',
};

/**
 * The picture of a dry run: people, what their first sign-in does, accounts. To scale but for what would be too thin to
 * be seen. Pure.
 */
export const flowOf = (sums: DryRunSums): Flow => {
  const scale = sums.people === 0 ? 0 : full / sums.people;
  const heightOf = (count: number) => Math.max(count * scale, thinnest);
  const shown = outcomesShown.filter((outcome) => sums.outcomes[outcome] > 0);
  const accounts = accountsOf(sums).filter(({ count }) => count > 0);
  const bands: FlowBand[] = [];

  const arrived = new Map<string, number>();
  const outcomes = stacked(
    shown.map((outcome) => ({
      key: outcome,
      count: sums.outcomes[outcome],
      words: outcomeTitles[outcome],
      tone: outcome,
      height: heightOf(sums.outcomes[outcome]),
    })),
    gap.outcomes,
  );
  const accountHeight = ({ key, count }: (typeof accounts)[number]) => {
    const flowing = outcomes.filter((one) => leadsTo[one.tone as Shown] === key);
    // What keeps an account or gets one is as many people as accounts.
    return isOneToOne(key) ? flowing.reduce((sum, { height }) => sum + height, 0) : heightOf(count);
  };
  const right = stacked(
    accounts.map((one) => ({ ...one, height: accountHeight(one) })),
    gap.accounts,
  );
  let left = top;
  for (const { key, tone, y, height } of outcomes) {
    bands.push({ key: `people-${key}`, tone, from: { column: 0, y: left, height }, to: { y, height } });
    left += height;
    const goal = right.find((one) => one.key === leadsTo[tone as Shown]);
    if (!goal) continue;
    const before = arrived.get(goal.key) ?? 0;
    const arriving = isOneToOne(goal.key) ? height : goal.height;
    arrived.set(goal.key, before + arriving);
    bands.push({
      key: `${key}-${goal.key}`,
      tone,
      from: { column: 1, y, height },
      to: { y: goal.y + before, height: arriving },
    });
  }
  const isWidened = [...outcomes, ...right].some(({ count }) => count * scale < thinnest);
  const bottom = (nodes: readonly FlowNode[]) =>
    nodes.reduce((lowest, { y, height }) => Math.max(lowest, y + Math.max(height, line)), top);
  return {
    height: Math.max(bottom(outcomes), bottom(right), left) + (isWidened ? 34 : 8),
    people: { count: sums.people, y: top, height: left - top },
    outcomes,
    accounts: right,
    bands,
    isWidened,
  };
};

const isOneToOne = (key: string) => key === 'kept' || key === 'new';

const accountsOf = (sums: DryRunSums): Omit<FlowNode, 'y' | 'height'>[] => {
  if (sums.accounts === null) return [];
  const { unchanged, updated, renamed, created } = sums.outcomes;
  const today: Omit<FlowNode, 'y' | 'height'>[] = [
    { key: 'kept', count: unchanged + updated, words: 'keep their account', tone: 'unchanged' },
    { key: 'claimed', count: sums.collisions.accounts, words: 'accounts claimed by several', tone: 'collides' },
    { key: 'left', count: renamed, words: 'left behind', tone: 'renamed' },
    { key: 'barred', count: sums.barredWithAccount, words: 'active, but barred in Casdoor', tone: 'barred' },
    { key: 'refused', count: keptOut(sums), words: 'active, but their owner is refused', tone: 'refused' },
    { key: 'unreached', count: sums.onlyInTarget?.total ?? 0, words: 'reached by nobody', tone: 'unreached' },
  ];
  const rest = sums.accounts - today.reduce((sum, { count }) => sum + count, 0);
  const others: Omit<FlowNode, 'y' | 'height'> = {
    key: 'others',
    count: Math.max(0, rest),
    words: isAllTold(sums) ? 'inactive, their owner does not get in' : 'cannot be told',
    tone: isAllTold(sums) ? 'unreached' : 'not-certain',
  };
  const [kept, ...more] = today;
  const made: Omit<FlowNode, 'y' | 'height'> = {
    key: 'new',
    count: renamed + created,
    words: 'new accounts',
    tone: 'created',
  };
  return [...(kept ? [kept] : []), made, ...more, others];
};

const keptOut = ({ refusedWithAccount }: DryRunSums): number =>
  Object.values(refusedWithAccount).reduce((sum, count) => sum + count, 0);

const isAllTold = ({ outcomes, onlyInTarget }: DryRunSums): boolean =>
  outcomes['not-certain'] === 0 && onlyInTarget !== null;

/** One below the other, with room for a line of text each. */
const stacked = (nodes: readonly Omit<FlowNode, 'y'>[], between: number): FlowNode[] => {
  let y = top;
  return nodes.map((node) => {
    const placed = { ...node, y };
    y += Math.max(node.height, line) + between;
    return placed;
  });
};

/** The picture in words, for those who do not see it. */
export const flowInWords = ({ people, outcomes, accounts }: Flow, product: string): string => {
  const list = (nodes: readonly FlowNode[]) =>
    nodes.map(({ count, words }) => `${countOf(count)} ${words.charAt(0).toLowerCase()}${words.slice(1)}`).join(', ');
  const first = `Of ${countOf(people.count)} people in Casdoor at their first sign-in: ${list(outcomes)}.`;
  return accounts.length === 0
    ? `${first} The same numbers are in the list below.`
    : `${first} Of the accounts in ${product} afterwards: ${list(accounts)}. The same numbers are in the list below.`;
};
