import { isDeepStrictEqual } from 'node:util';
import { type Manner, manners, type Settings, type Wanted } from './memory-target';
import { fresh, old, stand, wanted } from './standing';
import { type Bench, type StoryName, stopAnywhere } from './start-anew';

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

/**
 * Every stop of a story, for each way in which a target may write and restore. A file of its own for each story: together
 * they take minutes, and files run side by side.
 */
export const killedAnywhere = (story: StoryName): void => {
  describe(`an apply that ${story} is told truly and ends, wherever its process was stopped,`, () => {
    test('where writes go well', async () => {
      expect(await stopAnywhere(bench({ writes: 'well' }), story)).toBeGreaterThan(20);
    });

    // What is kept after one step is what is kept before the next, so one side of each is enough for all other ways.
    test.each(manners.filter((manner) => manner !== 'well'))('where writes go %s', async (writes) => {
      expect(await stopAnywhere(bench({ writes }), story, ['after'])).toBeGreaterThan(10);
    });

    test.each(manners)('where restores go %s until the next start', async (restores) => {
      expect(await stopAnywhere(bench({ restores }), story, ['after'])).toBeGreaterThan(10);
    });
  });
};
