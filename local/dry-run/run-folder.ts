import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import type { DryRunCheckpoint } from '../../src/directory/dry-run-checkpoint';
import { checkpointIn } from './checkpoint-file';
import { type FileSpill, openFileSpill, SpillLost, spillMark } from './file-spill';

/** Another process works there. */
export class RunFolderHeld extends Error {}

/** What a run keeps meanwhile: the spill and, where it is told to, a checkpoint. */
export type RunFolder = {
  spill: FileSpill;
  /** Where an earlier run with the same settings stopped; null where there is none, or it is too old or damaged. */
  from: DryRunCheckpoint | null;
  /** Null where the next run is to begin anew. */
  save: ((checkpoint: DryRunCheckpoint) => void) | null;
  /** Leaves everything for the next run with the same settings. */
  keep(): Promise<void>;
  delete(): Promise<void>;
};

/** Milliseconds: rows of people and where a run goes on live no longer. */
const lifetime = 7 * 86_400_000;

/**
 * Opens the folder of the command below `data`; without one, a temporary folder that is gone on from by nobody. One
 * process at a time: the lock of LevelDB is the system's own, which goes with a process that is killed.
 *
 * @param settings What has to be the same for a run to go on; other settings begin anew.
 * @throws RunFolderHeld
 */
export const openRunFolder = async (data: string | null, settings: string, now: number): Promise<RunFolder> => {
  if (data === null) {
    sweep(now);
    const folder = mkdtempSync(join(tmpdir(), temporary));
    const spill = openFileSpill(join(folder, 'spill'), null);
    const remove = async () => {
      spill.delete();
      rmSync(folder, { recursive: true, force: true });
    };
    return { spill, from: null, save: null, keep: remove, delete: remove };
  }
  const folder = join(data, 'dry-run-command');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = await lock(join(folder, 'lock'));
  const { spill, from } = opened(join(folder, 'spill'), kept(folder, settings, now));
  if (from === null) begin(folder, settings);
  return {
    spill,
    from,
    save: checkpointIn(folder).write,
    keep: async () => {
      spill.close();
      await release();
    },
    delete: async () => {
      spill.delete();
      await release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const temporary = 'companion-dry-run-';

/** Deletes what runs that were killed have left, and nobody goes on from, once it is too old to belong to one that works. */
const sweep = (now: number): void => {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(temporary)) continue;
    try {
      const { uid, mtimeMs } = lstatSync(folder);
      const isOwn = uid === (process.getuid?.() ?? uid);
      if (isOwn && now - mtimeMs >= lifetime) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else was faster.
    }
  }
};

const opened = (folder: string, from: DryRunCheckpoint | null) => {
  const mark = v.safeParse(spillMark, from?.spill);
  if (from !== null && mark.success)
    try {
      return { spill: openFileSpill(folder, mark.output), from };
    } catch (error) {
      if (!(error instanceof SpillLost)) throw error;
    }
  return { spill: openFileSpill(folder, null), from: null };
};

/** What was kept for the same settings and is not too old. */
const kept = (folder: string, settings: string, now: number): DryRunCheckpoint | null => {
  const found = checkpointIn(folder).read();
  if (found === null || now - Date.parse(found.savedAt) >= lifetime) return null;
  try {
    return readFileSync(join(folder, settingsFile), 'utf8') === settings ? found : null;
  } catch {
    return null;
  }
};

/** Says for which settings a checkpoint stands, before there is one. */
const begin = (folder: string, settings: string): void => {
  for (const file of ['checkpoint.json', settingsFile]) rmSync(join(folder, file), { force: true });
  writeFileSync(join(folder, settingsFile), settings, { mode: 0o600, flag: 'wx' });
};

const settingsFile = 'settings.json';

const lock = async (folder: string): Promise<() => Promise<void>> => {
  const database = new ClassicLevel(folder);
  try {
    await database.open();
  } catch (error) {
    if (isLocked(error)) throw new RunFolderHeld();
    throw error;
  }
  return () => database.close();
};

const isLocked = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { code?: unknown } | undefined)?.code === 'LEVEL_LOCKED';
