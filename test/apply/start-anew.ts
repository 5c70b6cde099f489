import { type ApplyStep, type ApplyView, type InForce, isOpen } from '../../src/contract/apply';
import { applyChange, fuse, type Process, type Side, viewOf } from './standing';

const minute = 60_000;

/** A target on which processes may be stopped, whatever it is. */
export type Bench<D, W> = {
  process: Process<D, W>;
  wanted: W;
  now: () => Date;
  pass: (milliseconds: number) => void;
  /** What it holds, whatever anybody says. */
  truth: () => Exclude<InForce, 'unknown'>;
  /** From now on the target does what it is asked. */
  heal: () => void;
  close: () => void | Promise<void>;
};

export const storyNames = ['is kept', 'is restored', 'comes back at its deadline'] as const;
export type StoryName = (typeof storyNames)[number];

/** What somebody does with an apply, in one process. */
const tell = <D, W>(
  story: StoryName,
  { process, wanted, now, pass }: Bench<D, W>,
  options: Parameters<Process<D, W>>[1],
): Promise<void> =>
  process(async (engine) => {
    const { id } = viewOf(await applyChange(engine, { kind: 'wanted', wanted }));
    if (story === 'comes back at its deadline') {
      pass(11 * minute);
      await engine.recover();
      return;
    }
    pass(minute);
    if (story === 'is restored') {
      await engine.restore(id, null);
      return;
    }
    await engine.noteCameIn(id, { who: 'alice', at: now().toISOString(), isAdministrator: true, how: 'audit-log' });
    await engine.keep(id);
  }, options);

/**
 * Tells a story again and again, each time stopping its process before or after another thing that it does outside, and
 * starts anew. Whatever is said then is true, and it comes to an end. Answers with how often a process was stopped.
 */
export const stopAnywhere = async <D, W>(
  makeBench: () => Bench<D, W> | Promise<Bench<D, W>>,
  story: StoryName,
  sides: readonly Side[] = ['before', 'after'],
): Promise<number> => {
  let stops = 0;
  for (let at = 1; ; at += 1) {
    for (const side of sides) {
      const bench = await makeBench();
      try {
        const blows = fuse(at, side);
        await tell(story, bench, { fuse: blows }).catch((error: unknown) => {
          if (!blows.isBlown()) throw error;
        });
        bench.heal();
        const where = `${side} ${at}`;
        const ended = await startAnew(bench, where);
        if (ended) expect({ where, step: ended.step, isOpen: isOpen(ended.step) }).toMatchObject({ isOpen: false });
        else expect({ where, holds: bench.truth() }).toEqual({ where, holds: 'old' });
        if (!blows.isBlown()) return stops;
        stops += 1;
      } finally {
        await bench.close();
      }
    }
  }
};

const saysOld: readonly ApplyStep[] = ['restored', 'not-written'];
const saysNew: readonly ApplyStep[] = ['verified', 'waiting', 'kept'];
/** What the journal says must be so, whoever reads it at whatever moment. */
const expectTrue = ({ step, entries }: ApplyView, holds: InForce, where: string) => {
  const told = `${where}: ${entries.map((entry) => entry.step).join(' ')}`;
  if (saysOld.includes(step)) expect({ told, holds }).toEqual({ told, holds: 'old' });
  if (saysNew.includes(step)) expect({ told, holds }).toEqual({ told, holds: 'new' });
};

/** Starts anew until there is nothing left to do, and answers with how it ended; null where nothing had begun. */
export const startAnew = async <D, W>(
  { process, truth, now, pass }: Pick<Bench<D, W>, 'process' | 'truth' | 'now' | 'pass'>,
  where: string,
): Promise<ApplyView | null> => {
  const first = await process((engine) => engine.recover(), { who: null });
  if (!first) return null;
  if (first.inForce !== null && first.inForce !== 'unknown')
    expect({ where, says: first.inForce }).toEqual({ where, says: truth() });
  let { view } = first;
  for (let start = 0; isOpen(view.step) && view.dueAt !== null; start += 1) {
    if (start === 60) throw new Error(`${where}: it never ends.`);
    expectTrue(view, truth(), where);
    pass(Math.max(0, Date.parse(view.dueAt) - now().getTime()));
    const again = await process((engine) => engine.recover(), { who: null });
    if (!again) throw new Error('It has vanished.');
    view = again.view;
  }
  expectTrue(view, truth(), where);
  // Whatever is still on its way has arrived by then.
  pass(60 * minute);
  expectTrue(view, truth(), where);
  return view;
};
