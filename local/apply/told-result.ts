import * as v from 'valibot';
import { findingJson, findingSchema } from '../../src/checks/report-json';
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
import type { ApplyChange, FieldByHand } from '../../src/contract/apply-calls';
import type { Finding } from '../../src/contract/report';
import { type Product, products } from '../../src/contract/target';
import { statusNeeded } from './needs-somebody';
import type { PeopleAfter } from './people-after';

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
  'seen',
  'not-seen',
  'not-told',
] as const;
const changes = ['settings', 'redirect', 'as-before'] as const satisfies readonly ApplyChange['kind'][];
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
  mode: v.picklist(['plan', 'yes', 'restore', 'try-from-node']),
  outcome: v.pipe(
    v.picklist(applyOutcomes),
    v.description(
      'planned: nothing was written, as asked; held: a guard does not hold; waiting: the new settings are in force, and nobody has kept them; stuck: a person has to look; refused: somebody else is at work, or the target could not be read; seen, not-seen, not-told: what Jira or Confluence itself made of Casdoor’s discovery document.',
    ),
  ),
  change: v.pipe(
    v.nullable(v.picklist(changes)),
    v.description(
      'settings: settings and mapping; redirect: the second plan, which sends everybody to the new sign-in; as-before: what was there before an earlier apply; null where nothing was planned.',
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
  unread: v.pipe(
    v.array(v.string()),
    v.description('Labels of fields that are not written, and that nothing tells: they were not compared.'),
  ),
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
  people: v.pipe(
    v.nullable(
      v.looseObject({
        noted: v.number(),
        looked: v.number(),
        why: text('Why it could not be looked at; null where it could.'),
        differing: v.array(
          v.looseObject({
            user: v.string(),
            isAdministrator: v.boolean(),
            differences: v.array(
              v.looseObject({
                field: v.picklist(['groups-lost', 'groups-gained', 'email', 'full-name']),
                before: v.string(),
                now: v.string(),
              }),
            ),
            problem: text('Why nothing is known of them; null where they were read.'),
          }),
        ),
      }),
    ),
    v.description(
      'Who is not as they were before the write, once the old settings are back; null where they are not, or nobody was noted.',
    ),
  ),
  second: v.pipe(
    v.nullable(v.looseObject({ label: v.string(), isOpen: v.boolean() })),
    v.description(
      'The field that the second plan writes, and whether somebody who administers nothing has come in for it; null where it is written, there is none, or the first plan is not in force.',
    ),
  ),
  findings: v.pipe(v.array(findingSchema), v.description('Of --try-from-node; empty otherwise.')),
  failure: v.nullable(failure),
  restoreCommand: text('Puts the old settings back; null where there is nothing to be put back.'),
});
export type ApplyJson = v.InferOutput<typeof applyJsonSchema>;

/** What came of a run, before it is told. Names no secret. */
export type ApplyResult = {
  mode: ApplyJson['mode'];
  change: ApplyJson['change'];
  outcome: ApplyOutcomeName;
  status: number;
  message: string;
  target: { kind: ApplyKind; called: string; product: Product } | null;
  difference: Difference | null;
  byHand: FieldByHand[];
  guards: Guard[];
  overruled: readonly string[];
  view: ApplyView | null;
  second: { label: string; isOpen: boolean } | null;
  findings: readonly Finding[];
  people: PeopleAfter | null;
  failure: TargetFailure | null;
  restoreCommand: string | null;
};

/** Somebody is needed before anything is known of the target. */
export const notBegun = (mode: ApplyResult['mode'], message: string): ApplyResult => ({
  mode,
  change: null,
  outcome: 'refused',
  status: statusNeeded,
  message,
  target: null,
  difference: null,
  byHand: [],
  guards: [],
  overruled: [],
  view: null,
  second: null,
  findings: [],
  people: null,
  failure: null,
  restoreCommand: null,
});

export const toApplyJson = (result: ApplyResult): ApplyJson => {
  const { mode, change, outcome, message, target, difference, byHand, guards, overruled, view, restoreCommand } =
    result;
  const plain = (of: TargetFailure | null) => of && { code: of.code, message: of.message, remedy: of.remedy };
  return {
    schema: 1,
    mode,
    outcome,
    change,
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
    unchanged: difference?.unchanged.filter(({ isUnread }) => isUnread !== true).length ?? 0,
    unread: unreadIn({ unchanged: difference?.unchanged ?? [] }),
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
    people: result.people,
    second: result.second,
    findings: result.findings.map(findingJson),
    failure: plain(result.failure),
    restoreCommand,
  };
};

export const isOverruled = ({ id, holds, canBeOverruled }: Guard, overruled: readonly string[]): boolean =>
  !holds && canBeOverruled && overruled.includes(id);

/** Labels of what is not written and could not be compared. */
export const unreadIn = ({ unchanged }: Pick<Difference, 'unchanged'>): string[] =>
  unchanged.filter(({ isUnread }) => isUnread === true).map(({ label }) => label);
