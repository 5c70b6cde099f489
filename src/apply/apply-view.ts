import type { ApplyView } from '../contract/apply';
import { stateOf } from './apply-state';
import type { ApplyLog } from './journal';
import type { EngineParts } from './parts';

/** What the panel sees of an apply. Journal and plan name no secret, so neither does it. */
export const applyView = async (
  {
    journal,
    backups,
    targetId,
    product,
  }: Pick<EngineParts<never, never>, 'journal' | 'backups' | 'targetId' | 'product'>,
  { head, entries }: ApplyLog,
): Promise<ApplyView> => {
  const { step, inForce, deadlineAt, cameIn, nextAt, isResting } = stateOf({ head, entries });
  const [plan, backupUntil] = await Promise.all([journal.plan(head.id), backups.until(targetId, head.id)]);
  return {
    id: head.id,
    target: head.target,
    kind: head.kind,
    product,
    who: head.who,
    startedAt: head.startedAt,
    mappingVersion: head.mappingVersion,
    isAsBefore: head.isAsBefore === true,
    step,
    inForce,
    changes: plan?.changes ?? [],
    overruled: plan?.overruled ?? [],
    deadlineAt: step === 'waiting' || step === 'keeping' ? deadlineAt : null,
    wasDueAt: entries.findLast((entry) => entry.deadlineAt !== null)?.deadlineAt ?? null,
    dueAt: nextAt === null ? null : new Date(nextAt).toISOString(),
    isResting,
    cameIn,
    entries: entries.map((entry) => ({
      step: entry.step,
      at: entry.at,
      who: entry.who,
      inForce: entry.inForce,
      message: entry.message,
      failure: entry.failure,
    })),
    backupUntil,
  };
};
