import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { stateOf } from '../../src/apply/apply-state';
import type { ApplyTarget } from '../../src/apply/apply-target';
import type { ApplyEngine, Restored } from '../../src/apply/engine';
import type { Vantage } from '../../src/casdoor/vantage';
import { type ApplyKind, type ApplyView, isOpen } from '../../src/contract/apply';
import type { RestoreArguments } from './apply-arguments';
import type { ApplySite } from './apply-site';
import { differenceLines, failureWords } from './apply-text';
import { engineOn } from './engine-of';
import { endWords, type FoundApply, findApply } from './find-apply';
import { NeedsSomebody, statusDone } from './needs-somebody';
import type { Questions } from './questions';
import { restoreCommand } from './restore-command';
import { type Judge, withTargetOf } from './restored-target';
import type { Telling } from './telling';
import { type ApplyResult, notBegun } from './told-result';
import { lookAfter } from './wait-for-keeper';
import { endOf, notSent } from './write-settings';

type Surroundings = {
  site: ApplySite;
  telling: Telling;
  questions: Questions | null;
  vantage: Vantage;
  signal: AbortSignal;
};

/** Puts back what an apply found, whoever began it and wherever that stopped. */
export const restoreSettings = async (given: RestoreArguments, around: Surroundings): Promise<ApplyResult> => {
  const found = await findApply(given, around.site);
  const { head } = found.log;
  around.telling.say(`The apply of ${head.who} of ${head.startedAt} to ${head.called}:`);
  return withTargetOf(found, given, around, (target, judge) =>
    isOpen(stateOf(found.log).step)
      ? putBack(target, found, given, around)
      : writeAgain(target, judge, found, given, around),
  );
};

const resultOf = (
  { product, log }: FoundApply,
  given: RestoreArguments,
  kind: ApplyKind,
  view: ApplyView | null,
): ApplyResult => ({
  ...notBegun('restore', ''),
  target: { kind, called: log.head.called, product },
  view,
  restoreCommand: restoreCommand(given, log.head.id),
});

/** What an apply found that has ended is written again, as an apply of its own that is shown first. */
const writeAgain = async <D, W>(
  target: ApplyTarget<D, W>,
  judge: Judge<D>,
  found: FoundApply,
  given: RestoreArguments,
  { site, telling, questions, signal }: Surroundings,
): Promise<ApplyResult> => {
  const { product, log } = found;
  const { called, target: targetId } = log.head;
  const engine = engineOn(site, telling, { target, targetId, called, product });
  const result = { ...resultOf(found, given, target.kind, null), restoreCommand: null };
  const change = { kind: 'as-before', apply: log.head.id } as const;
  const shown = await engine.preview(change);
  if (!shown.ok) return { ...result, failure: shown.failure, message: failureWords(shown.failure) };
  const isThere = `${called} holds what it held before that apply.`;
  if (shown.value.changes.length === 0)
    return { ...result, outcome: 'nothing-to-write', status: statusDone, message: isThere };
  telling.say(`It was ${endWords(log)}. What it found would be written again:`);
  for (const line of differenceLines(shown.value, called, [], telling.paint)) telling.say(line);
  const answer = await questions?.ask('Write it? Type yes: ', signal);
  if (answer?.trim().toLowerCase() !== 'yes')
    return {
      ...result,
      outcome: 'held',
      difference: shown.value,
      message:
        'Nothing was written: that apply has ended, so somebody has to say yes at a terminal, or write it again from the history in the step Apply of the panel.',
    };
  const applied = await engine.apply({
    id: randomUUID(),
    change,
    shown: shown.value.fingerprint,
    mappingVersion: null,
    // By what was there before, perhaps nobody can come in through the plugin at all.
    keepWithin: null,
    overruled: [],
    judge,
  });
  if (applied.kind !== 'done') return { ...result, difference: shown.value, ...notSent(applied, called) };
  const view = await lookAfter(engine, applied.view, signal);
  const end = endOf(view, called, restoreCommand(given, view.id));
  return { ...result, view, ...end, ...(view.step === 'kept' ? { message: isThere } : {}) };
};

const putBack = async <D, W>(
  target: ApplyTarget<D, W>,
  found: FoundApply,
  given: RestoreArguments,
  { site, telling, questions, signal }: Surroundings,
): Promise<ApplyResult> => {
  const { product, log } = found;
  const { id, called, target: targetId } = log.head;
  const engine = engineOn(site, telling, { target, targetId, called, product });
  // What a process that died has left is taken up first.
  await engine.recover();
  const result = resultOf(found, given, target.kind, await engine.view(id));
  if (result.view && !isOpen(result.view.step)) return { ...result, ...ended(result, called) };
  let restored = await onceFree(engine, id, telling, signal);
  if (restored?.kind === 'differs') {
    const { difference, fingerprint } = restored;
    telling.say(`${called} holds something else than was applied: somebody has changed it since.`);
    for (const line of differenceLines(difference, called, [], telling.paint)) telling.say(line);
    const answer = await questions?.ask('Put the old settings back over it? Type yes: ', signal);
    if (answer?.trim().toLowerCase() !== 'yes')
      return {
        ...result,
        outcome: 'stuck',
        difference,
        message: `Nothing was put back: ${called} holds something else than was applied. Look at what would change, and say yes at a terminal or press Restore in the panel.`,
      };
    restored = await engine.restore(id, fingerprint);
  }
  if (restored === null) throw new NeedsSomebody('This apply is not there any more.');
  if (restored.kind === 'differs')
    return { ...result, message: `Nothing was put back: ${called} has changed once more. Start it again.` };
  if (restored.kind === 'unreadable')
    return {
      ...result,
      outcome: 'stuck',
      view: restored.view,
      failure: restored.failure,
      message: failureWords(restored.failure),
    };
  const view = await lookAfter(engine, restored.view, signal);
  return { ...result, view, ...ended({ ...result, view }, called) };
};

/** What a process that died a moment ago has sent may still arrive: until then nobody restores. */
const onceFree = async <D, W>(
  engine: ApplyEngine<D, W>,
  id: string,
  telling: Telling,
  signal: AbortSignal,
): Promise<Restored | null> => {
  for (;;) {
    const restored = await engine.restore(id, null);
    if (restored?.kind !== 'not-open') return restored;
    const { step, dueAt } = restored.view;
    if (!isOpen(step) || dueAt === null || signal.aborted) return restored;
    const due = Math.max(1_000, Date.parse(dueAt) - Date.now());
    telling.say(`Somebody may still be at work on it: it is looked at again in ${Math.ceil(due / 1_000)} seconds.`);
    await sleep(due, undefined, { signal }).catch(() => {});
    await engine.recover();
  }
};

/** Old settings in force are what was asked for. */
const ended = ({ view, restoreCommand: command }: ApplyResult, called: string) => {
  if (!view) throw new NeedsSomebody('This apply is not there any more.');
  const end = endOf(view, called, command ?? '');
  const isOld = view.step === 'restored' || (view.step === 'not-written' && view.inForce === 'old');
  if (!isOld) return end;
  return {
    ...end,
    status: statusDone,
    failure: null,
    restoreCommand: null,
    message: `${called} holds the old settings.`,
  };
};
