import { isDeepStrictEqual } from 'node:util';
import { type ApplyStep, type ApplyView, isOpen } from '../../src/contract/apply';
import type { Settings } from './memory-target';
import { fresh, old, type Standing } from './standing';

const minute = 60_000;
const isNew = (settings: Settings) => isDeepStrictEqual(settings, fresh);
const isOld = (settings: Settings) => isDeepStrictEqual(settings, old);
/** What the target holds, whatever anybody says. */
export const truth = (settings: Settings) => (isNew(settings) ? 'new' : isOld(settings) ? 'old' : 'neither');

const saysOld: readonly ApplyStep[] = ['restored', 'not-written'];
const saysNew: readonly ApplyStep[] = ['verified', 'waiting', 'kept'];
/** What the journal says must be so, whoever reads it at whatever moment. */
const expectTrue = ({ step, entries }: ApplyView, settings: Settings, where: string) => {
  const told = `${where}: ${entries.map((entry) => entry.step).join(' ')}`;
  if (saysOld.includes(step)) expect({ told, holds: truth(settings) }).toEqual({ told, holds: 'old' });
  if (saysNew.includes(step)) expect({ told, holds: truth(settings) }).toEqual({ told, holds: 'new' });
};

/** Starts anew until there is nothing left to do, and answers with how it ended. */
export const startAnew = async (
  { world, process }: Pick<Standing, 'world' | 'process'>,
  where: string,
): Promise<ApplyView | null> => {
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
