import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type DryRunCheckpoint, dryRunCheckpoint } from '../../src/directory/dry-run-checkpoint';

/**
 * The checkpoint of a run beside its spill, in a file of its own (0600). Written before the spill goes on, since a mark
 * is kept only until the one after the next: a checkpoint that travelled could come too late.
 */
export const checkpointIn = (folder: string) => {
  const file = join(folder, 'checkpoint.json');
  return {
    /** The one before stays until this one is whole. */
    write: (checkpoint: DryRunCheckpoint): void => {
      const beside = `${file}.part`;
      rmSync(beside, { force: true });
      writeFileSync(beside, JSON.stringify(checkpoint), { mode: 0o600, flag: 'wx' });
      renameSync(beside, file);
    },
    /** Null where there is none that can be read. */
    read: (): DryRunCheckpoint | null => {
      try {
        const read = v.safeParse(dryRunCheckpoint, JSON.parse(readFileSync(file, 'utf8')));
        return read.success ? read.output : null;
      } catch {
        return null;
      }
    },
  };
};
