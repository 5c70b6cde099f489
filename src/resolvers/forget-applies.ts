import { applyOrdersIn } from '../apply/apply-orders';
import { backupsIn } from '../apply/backups';
import { journalIn } from '../apply/journal';
import { isOpen } from '../contract/apply';
import type { TargetSettings } from '../contract/panel-calls';
import type { Place } from '../store/place';
import { storeIn } from '../store/store';
import { keptWatchIn } from '../watch/kept-watch';
import type { Adapters } from './adapters';
import type { Asked } from './call';
import { requireSettled } from './recover-applies';

/** Forgets everything that is kept of writing to a target: journal, backups, people, credentials, and of watching it. */
export const forgetApplies = async (place: Place, target: string): Promise<void> => {
  const { pluginAccess, replacedSecrets, wayBack } = storeIn(place);
  const [{ notedPeopleIn }, { forgetRedirectUris }] = await Promise.all([
    import('../people/noted-people'),
    import('./redirect-uris'),
  ]);
  // What is secret first.
  await pluginAccess.remove(target);
  await replacedSecrets.remove(target);
  await backupsIn(place).forget(target);
  await notedPeopleIn(place).forget(target);
  await forgetRedirectUris(place, target);
  await journalIn(place).forget(target);
  await applyOrdersIn(place).forget(target);
  await wayBack.delete(target);
  await keptWatchIn(place).remove(target);
};

/**
 * Before a target's settings are saved: while something is neither kept nor restored, it stays the same plugin at the same
 * address, since what is due is done there.
 *
 * @throws Refusal where it would not.
 */
export const requireSamePlugin = async (
  asked: Asked,
  target: string,
  { plugin, product, baseUrl }: TargetSettings,
): Promise<void> => {
  const before = (await asked.store.target(target).latest())?.value;
  if (!before) return;
  if (before.plugin === plugin && before.product === product && before.baseUrl === baseUrl) return;
  await requireSettled(asked, target, 'it stays the same plugin at the same base URL');
};

/**
 * Deletes by our own clock what is too old, and what was typed for an apply that nobody has made; sends for a look at
 * whatever is not settled, since an event can get lost.
 */
export const sweepApplies = async (
  place: Place,
  targets: readonly string[],
  applies: Adapters['applies'],
): Promise<void> => {
  const { redirectUriJournals } = await import('./redirect-uris');
  const { notedPeopleIn } = await import('../people/noted-people');
  for (const target of targets) {
    const ids = [target, ...redirectUriJournals(target)];
    const open = await Promise.all(ids.map((id) => isUnsettled(place, id)));
    await storeIn(place).pluginAccess.sweep(target, open[0] === true);
    if (open[0] !== true) await storeIn(place).replacedSecrets.remove(target);
    await notedPeopleIn(place).sweep(target);
    for (const id of ids) await backupsIn(place).sweep(id);
    if (open.includes(true)) await applies?.lookAt(place.product, target, place.now().toISOString());
  }
};

const isUnsettled = async (place: Place, id: string): Promise<boolean> => {
  const log = await journalIn(place).newest(id);
  return log !== null && isOpen(log.entries.at(-1)?.step ?? 'begun');
};
