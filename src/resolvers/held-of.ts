import { type ApplyLog, journalIn } from '../apply/journal';
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
    newestKept(asked, target, called),
  ]);
  if (kept === null) return null;
  const holder = kept.log.head.account ?? '';
  // Of another plugin, or of an earlier apply.
  if (held !== null && held.called === called && (held.apply === kept.log.head.id || held.at >= kept.at))
    return { ...held, holder };
  const { id, who } = kept.log.head;
  return {
    apply: id,
    at: kept.at,
    who,
    how: 'applied',
    called,
    keyMark: '',
    plugin: null,
    application: null,
    findings: null,
    holder,
  };
};

const newestKept = async (
  { place }: Asked,
  target: string,
  called: string,
): Promise<{ log: ApplyLog; at: string } | null> => {
  const journal = journalIn(place);
  for (const id of await journal.ids(target)) {
    const log = await journal.read(id);
    const last = log?.entries.at(-1);
    if (!log || !last) continue;
    // Of another Jira, before the base URL was changed.
    if (log.head.called !== called) return null;
    if (last.step === 'kept' || (last.step === 'left' && last.inForce === 'new')) return { log, at: last.at };
  }
  return null;
};
