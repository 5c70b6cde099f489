import type { DryRunRow, DryRunSums } from '../../src/contract/dry-run';
import type { Spill } from '../../src/directory/spill';
import { makeTally, type Tally, type TallyState } from '../../src/directory/tally';
import type { World } from './tally-oracle';

/** Lines in memory that can be copied as they are at a moment, as files on a disk can. */
export class CopiedSpill implements Spill {
  readonly #lanes: Map<string, string[]>;

  constructor(lanes = new Map<string, string[]>()) {
    this.#lanes = new Map([...lanes].map(([name, lines]) => [name, [...lines]]));
  }

  append(lane: string, part: number, line: string): void {
    if (/\n/.test(line)) throw new Error('A line holds no line feed.');
    if (Buffer.from(line, 'utf8').toString('utf8') !== line)
      throw new Error('A line holds no half of a surrogate pair.');
    const name = `${lane}/${part}`;
    const lines = this.#lanes.get(name) ?? [];
    this.#lanes.set(name, lines);
    lines.push(line);
  }

  lines(lane: string, part: number): Iterable<string> {
    return this.#lanes.get(`${lane}/${part}`) ?? [];
  }

  drop(lane: string): void {
    for (const name of [...this.#lanes.keys()]) if (name.startsWith(`${lane}/`)) this.#lanes.delete(name);
  }

  copy(): CopiedSpill {
    return new CopiedSpill(this.#lanes);
  }
}

export type Cuts = {
  parts: number;
  /** People, accounts and members at a time. */
  page: number;
  /** After how many steps it is stopped, and goes on from what was kept then; further stops after each of these. */
  stops: readonly number[];
  /** Accounts come before people, behind them, or in between. */
  order: 'people-first' | 'accounts-first' | 'mixed';
  /** The accounts were half read once before, and are read anew. */
  forgets: boolean;
};

export const plainCuts: Cuts = { parts: 1, page: 1000, stops: [], order: 'mixed', forgets: false };

/** Runs a tally over a world, cut and stopped as told. */
export const tallied = (world: World, cuts: Cuts = plainCuts) => {
  let spill = new CopiedSpill();
  const options = {
    mapping: world.mapping,
    target: world.target,
    application: world.application,
    signIn: world.signIn,
    ...(world.engine && { engine: world.engine }),
    administratorGroups: world.administratorGroups,
    parts: cuts.parts,
  };
  let tally = makeTally(options, spill);
  const people = pagesOf(world.people, cuts.page).map((page) => (into: Tally) => {
    // Only what was asked for is scanned; a rule that wants everything asks for it.
    const scanned = page.map((entry) => {
      const some = Object.create(null) as Record<string, (typeof entry)[string]>;
      for (const name of into.names) if (Object.hasOwn(entry, name)) some[name] = entry[name] ?? null;
      return some;
    });
    into.addPeople(scanned, (index) => {
      const entry = page[index];
      if (entry === undefined) throw new RangeError('The page has no such person.');
      return entry;
    });
  });
  const accountPages = world.read.accounts === null ? [] : pagesOf(world.accounts, cuts.page);
  const accounts = accountPages.map((page) => (into: Tally) => {
    into.addAccounts(
      page.map(({ account }) => account),
      page.map(({ key }) => key),
    );
  });
  const members = world.read.accounts === null ? [] : world.members;
  const groups = members.flatMap(({ group, keys }) =>
    pagesOf(keys, cuts.page, true).map((page) => (into: Tally) => into.addMembers(group, page)),
  );
  const forgotten = cuts.forgets ? [...accounts.slice(0, 2), ...groups.slice(0, 2), forget] : [];
  const inTarget = [...forgotten, ...accounts, ...groups];
  const steps =
    cuts.order === 'people-first'
      ? [...people, ...inTarget]
      : cuts.order === 'accounts-first'
        ? [...inTarget, ...people]
        : interleaved(people, inTarget);
  const stops = new Set(cuts.stops.map((stop) => stop % (steps.length + 1)));
  for (const [at, step] of steps.entries()) {
    if (stops.has(at)) {
      const state = JSON.parse(JSON.stringify(tally.state())) as TallyState;
      const kept = spill.copy();
      // What comes behind the moment that was kept is lost.
      step(tally);
      spill = kept;
      tally = makeTally(options, spill, state);
    }
    step(tally);
  }
  return { ...finished(tally, world), tally, spill, options };
};

const forget = (into: Tally): void => into.forgetAccounts();

export const finished = (tally: Tally, { read }: Pick<World, 'read'>): { rows: DryRunRow[]; sums: DryRunSums } => {
  const rows: DryRunRow[] = [];
  const finishing = tally.finish(read);
  for (;;) {
    const { done, value } = finishing.next();
    if (done) return { rows, sums: value };
    rows.push(...value);
  }
};

const pagesOf = <Item>(items: readonly Item[], size: number, keepsEmpty = false): Item[][] => {
  const pages: Item[][] = [];
  for (let at = 0; at < items.length; at += size) pages.push(items.slice(at, at + size));
  return pages.length === 0 && keepsEmpty ? [[]] : pages;
};

const interleaved = <Item>(one: readonly Item[], other: readonly Item[]): Item[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, at) => [one[at], other[at]])
    .flat()
    .filter((item) => item !== undefined);
