import type { ApplyTarget } from '../../src/apply/apply-target';
import { backupsIn } from '../../src/apply/backups';
import { type ApplyEngine, applyEngine } from '../../src/apply/engine';
import { journalIn } from '../../src/apply/journal';
import type { EngineParts } from '../../src/apply/parts';
import type { Product } from '../../src/contract/target';
import { holderOf } from '../../src/store/plugin-access';
import type { ApplySite } from './apply-site';
import type { Telling } from './telling';

type OnTarget<D, W> = { target: ApplyTarget<D, W>; targetId: string; called: string; product: Product };

/** What the engine works with, on what the panel keeps; to be used inside the app alone. */
export const partsOn = <D, W>(site: ApplySite, telling: Telling, of: OnTarget<D, W>): EngineParts<D, W> => {
  const place = site.place(of.product);
  return {
    ...of,
    journal: telling.told(journalIn(place)),
    backups: backupsIn(place),
    clock: { now: place.now, limit: (milliseconds) => AbortSignal.timeout(milliseconds) },
    // As the panel names whoever acts: what was begun here can be ended there.
    who: { name: site.who.name, account: holderOf(site.who.account) },
  };
};

/** The engine on what the panel keeps, each of its calls as the app would make it. */
export const engineOn = <D, W>(site: ApplySite, telling: Telling, of: OnTarget<D, W>): ApplyEngine<D, W> => {
  const engine = applyEngine(partsOn(site, telling, of));
  const inside = <A extends unknown[], T>(act: (...given: A) => Promise<T>) => {
    return (...given: A): Promise<T> => site.inside(of.product, () => act(...given));
  };
  return {
    preview: inside(engine.preview),
    apply: inside(engine.apply),
    noteCameIn: inside(engine.noteCameIn),
    keep: inside(engine.keep),
    restore: inside(engine.restore),
    leave: inside(engine.leave),
    recover: inside(engine.recover),
    view: inside(engine.view),
    history: inside(engine.history),
    deleteBackup: inside(engine.deleteBackup),
  };
};
