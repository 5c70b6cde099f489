import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { openDataFolder } from '../../local/host/data-folder';
import { startForgeHost } from '../../local/host/forge-runtime';
import { memoryTarget, type Settings, type Step, type Wanted, type World } from './memory-target';
import { engineOn, fresh, old } from './standing';
import type { Bench } from './start-anew';

const settingsShape = v.record(v.string(), v.unknown());

/** Settings in a file, so that they outlive the process that writes them; the time is the computer's. */
const worldOnDisk = (folder: string): World => {
  const file = join(folder, 'settings.json');
  const settings = (): Settings => v.parse(settingsShape, JSON.parse(readFileSync(file, 'utf8')));
  let ahead = 0;
  return {
    settings,
    change: (change) => {
      writeFileSync(`${file}.next`, JSON.stringify(change(settings())));
      renameSync(`${file}.next`, file);
    },
    now: () => new Date(Date.now() + ahead),
    pass: (milliseconds) => {
      ahead += milliseconds;
    },
    limit: (milliseconds) => AbortSignal.timeout(milliseconds),
    later: () => {
      throw new Error('Nothing is late here.');
    },
    writes: 'well',
    restores: 'well',
    reads: 'well',
    sent: [],
    read: [],
  };
};

export const putOnDisk = (folder: string, settings: Settings) =>
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));

/** The store of the local host and a target beside it, as one process has them. */
export const standOnDisk = async (
  folder: string,
  step: Step,
): Promise<Pick<Bench<Settings, Wanted>, 'process' | 'now' | 'pass' | 'truth' | 'close'>> => {
  const data = await openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });
  const host = startForgeHost({
    keyValues: data.keyValues,
    answerProduct: async () => new Response(null, { status: 404 }),
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
  const world = worldOnDisk(folder);
  return {
    now: world.now,
    pass: world.pass,
    truth: () => {
      if (isDeepStrictEqual(world.settings(), fresh)) return 'new';
      return isDeepStrictEqual(world.settings(), old) ? 'old' : 'neither';
    },
    process: (act, { who = 'ada' } = {}) =>
      host.inside(() => act(engineOn(world, memoryTarget(world, step), who)), { product: 'jira', installation: 'one' }),
    close: async () => {
      host.close();
      await data.close();
    },
  };
};
