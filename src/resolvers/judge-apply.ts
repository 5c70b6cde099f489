import type { Plan } from '../apply/apply-target';
import { isRedirecting, judgeGuards } from '../apply/guards';
import { inForceGuard, pluginFindingsGuard } from '../apply/plugin-guards';
import type { Change } from '../apply/write-plan';
import type { Difference, Guard } from '../contract/apply';
import type { WayBack } from '../contract/apply-calls';
import type { Finding } from '../contract/report';
import { Refusal } from '../store/refusal';
import type { Asked } from './call';
import { guardFacts } from './guard-facts';
import type { OpenPlugin } from './open-plugin';
import { pluginFindings } from './plugin-findings';
import { wantedChange } from './wanted-change';
import { wayBackOf } from './way-back';

export type JudgedApply = { guards: Guard[]; wayBack: WayBack; findings: Finding[] };

/**
 * All that stands between a plan and its write, judged at this moment: the same for whoever looks at the plan and for the
 * press that writes it. A call on Forge lives 25 s, so whatever is asked is asked at the same time.
 */
export const judgeApply = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  about: { document: D; plan: Plan<D>; change: Change<W>; typedName: string },
): Promise<JudgedApply> => {
  const { document, plan, change } = about;
  const [{ wayBack, facts }, findings, inForce] = await Promise.all([
    wayBackOf(asked, plugin, plan.after).then(async (wayBack) => ({
      wayBack,
      facts: await guardFacts(asked, plugin, { ...about, wayBack }),
    })),
    pluginFindings(asked, plugin, { document, after: plan.after }),
    change.kind === 'wanted' && isRedirecting(plan.difference) ? inForceGuards(asked, plugin, document) : [],
  ]);
  return { guards: [...judgeGuards(facts), ...pluginFindingsGuard(findings), ...inForce], wayBack, findings };
};

const inForceGuards = async <D, W>(asked: Asked, plugin: OpenPlugin<D, W>, document: D): Promise<Guard[]> => [
  inForceGuard(plugin.called, await toSaved(asked, plugin, document), 'Write these first, in a plan of their own.'),
];

/** From what is there to what is saved; null where nothing could be made of what is saved. */
const toSaved = async <D, W>(asked: Asked, plugin: OpenPlugin<D, W>, document: D): Promise<Difference | null> => {
  try {
    const { change } = await wantedChange(asked, plugin, { kind: 'settings' });
    return change.kind === 'wanted' ? plugin.target.plan(document, change.wanted).difference : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};
