import { randomUUID } from 'node:crypto';
import { openGuards, redirectAlone } from '../../src/apply/guards';
import { askTarget } from '../../src/apply/look';
import { prepare } from '../../src/apply/write-plan';
import type { RestoreArguments } from './apply-arguments';
import { differenceLines, failureWords, guardLines, holdsAll } from './apply-text';
import { endOf, notSent } from './end-words';
import { engineOn, partsOn } from './engine-of';
import { endWords, type FoundApply } from './find-apply';
import { statusDone } from './needs-somebody';
import { toldPeople } from './people-after';
import { restoreCommand } from './restore-command';
import { type RestoreSurroundings, resultOf } from './restore-result';
import type { ReachedTarget } from './restored-target';
import type { ApplyResult } from './told-result';
import { lookAfter } from './wait-for-keeper';

/** Those that "yes" answers: they were shown before it, with what may happen. */
const answered = ['earlier-settings-untried', 'administrators-not-noted'];

/** What an apply found that has ended is written again, as an apply of its own that is shown first. */
export const writeAgain = async <D, W>(
  { target, judge, peopleAfter }: ReachedTarget<D, W>,
  found: FoundApply,
  given: RestoreArguments,
  { site, telling, questions, signal }: RestoreSurroundings,
): Promise<ApplyResult> => {
  const { product, log } = found;
  const { called, target: targetId } = log.head;
  const on = { target, targetId, called, product };
  const engine = engineOn(site, telling, on);
  const parts = partsOn(site, telling, on);
  const result = { ...resultOf(found, given, target.kind, null), restoreCommand: null };
  const change = { kind: 'as-before', apply: log.head.id } as const;
  const read = await askTarget(parts, (until) => target.read(until));
  if (!read.ok) return { ...result, failure: read.failure, message: failureWords(read.failure) };
  const prepared = await site.inside(product, () => prepare(parts, read.value, change));
  if (!prepared.ok) return { ...result, failure: prepared.failure, message: failureWords(prepared.failure) };
  const { send: _send, ...plan } = prepared.value;
  const { difference } = plan;
  const isThere = holdsAll(`${called} holds what it held before that apply`, difference);
  if (difference.changes.length === 0)
    return { ...result, outcome: 'nothing-to-write', status: statusDone, message: isThere };
  telling.say(`It was ${endWords(log)}. What it found would be written again:`);
  for (const line of differenceLines(difference, called, [], telling.paint)) telling.say(line);
  const guards = await site.inside(product, async () => [redirectAlone(difference), ...(await judge({ plan }, null))]);
  telling.say('');
  for (const line of guardLines(guards, answered, telling.paint, true)) telling.say(line);
  const shown = { ...result, difference, guards };
  const held = openGuards(guards, answered);
  if (held.length > 0)
    return {
      ...shown,
      outcome: 'held',
      message: `Nothing was written: ${held.map(({ message }) => message).join(' ')} docs/apply.md says how a backup is put back by hand.`,
    };
  const answer = await questions?.ask('Write it? Type yes: ', signal);
  if (answer?.trim().toLowerCase() !== 'yes')
    return {
      ...shown,
      outcome: 'held',
      message:
        'Nothing was written: that apply has ended, so somebody has to say yes at a terminal, or write it again from the history in the step Apply of the panel.',
    };
  const id = randomUUID();
  const applied = await engine.apply({
    id,
    change,
    shown: read.value.fingerprint,
    mappingVersion: null,
    // By what was there before, perhaps nobody can come in through the plugin at all.
    keepWithin: null,
    overruled: answered,
    judge: (about) => judge(about, id),
  });
  const done = { ...shown, overruled: answered };
  if (applied.kind !== 'done') return { ...done, ...notSent(applied, called) };
  const view = await lookAfter(engine, applied.view, signal);
  const end = endOf(view, called, restoreCommand(given, view.id));
  if (view.step !== 'kept') return { ...done, view, ...end };
  return { ...done, view, ...end, message: isThere, people: await toldPeople(peopleAfter, log.head.id, telling) };
};
