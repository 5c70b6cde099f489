import { randomUUID } from 'node:crypto';
import type { Applied } from '../../src/apply/engine';
import { openGuards, redirectAlone } from '../../src/apply/guards';
import { askTarget } from '../../src/apply/look';
import { visible } from '../../src/checks/visible';
import { type ApplyView, isOpen } from '../../src/contract/apply';
import type { ApplySite } from './apply-site';
import { differenceLines, failureWords, guardLines } from './apply-text';
import { engineOn } from './engine-of';
import type { Meant } from './meant';
import { statusBack, statusDone, statusNeeded } from './needs-somebody';
import type { Questions } from './questions';
import { restoreCommand } from './restore-command';
import type { Telling } from './telling';
import { type ApplyResult, notBegun } from './told-result';
import { lookAfter, waitForKeeper } from './wait-for-keeper';

export type WriteOrder = {
  mode: 'plan' | 'yes';
  targetId: string;
  mappingVersion: number | null;
  overruled: readonly string[];
  /** Null: kept at once. */
  waitSeconds: number | null;
  data: string | null;
  keyFile: string | null;
  /** Keeps what a later start needs to put the old settings back, and forgets it once they are not needed. */
  means: { keep: () => Promise<void>; forget: () => Promise<void> };
};

type Surroundings = { site: ApplySite; telling: Telling; questions: Questions | null; signal: AbortSignal };

/** Shows the plan; with `yes` it is written, and waited until somebody keeps it or the old settings are back. */
export const writeSettings = async <D, W>(
  meant: Meant<D, W>,
  order: WriteOrder,
  { site, telling, questions, signal }: Surroundings,
): Promise<ApplyResult> => {
  const { target, called, product, wanted } = meant;
  const { mode, targetId, overruled } = order;
  const engine = engineOn(site, telling, { target, targetId, called, product });
  const before: ApplyResult = {
    ...notBegun(mode, ''),
    target: { kind: target.kind, called, product },
    byHand: meant.byHand,
    overruled,
  };

  const open = await openApply(engine, mode);
  if (open)
    return {
      ...before,
      message: `An apply of ${open.who} of ${open.startedAt} is still open: ${open.entries.at(-1)?.message ?? 'it has just begun.'} Restore it, or keep it in the panel.`,
      view: open,
      restoreCommand: commandOf(order, open),
    };

  const clock = { now: () => new Date(), limit: (milliseconds: number) => AbortSignal.timeout(milliseconds) };
  const read = await askTarget({ clock, called }, (until) => target.read(until));
  if (!read.ok) return { ...before, message: failureWords(read.failure), failure: read.failure };
  const { document, fingerprint } = read.value;
  const whyNot = target.whyNot?.(document) ?? null;
  if (whyNot) return { ...before, message: failureWords(whyNot), failure: whyNot };
  const plan = target.plan(document, wanted);
  const { difference } = plan;
  telling.say('');
  for (const line of differenceLines(difference, called, meant.byHand, telling.paint)) telling.say(line);
  if (difference.changes.length === 0)
    return {
      ...before,
      difference,
      outcome: 'nothing-to-write',
      status: statusDone,
      message: `Nothing is to be written: ${called} holds what is wanted.`,
    };
  const guards = await site.inside(product, async () => [
    redirectAlone(difference),
    ...(await meant.judge({ document, plan }, null)),
  ]);
  telling.say('');
  for (const line of guardLines(guards, overruled, telling.paint)) telling.say(line);
  const planned = { ...before, difference, guards };
  const held = openGuards(guards, overruled);
  if (held.length > 0)
    return {
      ...planned,
      outcome: 'held',
      message: `Nothing was written: ${held.map(({ message }) => message).join(' ')}`,
    };
  if (mode === 'plan')
    return {
      ...planned,
      outcome: 'planned',
      status: statusDone,
      message: 'Nothing was written, as asked. --yes writes it.',
    };
  if (signal.aborted) return { ...planned, outcome: 'held', message: 'Nothing was written: it was broken off.' };

  telling.say('');
  const id = randomUUID();
  const waits = meant.whoCameIn !== null && order.waitSeconds !== null;
  await site.inside(product, order.means.keep);
  const applied = await engine.apply({
    id,
    change: { kind: 'wanted', wanted },
    shown: fingerprint,
    mappingVersion: order.mappingVersion,
    keepWithin: waits ? (order.waitSeconds ?? 0) * 1_000 : null,
    overruled,
    judge: (about) => meant.judge(about, id),
  });
  if (applied.kind !== 'done') {
    await site.inside(product, order.means.forget);
    return { ...planned, ...notSent(applied, called) };
  }
  let { view } = applied;
  if (view.step === 'waiting' && meant.whoCameIn) {
    tellWait(view, order, { telling, questions, address: meant.whoCameIn.address });
    view = await waitForKeeper({ engine, view, whoCameIn: meant.whoCameIn, telling, questions, signal });
  }
  view = await lookAfter(engine, view, signal);
  if (!isOpen(view.step)) await site.inside(product, order.means.forget);
  return { ...planned, view, ...endOf(view, called, commandOf(order, view)) };
};

