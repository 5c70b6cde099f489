import * as v from 'valibot';
import {
  type ApplyKind,
  type ApplyView,
  applyKinds,
  applySteps,
  type Difference,
  type Guard,
  inForceKinds,
  type TargetFailure,
  targetFailureCodes,
} from '../../src/contract/apply';
import type { FieldByHand } from '../../src/contract/apply-calls';
import { type Product, products } from '../../src/contract/target';
import { statusNeeded } from './needs-somebody';

/*
 * The shape that scripts read: `docs/apply.schema.json` is made from it. Later versions only add, so that a script that
 * was written for this one goes on working.
 */

export const applyOutcomes = [
  'planned',
  'held',
  'nothing-to-write',
  'kept',
  'restored',
  'waiting',
  'not-written',
  'stuck',
  'refused',
] as const;
export type ApplyOutcomeName = (typeof applyOutcomes)[number];

const text = (description: string) => v.pipe(v.nullable(v.string()), v.description(description));
const field = { key: v.string(), tab: v.string(), label: v.string() };
const failure = v.looseObject({
  code: v.picklist(targetFailureCodes),
  message: v.string(),
  remedy: v.string(),
});

/** What `apply --json` prints. */
export const applyJsonSchema = v.looseObject({
  schema: v.literal(1),
  mode: v.picklist(['plan', 'yes', 'restore']),
  outcome: v.pipe(
    v.picklist(applyOutcomes),
    v.description(
      'planned: nothing was written, as asked; held: a guard does not hold; waiting: the new settings are in force, and nobody has kept them; stuck: a person has to look; refused: somebody else is at work, or the target could not be read.',
    ),
  ),
  message: v.pipe(v.string(), v.description('What came of it, whole sentences.')),
  target: v.nullable(
    v.looseObject({ kind: v.picklist(applyKinds), called: v.string(), product: v.picklist(products) }),
  ),
  inForce: v.pipe(
    v.nullable(v.picklist(inForceKinds)),
    v.description('Which settings the target holds; null where nothing was written.'),
  ),
  apply: text('Id of the apply, as --restore takes it; null where none was begun.'),
  changes: v.array(
    v.looseObject({
      ...field,
      before: text('Null where there is nothing, or where it is a secret.'),
      after: text('The same.'),
      isSecret: v.boolean(),
      canBeReadBack: v.boolean(),
    }),
  ),
  unchanged: v.pipe(v.number(), v.description('Fields that stay as they are.')),
  byHand: v.pipe(
    v.array(v.looseObject({ tab: v.string(), label: v.string(), value: v.string() })),
    v.description('Fields that are set on the plugin’s screen, since nothing writes them from here.'),
  ),
  guards: v.array(
    v.looseObject({
      id: v.string(),
      holds: v.boolean(),
      canBeOverruled: v.boolean(),
      isOverruled: v.boolean(),
      message: v.string(),
      consequence: v.nullable(v.string()),
    }),
  ),
  journal: v.array(
    v.looseObject({
      step: v.picklist(applySteps),
      at: v.string(),
      who: v.nullable(v.string()),
      inForce: v.picklist(inForceKinds),
      message: v.string(),
      failure: v.nullable(failure),
    }),
  ),
  cameIn: v.array(
    v.looseObject({
      who: v.string(),
      at: v.string(),
      isAdministrator: v.boolean(),
      how: v.picklist(['audit-log', 'said']),
    }),
  ),
  failure: v.nullable(failure),
  restoreCommand: text('Puts the old settings back; null where there is nothing to be put back.'),
});
export type ApplyJson = v.InferOutput<typeof applyJsonSchema>;

/** What came of a run, before it is told. Names no secret. */
export type ApplyResult = {
  mode: ApplyJson['mode'];
  outcome: ApplyOutcomeName;
  status: number;
  message: string;
  target: { kind: ApplyKind; called: string; product: Product } | null;
  difference: Difference | null;
  byHand: FieldByHand[];
  guards: Guard[];
  overruled: readonly string[];
  view: ApplyView | null;
  failure: TargetFailure | null;
  restoreCommand: string | null;
};

/** Somebody is needed before anything is known of the target. */
export const notBegun = (mode: ApplyResult['mode'], message: string): ApplyResult => ({
  mode,
  outcome: 'refused',
  status: statusNeeded,
  message,
  target: null,
  difference: null,
  byHand: [],
  guards: [],
  overruled: [],
  view: null,
  failure: null,
  restoreCommand: null,
});

export const toApplyJson = (result: ApplyResult): ApplyJson => {
  const { mode, outcome, message, target, difference, byHand, guards, overruled, view, restoreCommand } = result;
  const plain = (of: TargetFailure | null) => of && { code: of.code, message: of.message, remedy: of.remedy };
  return {
    schema: 1,
    mode,
    outcome,
    message,
    target,
    inForce: view?.inForce ?? null,
    apply: view?.id ?? null,
    changes: (difference?.changes ?? view?.changes ?? []).map(
      ({ key, tab, label, before, after, isSecret, canBeReadBack }) => ({
        key,
        tab,
        label,
        before,
        after,
        isSecret,
        canBeReadBack,
      }),
    ),
    unchanged: difference?.unchanged.length ?? 0,
    byHand: byHand.map(({ tab, label, value }) => ({ tab, label, value })),
    guards: guards.map((guard) => ({
      ...guard,
      isOverruled: isOverruled(guard, overruled),
    })),
    journal: (view?.entries ?? []).map(({ step, at, who, inForce, message: words, failure: of }) => ({
      step,
      at,
      who,
      inForce,
      message: words,
      failure: plain(of),
    })),
    cameIn: (view?.cameIn ?? []).map(({ who, at, isAdministrator, how }) => ({ who, at, isAdministrator, how })),
    failure: plain(result.failure),
    restoreCommand,
  };
};

export const isOverruled = ({ id, holds, canBeOverruled }: Guard, overruled: readonly string[]): boolean =>
  !holds && canBeOverruled && overruled.includes(id);
