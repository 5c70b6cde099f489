import { journalIn } from '../apply/journal';
import { type ApplyStep, type ApplyView, applyEnds, isOpen } from '../contract/apply';
import type { Product } from '../contract/target';
import { Refusal } from '../store/refusal';
import { storeIn } from '../store/store';
import type { Adapters } from './adapters';
import { askedAt } from './asked';
import { type Asked, logFailure } from './call';
import { type Actor, closedEngine, withPlugin } from './open-plugin';
import { recoverRedirectUris } from './recover-redirect-uris';

/** Ends after which credentials that were typed for this one apply are not needed any more. */
const settled: readonly ApplyStep[] = applyEnds.filter((end) => end !== 'not-written');

/**
 * Does what is due on what was applied to a target: the deadline, another try, what a dead process has left. With the
 * credentials of whoever applied; without any, a person has to look. Then sees that it is looked at again in time.
 */
export const recoverApplies = async (asked: Asked, target: string): Promise<void> => {
  const log = await journalIn(asked.place).newest(target);
  if (log && isOpen(log.entries.at(-1)?.step ?? 'begun')) {
    const actor: Actor = { name: log.head.who, holder: log.head.account ?? '', isPerson: false };
    try {
      await withPlugin(asked, target, actor, async (plugin) => {
        await plugin.engine.recover();
        await (await import('./people-of-apply')).noteWhoLost(asked, plugin, log.head.id);
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await (await closedEngine(asked, target, actor)).recover();
    }
  }
  await lookAfterwards(asked, target, null);
};

/**
 * After something was done: the next look is arranged, and what was typed for an apply that has ended is forgotten.
 *
 * @param holder Whoever acted, beside whoever applied.
 */
export const lookAfterwards = async (asked: Asked, target: string, holder: string | null): Promise<void> => {
  const { adapters, place, store } = asked;
  const newest = await newestApply(asked, target);
  const end = newest && settled.includes(newest.view.step) ? endOf(newest.view) : null;
  if (newest && end !== null) {
    for (const each of new Set([newest.holder, holder]))
      if (each !== null) await store.pluginAccess.forgetUnkept(target, each, end);
    const typedAt = await store.replacedSecrets.changedAt(target);
    if (typedAt !== null && typedAt <= end) await store.replacedSecrets.remove(target);
  }
  const redirectUris = await recoverRedirectUris(asked, target);
  const due = [newest?.view.dueAt ?? null, redirectUris].filter((at) => at !== null).sort()[0];
  if (due !== undefined) await adapters.applies?.lookAt(place.product, target, due);
};

/** When it ended, ISO 8601: who comes in later is noted behind it. */
const endOf = ({ step, entries }: ApplyView): string | null => entries.find((entry) => entry.step === step)?.at ?? null;

/** The newest apply, whatever came of it, and who made it. Asks nobody. */
export const newestApply = async (
  asked: Asked,
  target: string,
): Promise<{ view: ApplyView; holder: string | null } | null> => {
  const log = await journalIn(asked.place).newest(target);
  if (!log) return null;
  const engine = await closedEngine(asked, target, { name: '', holder: '', isPerson: false });
  const view = await engine.view(log.head.id);
  return view && { view, holder: log.head.account };
};

/** The same for every target of a product, at a start. What goes wrong with one keeps no other waiting. */
export const recoverProduct = async (adapters: Adapters, product: Product): Promise<void> => {
  const place = { product, who: '', account: null, now: adapters.now };
  const ids = (await storeIn(place).targets.latest())?.value ?? [];
  for (const id of ids)
    try {
      await recoverApplies(askedAt(place, adapters), id);
    } catch (error) {
      logFailure('recoverApplies', error);
    }
};

/**
 * @throws Refusal where something that was applied is not settled yet: what is forgotten could not be put back.
 * @param until What is so until then, such as "it cannot be removed".
 */
export const requireSettled = async ({ place }: Asked, target: string, until: string): Promise<void> => {
  const log = await journalIn(place).newest(target);
  if (!log || !isOpen(log.entries.at(-1)?.step ?? 'begun')) return;
  const { called, who } = log.head;
  throw new Refusal('busy', `What ${who} wrote to ${called} is neither kept nor restored yet: until then ${until}.`, {
    remedy: 'Press Keep or Restore on Apply first; where it needs you, "Leave as it is" ends it as well.',
  });
};
