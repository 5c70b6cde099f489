import fc from 'fast-check';
import { loadPatternEngine } from '../../src/mapping/pattern-engine';
import { oracle } from './tally-oracle';
import { cuts, worlds } from './tally-worlds';
import { finished, tallied } from './tallying';

const numRuns = Number(process.env.TALLY_RUNS ?? 400);

test('whatever the world, the parts, the pages and the stops, a tally says what holding everybody against everybody says', async () => {
  const engine = await loadPatternEngine();
  fc.assert(
    fc.property(worlds(engine), cuts, (world, cut) => {
      const { rows, sums, tally } = tallied(world, cut);
      const expected = oracle(world);
      expect(rows).toEqual(expected.rows);
      expect(sums).toEqual(expected.sums);
      // Broken off before its end and begun again, it says the same.
      const finishing = tally.finish(world.read);
      for (let step = 0; step < cut.parts; step += 1) finishing.next();
      expect(finished(tally, world)).toEqual({ rows, sums });
    }),
    { numRuns },
  );
});
