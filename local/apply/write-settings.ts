import { randomUUID } from 'node:crypto';
import { openGuards, redirectAlone } from '../../src/apply/guards';
import { askTarget } from '../../src/apply/look';
import { visible } from '../../src/checks/visible';
import { type ApplyView, isOpen } from '../../src/contract/apply';
import type { ApplySite } from './apply-site';
import { differenceLines, failureWords, guardLines, holdsAll } from './apply-text';
import { endOf, notSent, timeOf } from './end-words';
import { engineOn } from './engine-of';
import type { Meant } from './meant';
import { statusDone } from './needs-somebody';
import { toldPeople } from './people-after';
import type { Questions } from './questions';
import { restoreCommand } from './restore-command';
import { howToShowUser, lookForUser, redirectWords, usersCameIn } from './second-plan';
import type { Telling } from './telling';
import { type ApplyResult, notBegun } from './told-result';
import { lookAfter, waitForKeeper } from './wait-for-keeper';

export type WriteOrder = {
  mode: 'plan' | 'yes';
  targetId: string;
  mappingVersion: number | null;
  /** Who came in through the plugin, as somebody says; asked of what sends everybody to the new sign-in. */
  cameIn: string | null;
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
    change: meant.isSecond ? 'redirect' : 'settings',
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
  const redirect = meant.redirectOf(plan.after);
  const offered = async () => {
    if (meant.isSecond || redirect === null) return null;
    return { label: redirect, isOpen: await usersCameIn(engine) };
  };
  if (difference.changes.length === 0) {
    const second = await offered();
    return {
      ...before,
      difference,
      second,
      outcome: 'nothing-to-write',
      status: statusDone,
      message: `${holdsAll(`Nothing is to be written: ${called} holds what is wanted`, difference)}${redirectWords(second)}`,
    };
  }
  const users = meant.isSecond
    ? await lookForUser(engine, meant.whoCameIn, { mode, cameIn: order.cameIn, telling, questions, signal })
    : null;
  const guards = await site.inside(product, async () => [
    redirectAlone(difference),
    ...(await meant.judge({ document, plan }, { apply: null, hasUserComeIn: users?.hasComeIn ?? false })),
  ]);
  telling.say('');
  for (const line of guardLines(guards, overruled, telling.paint)) telling.say(line);
  for (const id of overruled.filter((one) => guards.every((guard) => guard.id !== one)))
    telling.say(`  ${telling.paint.yellow('▲')} --overrule ${visible(id)} names no guard of this plan.`);
  const planned = { ...before, difference, guards };
  const held = openGuards(guards, overruled);
  if (held.length > 0)
    return {
      ...planned,
      outcome: 'held',
      message: `Nothing was written: ${[...held.map(({ message }) => message), ...howToShowUser(users, held)].join(' ')}`,
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
    // What was found has been noted; it is taken from the journal as it is now.
    judge: async (about) => meant.judge(about, { apply: id, hasUserComeIn: await usersCameIn(engine) }),
  });
  if (applied.kind !== 'done') {
    await site.inside(product, order.means.forget);
    return { ...planned, ...notSent(applied, called) };
  }
  let { view } = applied;
  if (view.step === 'waiting' && meant.whoCameIn) {
    if (!signal.aborted) tellWait(view, order, { telling, questions, address: meant.whoCameIn.address });
    view = await waitForKeeper({ engine, view, whoCameIn: meant.whoCameIn, telling, questions, signal });
  }
  view = await lookAfter(engine, view, signal);
  if (!isOpen(view.step)) await site.inside(product, order.means.forget);
  const end = endOf(view, called, commandOf(order, view));
  if (view.step === 'restored')
    return { ...planned, view, ...end, people: await toldPeople(meant.peopleAfter, id, telling) };
  if (view.step !== 'kept') return { ...planned, view, ...end };
  const second = await offered();
  return { ...planned, view, ...end, second, message: `${end.message}${redirectWords(second)}` };
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
  telling.say('');
  telling.say(
    `The new settings are in force. An administrator has to come in through the plugin until ${timeOf(view.deadlineAt ?? '')}, or the old ones come back.`,
  );
  telling.say(`In a private window: ${visible(address)}`);
  telling.say('Ctrl-C ends the wait; after it, the old settings are put back by');
  telling.say(commandOf(order, view));
  if (questions === null) telling.say('Only the audit log can tell who came in: there is no terminal to ask at.');
};

const commandOf = ({ data, keyFile }: Pick<WriteOrder, 'data' | 'keyFile'>, { id }: ApplyView): string =>
  restoreCommand({ data, keyFile }, id);
