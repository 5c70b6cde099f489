import { stateOf } from '../../src/apply/apply-state';
import { type ApplyLog, journalIn } from '../../src/apply/journal';
import { isOpen } from '../../src/contract/apply';
import { type Product, products } from '../../src/contract/target';
import type { RestoreArguments } from './apply-arguments';
import type { ApplySite } from './apply-site';
import { allTargets, type TypedTarget } from './command-targets';
import { NeedsSomebody } from './needs-somebody';
import { restoreCommand } from './restore-command';

/** An apply in the data folder, and what it takes to reach its target. */
export type FoundApply = { product: Product; log: ApplyLog; typed: TypedTarget };

/**
 * The apply that is named, or the newest that is open, of either product.
 *
 * @throws NeedsSomebody where there is none.
 */
export const findApply = async (given: RestoreArguments, site: ApplySite): Promise<FoundApply> => {
  const { apply } = given;
  const all: FoundApply[] = [];
  for (const product of products)
    await site.inside(product, async () => {
      const place = site.place(product);
      const journal = journalIn(place);
      for (const { id, typed } of await allTargets(place)) {
        const log = apply === null ? await journal.newest(id) : await journal.read(apply);
        if (log?.head.target === id) all.push({ product, log, typed });
      }
    });
  if (apply !== null && all[0] === undefined)
    throw new NeedsSomebody(`There is no apply ${apply} in this data folder, or it is too old to be kept.`);
  const open = all
    .filter(({ log }) => isOpen(stateOf(log).step))
    .sort((one, other) => (one.log.head.startedAt < other.log.head.startedAt ? 1 : -1));
  const newest = apply === null ? open[0] : all[0];
  if (newest) return newest;
  const [last] = all.sort((one, other) => (one.log.head.startedAt < other.log.head.startedAt ? 1 : -1));
  throw new NeedsSomebody(
    last === undefined
      ? 'Nothing was applied from this data folder.'
      : `No apply is open: the last one, of ${last.log.head.startedAt}, was ${endWords(last.log)}. Name it to write again what it found: ${restoreCommand(given, last.log.head.id)}`,
  );
};

/** How it ended, as the end of a sentence. */
export const endWords = (log: ApplyLog): string => {
  switch (stateOf(log).step) {
    case 'kept':
      return 'kept';
    case 'restored':
      return 'restored';
    case 'left':
      return 'left as it is';
    default:
      return 'not written';
  }
};
