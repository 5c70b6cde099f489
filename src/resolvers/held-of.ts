import { type ApplyLog, journalIn } from '../apply/journal';
import type { Place } from '../store/place';
import { type Held, keptWatchIn } from '../watch/kept-watch';
import type { Asked } from './call';
import { calledOf } from './open-plugin';
import { requireTarget } from './panel-state';

/**
 * What a target is held against: what was accepted last, or the newest apply that was kept, whichever is younger. `holder`
 * names whoever applied, whose credentials the plugin is read with. Null: nothing was applied to this plugin yet.
 */
export const heldOf = async (asked: Asked, target: string): Promise<(Held & { holder: string }) | null> => {
  const called = calledOf((await requireTarget(asked, target)).value);
  const [held, kept] = await Promise.all([
    keptWatchIn(asked.place).held.get(target),
    newestKept(asked.place, target, called),
  ]);
  if (kept === null) return null;
  const holder = kept.log.head.account ?? '';
  // Of another plugin, or of an earlier apply.
  if (held !== null && held.called === called && (held.apply === kept.log.head.id || held.at >= kept.at))
    return { ...held, holder };
  const { id, who } = kept.log.head;
  const noted = await keptWatchIn(asked.place).noted.get(target);
  const own = noted?.apply === id ? noted : null;
  const application = own?.application ?? null;
  return {
    apply: id,
    at: kept.at,
    who,
    how: 'applied',
    called,
    keyMark: own?.keyMark ?? '',
    plugin: null,
    application,
    applicationSince: application && own ? own.at : null,
    applicationHow: application ? 'applied' : 'first-look',
    secretPrint: own?.secretPrint ?? null,
    isSecretShown: false,
    findings: null,
    holder,
  };
};

/**
 * The newest apply that was kept, and when; null where there is none.
 *
 * @param called The plugin as it is called now; null: whatever it was.
 */
export const newestKept = async (
  place: Place,
  target: string,
  called: string | null,
): Promise<{ log: ApplyLog; at: string } | null> => {
  const journal = journalIn(place);
  for (const id of await journal.ids(target)) {
    const log = await journal.read(id);
    const last = log?.entries.at(-1);
    if (!log || !last) continue;
    // Of another Jira, before the base URL was changed.
    if (called !== null && log.head.called !== called) return null;
    if (last.step === 'kept' || (last.step === 'left' && last.inForce === 'new')) return { log, at: last.at };
  }
  return null;
};
