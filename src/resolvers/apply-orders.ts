import * as v from 'valibot';
import { type ApplyAsk, applyOrdersIn } from '../apply/apply-orders';
import { journalIn } from '../apply/journal';
import { isOpen } from '../contract/apply';
import type { ApplyState } from '../contract/apply-calls';
import { failed, type Result, succeeded } from '../contract/result';
import { notedPeopleIn } from '../people/noted-people';
import { holderOf } from '../store/plugin-access';
import { Refusal } from '../store/refusal';
import { targetId } from '../store/shapes';
import { applyChange, applyId, fingerprint, ofApply, ofTarget } from './apply-payload';
import { applyStateOf } from './apply-state';
import { requireWritable } from './apply-way';
import type { Asked, Calls } from './call';
import { type Actor, calledOf, closedEngine, withPlugin } from './open-plugin';
import { requireTarget } from './panel-state';
import { planApply } from './plan-apply';

const idOfGuard = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,99}$/));

/** Apply: what is read, ordered and looked after at the plugin. */
export const applyOrderCalls: Calls<
  | 'applyState'
  | 'planApply'
  | 'startApply'
  | 'keepApply'
  | 'restoreApply'
  | 'leaveApply'
  | 'lookAtApply'
  | 'deleteApplyBackup'
> = {
  applyState: {
    payload: ofTarget,
    answer: (asked, { target }) => stateOf(asked, target),
  },
  planApply: {
    payload: v.strictObject({ target: targetId, change: applyChange }),
    answer: async (asked, { target, change }) =>
      succeeded(await withPlugin(asked, target, actorOf(asked), (plugin) => planApply(asked, plugin, change))),
  },
  startApply: {
    payload: v.strictObject({
      target: targetId,
      apply: applyId,
      change: applyChange,
      shown: fingerprint,
      overruled: v.pipe(v.array(idOfGuard), v.maxLength(100)),
      typedName: v.pipe(v.string(), v.maxLength(255)),
      keepWithin: v.pipe(v.number(), v.integer(), v.minValue(60_000), v.maxValue(3_600_000)),
    }),
    // The apply's own id: whoever presses twice has ordered once.
    answer: (asked, { target, ...write }) => order(asked, target, write.apply, { what: 'write', ...write }),
  },
  keepApply: {
    payload: ofApply,
    answer: async (asked, { target, apply }) => {
      await requireApply(asked, target, apply);
      return order(asked, target, crypto.randomUUID(), { what: 'keep', apply });
    },
  },
  restoreApply: {
    payload: v.strictObject({ ...ofApply.entries, shown: v.nullable(fingerprint) }),
    answer: async (asked, { target, apply, shown }) => {
      await requireApply(asked, target, apply);
      return order(asked, target, crypto.randomUUID(), { what: 'restore', apply, shown });
    },
  },
  leaveApply: {
    payload: ofApply,
    answer: async (asked, { target, apply }) => {
      await requireApply(asked, target, apply);
      const actor = actorOf(asked);
      try {
        await withPlugin(asked, target, actor, async ({ engine }) => {
          await engine.leave(apply);
        });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // Nobody can ask the plugin any more: all the more reason to be able to end it.
        await (await closedEngine(asked, target, actor)).leave(apply);
      }
      const view = await (await closedEngine(asked, target, actor)).view(apply);
      return view?.step === 'left'
        ? settledState(asked, target)
        : failed('refused', 'Only what needs somebody can be left as it is.', { remedy: 'Press Keep or Restore.' });
    },
  },
  lookAtApply: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      const newest = await requireTarget(asked, target).then(() => journalIn(asked.place).newest(target));
      if (!newest) return failed('refused', 'Nothing was applied here yet.');
      return order(asked, target, crypto.randomUUID(), { what: 'look', apply: newest.head.id });
    },
  },
  deleteApplyBackup: {
    payload: ofApply,
    answer: async (asked, { target, apply }) => {
      await requireApply(asked, target, apply);
      const isDeleted = await (await closedEngine(asked, target, actorOf(asked))).deleteBackup(apply);
      // Whoever was noted for it is of use no longer.
      if (isDeleted) await notedPeopleIn(asked.place).delete(target, apply);
      return isDeleted
        ? stateOf(asked, target)
        : failed('refused', 'As long as it is neither kept nor restored, its backup may still be needed.', {
            remedy: 'Press Keep or Restore first.',
          });
    },
  },
};

export const actorOf = ({ place }: Asked): Actor => ({
  name: place.who,
  holder: holderOf(place.account),
  isPerson: true,
});

export const stateOf = async (asked: Asked, target: string): Promise<Result<ApplyState>> =>
  succeeded(await applyStateOf(asked, target));

const settledState = async (asked: Asked, target: string): Promise<Result<ApplyState>> => {
  const { lookAfterwards } = await import('./recover-applies');
  await lookAfterwards(asked, target, holderOf(asked.place.account));
  return stateOf(asked, target);
};

/** @throws Refusal where it is none of this very target. */
const requireApply = async (asked: Asked, target: string, apply: string): Promise<void> => {
  await requireTarget(asked, target);
  const log = await journalIn(asked.place).read(apply);
  if (log?.head.target !== target)
    throw new Refusal('not-found', 'There is no such apply, or it is too old to be kept.', { field: 'apply' });
};

/**
 * Keeps what was ordered and hands it on. What would be refused at once is refused here, so that the person who pressed
 * hears it from their press.
 */
const order = async (asked: Asked, target: string, id: string, ask: ApplyAsk): Promise<Result<ApplyState>> => {
  const { adapters, place, store } = asked;
  const { value: settings } = await requireTarget(asked, target);
  if (!adapters.applies) return failed('not-here', 'Nothing is written to a plugin from here.');
  await requireWritable(asked, settings);
  const holder = holderOf(place.account);
  const orders = applyOrdersIn(place);
  const made = { id, target, who: place.who, holder, at: place.now().toISOString(), ask };
  // Of two who press at once, the credentials of the apply are gone with what the first has done.
  if (ask.what !== 'write' && (await hasEnded(asked, ask.apply))) {
    if (await orders.make(made)) await orders.end(id, { kind: endedBefore[ask.what] });
    return stateOf(asked, target);
  }
  if (!(await store.pluginAccess.use(target, settings.baseUrl, holder)))
    return failed('refused', `You have given no credentials with which ${calledOf(settings)} can be written to.`, {
      field: 'access',
      remedy: 'Type the user name and password of a system administrator, or a personal access token.',
    });
  const before = await orders.newest(target);
  const standing = before ? await orders.standing(before) : 'ended';
  if (before && before.id !== id && (standing === 'waiting' || standing === 'working'))
    return failed('busy', `What ${before.who} has ordered here is still being worked on.`, {
      remedy: 'Wait until it has ended.',
    });
  if (!(await orders.make(made))) return stateOf(asked, target);
  await orders.send(made);
  await adapters.applies.work(place.product, target, id);
  return stateOf(asked, target);
};

/** What comes of a press on an apply that has ended. */
const endedBefore = { keep: 'not-waiting', restore: 'not-open', look: 'done' } as const;

const hasEnded = async ({ place }: Asked, apply: string): Promise<boolean> => {
  const last = (await journalIn(place).read(apply))?.entries.at(-1);
  return last !== undefined && !isOpen(last.step);
};