/** An apply that somebody has begun: what is due on it is done first. */
const openApply = async (
  engine: Pick<ReturnType<typeof engineOn>, 'recover' | 'history'>,
  mode: WriteOrder['mode'],
): Promise<ApplyView | null> => {
  // A look writes nothing, not even what is due.
  const view = mode === 'plan' ? ((await engine.history(1))[0] ?? null) : ((await engine.recover())?.view ?? null);
  return view && isOpen(view.step) ? view : null;
};

const tellWait = (
  view: ApplyView,
  order: WriteOrder,
  { telling, questions, address }: Pick<Surroundings, 'telling' | 'questions'> & { address: string },
): void => {
  const until = new Date(view.deadlineAt ?? '').toTimeString().slice(0, 8);
  telling.say('');
  telling.say(
    `The new settings are in force. An administrator has to come in through the plugin until ${until}, or the old ones come back.`,
  );
  telling.say(`In a private window: ${visible(address)}`);
  telling.say('Ctrl-C ends the wait; after it, the old settings are put back by');
  telling.say(commandOf(order, view));
  if (questions === null) telling.say('Only the audit log can tell who came in: there is no terminal to ask at.');
};

const commandOf = ({ data, keyFile }: Pick<WriteOrder, 'data' | 'keyFile'>, { id }: ApplyView): string =>
  restoreCommand({ data, keyFile }, id);

type End = Pick<ApplyResult, 'outcome' | 'status' | 'message'> &
  Partial<Pick<ApplyResult, 'failure' | 'restoreCommand' | 'guards' | 'difference'>>;

/** Why nothing was sent. */
export const notSent = (applied: Exclude<Applied, { kind: 'done' }>, called: string): End => {
  const needed = { outcome: 'refused', status: statusNeeded } as const;
  switch (applied.kind) {
    case 'busy':
      return {
        ...needed,
        message: `Nothing was written: ${applied.who} is at work on ${called} since ${applied.since}.`,
      };
    case 'changed':
      return {
        ...needed,
        difference: applied.summary,
        message: `Nothing was written: the settings of ${called} have changed while this looked at them. Start it again for a new plan.`,
      };
    case 'held':
      return {
        outcome: 'held',
        status: statusNeeded,
        guards: applied.guards,
        message: `Nothing was written: ${applied.guards
          .filter(({ holds }) => !holds)
          .map(({ message }) => message)
          .join(' ')}`,
      };
    case 'nothing-to-write':
      return {
        outcome: 'nothing-to-write',
        status: statusDone,
        message: `Nothing is to be written: ${called} holds what is wanted.`,
      };
  }
};

/** What a run that went on to the target comes to. */
export const endOf = (view: ApplyView, called: string, command: string): End => {
  const last = view.entries.at(-1);
  const failure = view.entries.findLast((entry) => entry.failure !== null)?.failure ?? null;
  switch (view.step) {
    case 'kept':
      return { outcome: 'kept', status: statusDone, message: `${called} holds the new settings, and they are kept.` };
    case 'restored':
      return {
        outcome: 'restored',
        status: statusBack,
        failure,
        message: `${called} holds the old settings again: ${failure ? failureWords(failure) : 'nobody has kept the new ones.'}`,
      };
    case 'not-written':
    case 'left':
      return {
        outcome: 'not-written',
        status: statusNeeded,
        failure,
        message: `${last?.message ?? 'Nothing was written.'}${failure ? ` ${failureWords(failure)}` : ''}`,
      };
    case 'stuck':
      return {
        outcome: 'stuck',
        status: statusNeeded,
        failure,
        restoreCommand: command,
        message: `${inForceWords(view, called)} ${failure ? failureWords(failure) : ''} The backup is kept; docs/apply.md says how it is put back by hand. It is tried again with ${command}`,
      };
    default:
      return {
        outcome: 'waiting',
        status: statusNeeded,
        failure,
        restoreCommand: command,
        message: `${inForceWords(view, called)} The next start of the panel or of this command on the same data folder puts the old settings back, and so does ${command}`,
      };
  }
};

const inForceWords = ({ inForce }: ApplyView, called: string): string => {
  switch (inForce) {
    case 'new':
      return `The new settings are in force in ${called}, and nobody has kept them.`;
    case 'old':
      return `The old settings are in force in ${called}.`;
    case 'neither':
      return `${called} holds neither the old settings nor the new ones.`;
    case 'unknown':
      return `Which settings ${visible(called)} holds could not be told.`;
  }
};
