import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { type DryRunCheckpoint, dryRunCheckpoint } from '../../src/directory/dry-run-checkpoint';
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

const kept = v.object({ settings: v.string(), checkpoint: dryRunCheckpoint });

/**
 * Opens the folder of the command below `data`; without one, a temporary folder that is gone on from by nobody. One
 * process at a time: the lock of LevelDB is the system's own, which goes with a process that is killed.
 *
 * @param settings What has to be the same for a run to go on; other settings begin anew.
 * @throws RunFolderHeld
 */
export const openRunFolder = async (data: string | null, settings: string, now: number): Promise<RunFolder> => {
  if (data === null) {
    const folder = mkdtempSync(join(tmpdir(), 'companion-dry-run-'));
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
  const file = join(folder, 'checkpoint.json');
  const found = readKept(file, settings, now);
  const { spill, from } = opened(join(folder, 'spill'), found);
  if (from === null) rmSync(file, { force: true });
  return {
    spill,
    from,
    save: (checkpoint) => writeKept(file, { settings, checkpoint }),
    keep: async () => {
      spill.close();
      await release();
    },
    delete: async () => {
      rmSync(file, { force: true });
      spill.delete();
      await release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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

const readKept = (file: string, settings: string, now: number): DryRunCheckpoint | null => {
  try {
    const read = v.safeParse(kept, JSON.parse(readFileSync(file, 'utf8')));
    if (!read.success || read.output.settings !== settings) return null;
    const { checkpoint } = read.output;
    return now - Date.parse(checkpoint.savedAt) < lifetime ? checkpoint : null;
  } catch {
    // None, or half of one that somebody else wrote: it is replaced in one piece.
    return null;
  }
};

const writeKept = (file: string, value: { settings: string; checkpoint: DryRunCheckpoint }): void => {
  const beside = `${file}.part`;
  rmSync(beside, { force: true });
  const descriptor = openSync(beside, 'wx', 0o600);
  try {
    const bytes = Buffer.from(JSON.stringify(value), 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
};

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
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'LEVEL_LOCKED';
