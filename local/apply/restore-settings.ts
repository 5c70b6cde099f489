import { setTimeout as sleep } from 'node:timers/promises';
import { stateOf } from '../../src/apply/apply-state';
import type { ApplyEngine, Restored } from '../../src/apply/engine';
import { isOpen } from '../../src/contract/apply';
import type { RestoreArguments } from './apply-arguments';
import { differenceLines, failureWords } from './apply-text';
import { endOf } from './end-words';
import { engineOn } from './engine-of';
import { type FoundApply, findApply } from './find-apply';
import { NeedsSomebody, statusDone } from './needs-somebody';
import { toldPeople } from './people-after';
import { type RestoreSurroundings, resultOf } from './restore-result';
import { type ReachedTarget, withTargetOf } from './restored-target';
import type { Telling } from './telling';
import type { ApplyResult } from './told-result';
import { lookAfter } from './wait-for-keeper';
import { writeAgain } from './write-again';

/** Puts back what an apply found, whoever began it and wherever that stopped. */
export const restoreSettings = async (given: RestoreArguments, around: RestoreSurroundings): Promise<ApplyResult> => {
  const found = await findApply(given, around.site);
  const { head } = found.log;
  around.telling.say(`The apply of ${head.who} of ${head.startedAt} to ${head.called}:`);
  return withTargetOf(found, given, around, (reached) =>
    isOpen(stateOf(found.log).step)
      ? putBack(reached, found, given, around)
      : writeAgain(reached, found, given, around),
  );
};

const putBack = async <D, W>(
  { target, peopleAfter }: ReachedTarget<D, W>,
  found: FoundApply,
  given: RestoreArguments,
  { site, telling, questions, signal }: RestoreSurroundings,
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
  const people = view.step === 'restored' ? await toldPeople(peopleAfter, id, telling) : null;
  return { ...result, view, people, ...ended({ ...result, view }, called) };
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
