import { isDeepStrictEqual } from 'node:util';
import { type ApplyStep, type ApplyView, isOpen } from '../../src/contract/apply';
import { manners, type Settings } from './memory-target';
import { appliedNow, fresh, fuse, old, type Standing, stand } from './standing';

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

const isNew = (settings: Settings) => isDeepStrictEqual(settings, fresh);
const isOld = (settings: Settings) => isDeepStrictEqual(settings, old);
const truth = (settings: Settings) => (isNew(settings) ? 'new' : isOld(settings) ? 'old' : 'neither');

const saysOld: readonly ApplyStep[] = ['restored', 'not-written'];
const saysNew: readonly ApplyStep[] = ['verified', 'waiting', 'kept'];
/** What the journal says must be so, whoever reads it at whatever moment. */
const expectTrue = ({ step, entries }: ApplyView, settings: Settings, where: string) => {
  const told = `${where}: ${entries.map((entry) => entry.step).join(' ')}`;
  if (saysOld.includes(step)) expect({ told, holds: truth(settings) }).toEqual({ told, holds: 'old' });
  if (saysNew.includes(step)) expect({ told, holds: truth(settings) }).toEqual({ told, holds: 'new' });
};

/** Starts anew until there is nothing left to do, and answers with how it ended. */
const startAnew = async ({ world, process }: Standing, where: string): Promise<ApplyView | null> => {
  const first = await process((engine) => engine.recover(), { who: null });
  if (!first) return null;
  if (first.inForce !== null && first.inForce !== 'unknown')
    expect({ where, says: first.inForce }).toEqual({ where, says: truth(world.settings()) });
  let { view } = first;
  for (let start = 0; isOpen(view.step) && view.dueAt !== null; start += 1) {
    if (start === 60) throw new Error(`${where}: it never ends.`);
    expectTrue(view, world.settings(), where);
    world.pass(Math.max(0, Date.parse(view.dueAt) - world.now().getTime()));
    const again = await process((engine) => engine.recover(), { who: null });
    if (!again) throw new Error('It has vanished.');
    view = again.view;
  }
  expectTrue(view, world.settings(), where);
  // Whatever is still on its way has arrived by then.
  world.pass(60 * minute);
  expectTrue(view, world.settings(), where);
  return view;
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
