import { kvs, type Ttl } from '@forge/kvs';
import * as v from 'valibot';
import type { Place } from '../store/place';
import { Refusal } from '../store/refusal';
import { isKeyConflict, type Versions, versionsOf } from '../store/versions';

/** Runs of a subject that are found again, so that a few cancelled ones do not hide the last that was done. */
const keptRuns = 20;

/** The last runs of a subject, newest first. A list of its own version makes two starters meet. */
export const runListOf = (place: Place, name: readonly string[], ttl: Ttl): Versions<string[]> =>
  versionsOf(place, name, v.array(v.string()), { ttl });

export type Claim = {
  list: Versions<string[]>;
  id: string;
  /** The run's own record; null where it is there already and is gone on with. */
  make: { key: string; record: object; ttl: Ttl } | null;
  /** Who started a run, where it still goes on. */
  going: (id: string) => Promise<{ who: string } | null>;
  /** What goes on, such as "a check". */
  what: string;
};

/**
 * Takes a subject for one run. Only one caller can make an id, and a subject has one run at a time. Answers with the
 * runs that are found no more from now on.
 *
 * @throws Refusal `busy` where the subject has a run that goes on; `conflict` where the id was used before.
 */
export const claimRun = async ({ list, id, make, going, what }: Claim): Promise<string[]> => {
  const newest = await list.latest();
  const ids = newest?.value ?? [];
  const running = ids[0] === undefined ? null : await going(ids[0]);
  if (running) throw busy(running, what);
  if (make)
    try {
      await kvs.set(make.key, make.record, { keyPolicy: 'FAIL_IF_EXISTS', ttl: make.ttl });
    } catch (error) {
      if (!isKeyConflict(error)) throw error;
      throw new Refusal('conflict', 'A run with this id has been made already.', { field: 'run' });
    }
  const all = [id, ...ids.filter((each) => each !== id)];
  const saved = await list.save(newest?.version ?? 0, all.slice(0, keptRuns));
  if (saved.kind === 'saved') return all.slice(keptRuns);
  if (make) await kvs.delete(make.key);
  const [winner] = saved.theirs.value;
  throw busy(winner === undefined ? null : await going(winner), what);
};

const busy = (running: { who: string } | null, what: string) =>
  new Refusal(
    'busy',
    running
      ? `${running.who} has started ${what} that still goes on.`
      : `${what[0]?.toUpperCase()}${what.slice(1)} goes on already.`,
    { remedy: 'Wait until it has ended, or cancel it.' },
  );
