import type { Attempted, Reading } from '../apply/apply-target';
import {
  known,
  missing,
  noPlugin,
  type PluginFacts,
  type PluginSettings,
  type RestoreAccount,
} from '../checks/evidence';
import type { PluginTarget } from '../targets/plugin-target';
import { groupsOf } from '../targets/prove-way-back';
import { readStanding } from '../targets/read-standing';

export type PluginEvidence = {
  /** Beside the evidence of Casdoor: `{ ...gathered, ...facts }`. */
  facts: PluginFacts;
  /** For `given.plugin`, in place of an exported file; null where there is no configuration of Casdoor's yet. */
  settings: PluginSettings | null;
};

/**
 * The facts of the area "SSO plugin": what was read, the plugin's standing by the Universal Plugin Manager, and the way
 * back in. Judges nothing, and never rejects: what is not answered is not told.
 *
 * @param reading What reading its settings came to, with the credentials that `plugin.ask` sends.
 * @param about `account`: whose credentials they are, null for a token. `restoreAccount`: what the newest dry run makes
 *   of it; null where there is none.
 */
export const pluginEvidence = async <D, W>(
  plugin: Pick<PluginTarget<D, W>, 'target' | 'product' | 'ask' | 'doorOf' | 'settingsOf'>,
  reading: Attempted<Pick<Reading<D>, 'document'>>,
  { account, restoreAccount }: { account: string | null; restoreAccount: RestoreAccount | null },
  signal: AbortSignal,
): Promise<PluginEvidence> => {
  const { ask, product, target } = plugin;
  const kind = target.kind === 'atlassian-dc' ? 'atlassian-dc' : 'miniorange';
  const ofAccount = restoreAccount === null ? noPlugin.restoreAccount : known(restoreAccount);
  const failure = reading.ok ? (target.whyNot?.(reading.value.document) ?? null) : reading.failure;
  if (failure !== null || !reading.ok) {
    const lacking = missing({ reason: 'needs', fact: 'pluginReading' });
    // Whoever was refused is not asked again: each refusal brings the account nearer to its CAPTCHA.
    const isRefused = failure?.isFinal !== false || failure.code === 'unreachable';
    const standing = isRefused ? null : await readStanding(ask, kind, signal);
    return {
      facts: {
        ...noPlugin,
        pluginReading: known({ failure }),
        pluginStanding: standing === null ? lacking : known(standing),
        pluginWayBack: lacking,
        restoreAccount: ofAccount,
      },
      settings: null,
    };
  }
  const { document } = reading.value;
  const door = plugin.doorOf(document);
  const isLimited = door !== null && door.onlyFor !== null;
  const [standing, groups] = await Promise.all([
    readStanding(ask, kind, signal),
    isLimited && account !== null ? groupsOf(ask, product, account, signal) : null,
  ]);
  return {
    facts: {
      ...noPlugin,
      pluginReading: known({ failure: null }),
      pluginStanding: standing === null ? noPlugin.pluginStanding : known(standing),
      pluginWayBack: known({
        path: door?.path ?? null,
        by: door?.by ?? 'fallback',
        onlyFor: door?.onlyFor ? [...door.onlyFor] : null,
        account,
        groups,
      }),
      restoreAccount: ofAccount,
    },
    settings: plugin.settingsOf(document),
  };
};
