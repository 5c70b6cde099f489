import type { Plan } from '../apply/apply-target';
import { administratorsBy, type GuardFacts, type StepStanding } from '../apply/guards';
import type { Change } from '../apply/write-plan';
import type { ApplyView } from '../contract/apply';
import type { WayBack } from '../contract/apply-calls';
import { type JudgedStep, stepAreas } from '../contract/report';
import { productNames } from '../contract/target';
import type { Asked } from './call';
import { changedAt, signInChangedAt } from './changed-at';
import { dryRunOfNow } from './note-people';
import type { OpenPlugin } from './open-plugin';

/** Steps whose verdict holds a write back, as the panel spells them. */
const judged = [
  { step: 'connect', name: 'Connect' },
  { step: 'client', name: 'Client' },
  { step: 'mapping', name: 'Mapping' },
] as const satisfies { step: JudgedStep; name: string }[];

/** Applies that are looked through for somebody who came in. */
const mostLookedAt = 20;

/** All that guards judge, gathered from what the backend itself keeps at this moment. */
export const guardFacts = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  about: { document: D; plan: Plan<D>; change: Change<W>; wayBack: WayBack; typedName: string },
): Promise<GuardFacts> => {
  const { called, settings, targetId } = plugin;
  const { plan, change, wayBack, typedName } = about;
  const [steps, signIn, administrators, history, canSecretReturn] = await Promise.all([
    stepsOf(asked, targetId),
    signInOf(asked, targetId),
    administratorsOf(asked, targetId),
    plugin.engine.history(mostLookedAt),
    canSecretReturnIn(asked, plugin, about),
  ]);
  return {
    called,
    productName: productNames[settings.product],
    difference: plan.difference,
    wayBack,
    steps,
    signIn,
    administrators,
    canSecretReturn,
    isEarlier: change.kind === 'as-before',
    hasUserComeIn: hasUserComeIn(history),
    typedName,
  };
};

const canSecretReturnIn = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  { document, plan, change }: { document: D; plan: Plan<D>; change: Change<W> },
): Promise<GuardFacts['canSecretReturn']> => {
  if (change.kind !== 'wanted') return null;
  const canReturn = plugin.canSecretReturn({ document, after: plan.after }, change.wanted);
  const secret = plugin.typedSecret;
  const clientId = plugin.replacedClientId(document, change.wanted);
  if (canReturn !== true || secret === null || clientId === null) return canReturn;
  const { tryTypedSecret } = await import('./typed-secret');
  return tryTypedSecret(asked, plugin.targetId, { clientId, secret });
};

/** By the newest report; one of other settings judges nothing. */
const stepsOf = async (asked: Asked, target: string): Promise<StepStanding[]> => {
  const [{ last }, changed] = await Promise.all([asked.runs.ofSubject(target), changedAt(asked, target)]);
  const report = last?.result && changed <= last.result.at ? last.result : null;
  return judged.map(({ step, name }) => {
    const areas: readonly string[] = stepAreas[step];
    const isLookedAt = report?.findings.some(({ area }) => areas.includes(area)) ?? false;
    return { step, name, verdict: report && isLookedAt ? report.steps[step].verdict : null };
  });
};

const signInOf = async ({ orders, ...asked }: Asked, target: string): Promise<GuardFacts['signIn']> => {
  const [now, ever] = await Promise.all([
    signInChangedAt({ orders, ...asked }, target).then((at) => orders.seen(target, at)),
    orders.seen(target, ''),
  ]);
  const seen = now ?? ever;
  return seen && { isStale: now === null, at: seen.at };
};

const administratorsOf = async (asked: Asked, target: string): Promise<GuardFacts['administrators']> => {
  const run = await dryRunOfNow(asked, target);
  const view = run === null ? null : await asked.dryRuns.view(run);
  return view?.result ? administratorsBy(view.result.sums) : null;
};

/** Since the settings that people sign in with were written. @param history Newest first. */
export const hasUserComeIn = (history: readonly ApplyView[]): boolean => {
  for (const { step, inForce, changes, cameIn } of history) {
    // What was in force before them is so again.
    if (step === 'restored' || step === 'not-written') continue;
    // What people sign in with is neither known nor from here.
    if (step === 'left' && inForce !== 'new') return false;
    if (cameIn.some(({ isAdministrator }) => !isAdministrator)) return true;
    if (changes.some(({ isRisky }) => isRisky === null)) return false;
  }
  return false;
};
