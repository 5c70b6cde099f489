import { createHash } from 'node:crypto';
import { redirectAlone } from '../apply/guards';
import { askTarget } from '../apply/look';
import { prepare } from '../apply/write-plan';
import type { Difference } from '../contract/apply';
import type { ApplyChange, ApplyPlan } from '../contract/apply-calls';
import { productNames } from '../contract/target';
import type { Asked } from './call';
import { judgeApply } from './judge-apply';
import type { OpenPlugin } from './open-plugin';
import { refusalOf, wantedChange } from './wanted-change';
import { whyNotRead } from './why-not-read';

/**
 * A fingerprint of what was shown: of what was read, and of each field as it would be written. A client secret shows no
 * value: of it counts when it was saved.
 */
export const shownAs =
  (secretAt: string | null) =>
  (fingerprint: string, { changes }: Difference): string =>
    createHash('sha256')
      .update(JSON.stringify([fingerprint, changes, changes.some(({ isSecret }) => isSecret) ? secretAt : null]))
      .digest('base64url');

/**
 * What would be written, and what stands between it and the button. Reads the plugin and writes nothing.
 *
 * @throws Refusal where the plugin could not be read, or nothing can be planned.
 */
export const planApply = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  asks: ApplyChange,
): Promise<ApplyPlan> => {
  const { called, parts, settings, target } = plugin;
  // Before the secret itself is read, and at the write after it: what is saved in between is seen.
  const secretAt = await asked.store.secrets.changedAt(plugin.targetId);
  // What is wanted needs Casdoor, what is there the plugin: both are asked at the same time.
  const [wanted, read] = await Promise.all([
    wantedChange(asked, plugin, asks),
    askTarget(parts, (signal) => target.read(signal)),
  ]);
  if (!read.ok) throw await whyNotRead(asked, plugin, read.failure);
  const { document, fingerprint } = read.value;
  const prepared = await prepare(parts, read.value, wanted.change);
  if (!prepared.ok) throw refusalOf(prepared.failure);
  const { send: _send, ...plan } = prepared.value;
  const { change } = wanted;
  const judged = await judgeApply(asked, plugin, { document, plan, change, typedName: '' });
  const redirectTo = (isOn: boolean) => {
    const [change] = target.plan(plan.after, plugin.redirected(isOn)).difference.changes;
    return change ? { isOn, label: change.label } : null;
  };
  return {
    change: asks,
    called,
    productName: productNames[settings.product],
    summary: { ...plan.difference, fingerprint: shownAs(secretAt)(fingerprint, plan.difference) },
    guards: [redirectAlone(plan.difference), ...judged.guards],
    wayBack: judged.wayBack,
    byHand: wanted.mapping === null ? [] : plugin.byHand(wanted.mapping.value),
    findings: judged.findings,
    mappingVersion: wanted.mapping?.version ?? null,
    // Where everybody is sent there already, the way back from that.
    redirect: redirectTo(true) ?? redirectTo(false),
    canTryFromNode: plugin.probe !== null && asks.kind === 'settings',
    at: asked.place.now().toISOString(),
  };
};
