import { setTimeout as sleep } from 'node:timers/promises';
import { appliedNow } from './standing';
import { standOnDisk } from './world-on-disk';

/** Applies and restores in a process of its own, for a test that kills it. Says when it begins and when it has ended. */
const [folder = ''] = process.argv.slice(2);
const run = async () => {
  // Slow enough that it can be met in the middle of anything.
  const standing = await standOnDisk(folder, async (_name, act) => {
    const done = await act();
    await sleep(12);
    return done;
  });
  console.log('begins');
  await standing.process(async (engine) => {
    const { id } = await appliedNow(engine);
    await sleep(12);
    await engine.restore(id, null);
  });
  console.log('ended');
  await standing.close();
};
run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
