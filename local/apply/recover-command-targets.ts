import { stateOf } from '../../src/apply/apply-state';
import { backupsIn } from '../../src/apply/backups';
import { applyEngine } from '../../src/apply/engine';
import { journalIn } from '../../src/apply/journal';
import { readAddress } from '../../src/casdoor/address';
import type { Vantage } from '../../src/casdoor/vantage';
import { isOpen } from '../../src/contract/apply';
import type { Place } from '../../src/store/place';
import { storeIn } from '../../src/store/store';
import { notedTargets, sweepTarget } from './command-targets';
import { withPlugin } from './plugin-on-site';

/**
 * At a start of the panel: does what is due on what the command has written to targets that the panel does not have, with
 * the credentials that were kept for it. Answers with when to look again, ISO 8601; null where nothing is open.
 */
export const recoverCommandTargets = async (place: Place, makeVantage: () => Vantage): Promise<string | null> => {
  const { pluginAccess, targets } = storeIn(place);
  const saved = (await targets.latest())?.value ?? [];
  const due: (string | null)[] = [];
  for (const { id, typed } of await notedTargets(place)) {
    const { kind, baseUrl, clientId } = typed;
    if (saved.includes(id)) continue;
    const log = await journalIn(place).newest(id);
    const isBusy = log !== null && isOpen(stateOf(log).step);
    await sweepTarget(place, id, isBusy);
    if (kind === 'casdoor' || baseUrl === null || !isBusy) continue;
    const { called, account } = log.head;
    const access = await pluginAccess.use(id, baseUrl, account ?? '');
    // Without them only whoever has some can go on, by the command.
    if (!access) continue;
    const reading = readAddress(typed.issuer);
    const host = reading.ok ? new URL(reading.value.origin).host : null;
    const { credentials } = access;
    const { product } = place;
    const vantage = makeVantage();
    try {
      const on = { kind, product, baseUrl: new URL(baseUrl), credentials, clientId, host, knownSecret: null };
      const view = await withPlugin(on, vantage, async ({ target }) => {
        const engine = applyEngine({
          target,
          targetId: id,
          called,
          product,
          journal: journalIn(place),
          backups: backupsIn(place),
          clock: { now: place.now, limit: (milliseconds) => AbortSignal.timeout(milliseconds) },
          who: null,
        });
        return (await engine.recover())?.view ?? null;
      });
      if (view && !isOpen(view.step)) await pluginAccess.forgetUnkept(id, account ?? '', place.now().toISOString());
      due.push(view?.dueAt ?? null);
    } finally {
      await vantage.close();
    }
  }
  return due.filter((at) => at !== null).sort()[0] ?? null;
};
