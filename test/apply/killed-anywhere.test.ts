import { isOpen } from '../../src/contract/apply';
import { manners } from './memory-target';
import { appliedNow, fuse, type Standing, stand } from './standing';
import { startAnew, truth } from './start-anew';

const minute = 60_000;
const administrator = (world: Standing['world']) => ({
  who: 'alice',
  at: world.now().toISOString(),
  isAdministrator: true,
  how: 'audit-log' as const,
});

/** What somebody does with an apply, and the process with them. */
const stories = {
  'is kept': async ({ world, process }: Standing, options: Parameters<Standing['process']>[1]) => {
    await process(async (engine) => {
      const { id } = await appliedNow(engine);
      world.pass(minute);
      await engine.noteCameIn(id, administrator(world));
      await engine.keep(id);
    }, options);
  },
  'is restored': async ({ world, process }: Standing, options: Parameters<Standing['process']>[1]) => {
    await process(async (engine) => {
      const { id } = await appliedNow(engine);
      world.pass(minute);
      await engine.restore(id, null);
    }, options);
  },
  'comes back at its deadline': async ({ world, process }: Standing, options: Parameters<Standing['process']>[1]) => {
    await process(async (engine) => {
      await appliedNow(engine);
      world.pass(11 * minute);
      await engine.recover();
    }, options);
  },
};

describe.each(Object.entries(stories))('an apply that %s', (_name, story) => {
  describe.each(manners)('where writes go %s', (writes) => {
    test('is told truly and ends, wherever the process was stopped', async () => {
      let stops = 0;
      for (let at = 1; ; at += 1) {
        let wentThrough = false;
        for (const side of ['before', 'after'] as const) {
          const standing = stand({ writes });
          try {
            const blows = fuse(at, side);
            await story(standing, { fuse: blows }).catch((error: unknown) => {
              if (!blows.isBlown()) throw error;
            });
            if (!blows.isBlown()) {
              wentThrough = true;
              continue;
            }
            stops += 1;
            standing.world.writes = 'well';
            const ended = await startAnew(standing, `${side} ${at}`);
            if (ended) expect(isOpen(ended.step)).toBe(false);
            else expect(truth(standing.world.settings())).toBe('old');
          } finally {
            standing.close();
          }
        }
        if (wentThrough) break;
      }
      expect(stops).toBeGreaterThan(20);
    });
  });

  describe.each(manners)('where restores go %s until the next start', (restores) => {
    test('is told truly and ends, wherever the process was stopped', async () => {
      for (let at = 1; ; at += 1) {
        let wentThrough = false;
        for (const side of ['before', 'after'] as const) {
          const standing = stand({ restores });
          try {
            const blows = fuse(at, side);
            await story(standing, { fuse: blows }).catch((error: unknown) => {
              if (!blows.isBlown()) throw error;
            });
            if (!blows.isBlown()) wentThrough = true;
            standing.world.restores = 'well';
            const ended = await startAnew(standing, `${side} ${at}`);
            if (ended) expect(isOpen(ended.step)).toBe(false);
          } finally {
            standing.close();
          }
        }
        if (wentThrough) break;
      }
    });
  });
});
