import type { WayBack } from '../contract/apply-calls';
import type { KeptWayBack } from '../store/store';
import type { Reach } from '../targets/prove-way-back';
import { WhoReaches } from '../targets/who-reaches';
import type { Asked } from './call';
import { dryRunOfNow } from './note-people';
import type { OpenPlugin } from './open-plugin';

/** Milliseconds that it counts that an account was accepted by its password. */
const proofLasts = 30 * 60_000;
/** Milliseconds for the form and the account's groups together. */
const lookLasts = 10_000;
/** Rows that are looked at one time. */
const windowSize = 200;

/** That an account was accepted, as long as it counts; null where none was tried for this base URL. */
export const keptProof = async (asked: Asked, target: string, baseUrl: string): Promise<KeptWayBack | null> => {
  const kept = await asked.store.wayBack.get(target);
  const age = kept ? asked.place.now().getTime() - Date.parse(kept.at) : 0;
  // Where the clock was set back, nobody knows how long ago it was.
  return kept && kept.baseUrl === baseUrl && Math.abs(age) < proofLasts ? kept : null;
};

/**
 * Whether somebody gets in once nobody can sign in through the plugin any more. The form is asked each time.
 *
 * @param document What will be in force: its door must be on, and its address answers already now.
 */
export const wayBackOf = async <D, W>(asked: Asked, plugin: OpenPlugin<D, W>, document: D): Promise<WayBack> => {
  const { settings, targetId, vantage, access, ask, product } = plugin;
  const { addressOfDoor, answersForm, groupsOf, judgeWayBack } = await import('../targets/prove-way-back');
  const door = plugin.doorOf(document);
  const proof = await keptProof(asked, targetId, settings.baseUrl);
  // Reading the plugin has just proved the credentials: where they are a password, they open the form as well.
  const account = proof?.account ?? (access.kind === 'password' ? access.user : null);
  const address = door ? addressOfDoor(settings.baseUrl, door) : '';
  const signal = AbortSignal.timeout(lookLasts);
  const [answers, groups, reach] = await Promise.all([
    door !== null && answersForm(vantage, address, signal),
    account === null || door?.onlyFor == null ? null : groupsOf(ask, product, account, signal),
    account === null ? null : reachOf(asked, targetId, account),
  ]);
  return judgeWayBack({ door, address, answersForm: answers, account, groups, reach });
};

/** Who in Casdoor signs in to an account, by the newest dry run of these settings. */
export const reachOf = async (asked: Asked, target: string, account: string): Promise<Reach> => {
  const run = await dryRunOfNow(asked, target);
  const view = run === null ? null : await asked.dryRuns.view(run);
  if (run === null || !view?.result || view.result.sums.untold.some(({ what }) => what === 'people')) return 'untold';
  const rows = asked.dryRuns.rows(run);
  const found = new WhoReaches(account, view.result);
  for (let from = 0; ; ) {
    const window = await rows.window({ group: null, search: account, from, count: windowSize });
    if (!window) return 'untold';
    for (const row of window.rows) found.add(row);
    from += window.rows.length;
    if (window.rows.length === 0 || from >= window.total) return found.reach;
  }
};
