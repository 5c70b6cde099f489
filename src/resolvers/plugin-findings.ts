import { known, noEvidence, type RestoreAccount } from '../checks/evidence';
import type { Finding } from '../contract/report';
import type { Asked } from './call';
import { casdoorOf } from './casdoor-of';
import { givenOf } from './given-of';
import type { OpenPlugin } from './open-plugin';
import { reachOf } from './way-back';

/** Milliseconds for what is asked beside: version, licence, stated base URL. */
const lookLasts = 10_000;
/** Checks of other areas that are about the plugin's own address. */
const beside = ['redirect-uri-base-url'];

/**
 * What the checks of the plugin say of it as it was just read. They are the catalogue's own, so that whatever is found
 * here has its page, and is told in the same words as elsewhere.
 */
export const pluginFindings = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  { document, after }: { document: D; after: D },
): Promise<Finding[]> => {
  const [{ catalogue }, { runChecks }, { pluginEvidence }, { readStatedBaseUrl }] = await Promise.all([
    import('../checks/catalogue'),
    import('../checks/run-checks'),
    import('../diagnosis/plugin-evidence'),
    import('../targets/stated-base-url'),
  ]);
  const { access, ask, product, targetId } = plugin;
  const signal = AbortSignal.timeout(lookLasts);
  const account = access.kind === 'password' ? access.user : null;
  const [casdoor, restoreAccount] = await Promise.all([
    casdoorOf(asked, targetId),
    account === null ? null : restoreAccountOf(asked, targetId, account),
  ]);
  const [given, stated, { facts }] = await Promise.all([
    givenOf(asked, casdoor, targetId),
    readStatedBaseUrl(ask, product, signal),
    pluginEvidence(plugin, { ok: true, value: { document } }, { account, restoreAccount }, signal),
  ]);
  // The settings as they will be: what the plan itself mends is no finding.
  const evidence = { ...noEvidence({ ...given, plugin: plugin.settingsOf(after) }), ...facts };
  if (stated !== null) evidence.statedBaseUrl = known(stated);
  const checks = catalogue.filter(({ id, area }) => area === 'plugin' || beside.includes(id));
  return runChecks(checks, evidence).filter(({ outcome }) => outcome !== 'not-applicable' && outcome !== 'blocked');
};

/** What sign-ins make of the account that writes; null where no dry run tells. */
const restoreAccountOf = async (asked: Asked, target: string, account: string): Promise<RestoreAccount | null> => {
  const reach = await reachOf(asked, target, account);
  return reach === 'untold'
    ? null
    : { account, reachedBy: reach?.by ?? null, groupsLost: [...(reach?.groupsLost ?? [])] };
};
