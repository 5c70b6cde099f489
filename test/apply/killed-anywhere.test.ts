import { isDeepStrictEqual } from 'node:util';
import { type Manner, manners, type Settings, type Wanted } from './memory-target';
import { fresh, old, stand, wanted } from './standing';
import { type Bench, stopAnywhere, storyNames } from './start-anew';

const bench = (given: { writes?: Manner; restores?: Manner }) => (): Bench<Settings, Wanted> => {
  const { world, process, close } = stand(given);
  return {
    process,
    wanted,
    now: world.now,
    pass: world.pass,
    truth: () => {
      if (isDeepStrictEqual(world.settings(), fresh)) return 'new';
      return isDeepStrictEqual(world.settings(), old) ? 'old' : 'neither';
    },
    heal: () => {
      world.writes = 'well';
      world.restores = 'well';
    },
    close,
  };
};

describe.each(storyNames)('an apply that %s is told truly and ends, wherever its process was stopped,', (story) => {
  test.each(manners)('where writes go %s', async (writes) => {
    expect(await stopAnywhere(bench({ writes }), story)).toBeGreaterThan(20);
  });

  test.each(manners)('where restores go %s until the next start', async (restores) => {
    expect(await stopAnywhere(bench({ restores }), story)).toBeGreaterThan(20);
  });
});
