import { type ApplyOrder, applyOrdersIn } from '../apply/apply-orders';
import { openGuards } from '../apply/guards';
import { askOverVantage } from '../atlassian/accounts/ask-atlassian';
import type { ApplyView, Guard } from '../contract/apply';
import type { ApplyOutcome } from '../contract/apply-calls';
import type { Product } from '../contract/target';
import { Refusal } from '../store/refusal';
import type { Adapters } from './adapters';
import { forgetReached } from './apply-way';
import { askedAt } from './asked';
import { type Asked, logFailure } from './call';
import { noteApplication } from './held-application';
import { judgeApply } from './judge-apply';
import { keepApply } from './keep-apply';
import { notePeople } from './note-people';
import { type Actor, type OpenPlugin, withPlugin } from './open-plugin';
import { shownAs } from './plan-apply';
import { lookAfterwards } from './recover-applies';
import { refusalOf, wantedChange } from './wanted-change';

type Write = Extract<ApplyOrder['ask'], { what: 'write' }>;

/** Milliseconds for asking who administers: whoever notes nothing in the journal for a minute is taken for dead. */
const notingLasts = 30_000;

/**
 * Works on what somebody has ordered, while no call of the panel waits for it. An order is begun once: whoever brings it
 * a second time does nothing. Never rejects for what goes wrong on the way; that is in the order's outcome.
 */
export const workOnApply = async (adapters: Adapters, product: Product, id: string): Promise<void> => {
  const nobody = { product, account: null, now: adapters.now };
  const orders = applyOrdersIn({ ...nobody, who: '' });
  const order = await orders.get(id);
  if (!order || !(await orders.begin(order))) return;
  const asked = askedAt({ ...nobody, who: order.who }, adapters);
  const outcome = await outcomeOf(asked, order);
  await orders.end(id, outcome);
  // As long as the credentials are there: what Watch holds the settings against from now on.
  if (outcome.kind === 'done') await (await import('./look-once')).lookFirst(asked, order.target);
  await lookAfterwards(asked, order.target, order.holder);
};

const outcomeOf = async (asked: Asked, order: ApplyOrder): Promise<ApplyOutcome> => {
  const actor: Actor = { name: order.who, holder: order.holder, isPerson: true };
  try {
    return await withPlugin(asked, order.target, actor, async (plugin) => {
      const outcome = await workOn(asked, plugin, order);
      // Perhaps the consent was taken back: then the panel asks for it.
      if (outcome.kind === 'unreadable' && outcome.failure.code === 'unreachable')
        await forgetReached(asked, plugin.settings);
      await (await import('./people-of-apply')).noteWhoLost(asked, plugin, order.ask.apply);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'failed', error: error.failure };
    logFailure('workOnApply', error);
    return {
      kind: 'failed',
      error: {
        code: 'unexpected',
        message: 'Something went wrong that this product does not know.',
        remedy: 'Look what is in force, then try it once more.',
      },
    };
  }
};

const workOn = async <D, W>(asked: Asked, plugin: OpenPlugin<D, W>, { ask }: ApplyOrder): Promise<ApplyOutcome> => {
  const { engine } = plugin;
  switch (ask.what) {
    case 'write':
      return write(asked, plugin, ask);
    case 'keep':
      return (await keepApply(asked, plugin, ask.apply)) ?? gone();
    case 'restore': {
      const restored = await engine.restore(ask.apply, ask.shown);
      if (!restored) return gone();
      if (restored.kind === 'differs') return restored;
      if (restored.kind === 'unreadable') return { kind: 'unreadable', failure: restored.failure };
      return { kind: restored.kind };
    }
    case 'look':
      return (await engine.recover()) ? { kind: 'done' } : gone();
  }
};

const write = async <D, W>(asked: Asked, plugin: OpenPlugin<D, W>, ask: Write): Promise<ApplyOutcome> => {
  const { engine } = plugin;
  const { change, mapping } = await wantedChange(asked, plugin, ask.change);
  const secretAt = await asked.store.secrets.changedAt(plugin.targetId);
  const applied = await engine.apply({
    id: ask.apply,
    change,
    shown: ask.shown,
    shownAs: shownAs(secretAt),
    mappingVersion: mapping?.version ?? null,
    // By what was there before, perhaps nobody can come in through the plugin at all.
    keepWithin: ask.change.kind === 'as-before' ? null : ask.keepWithin,
    overruled: ask.overruled,
    judge: async ({ document, plan }) => {
      const { guards } = await judgeApply(asked, plugin, { document, plan, change, typedName: ask.typedName });
      // Nobody is noted for a write that does not come to it.
      if (openGuards(guards, ask.overruled).length > 0) return guards;
      const [people] = await Promise.all([
        noted(asked, plugin, ask.apply),
        noteApplication(asked, plugin.targetId, ask.apply),
      ]);
      return [...guards, ...people];
    },
  });
  const outcome = applied.kind === 'done' ? (endedBefore(applied.view) ?? ({ kind: 'done' } as const)) : applied;
  if (outcome.kind !== 'done') {
    const { notedPeopleIn } = await import('../people/noted-people');
    await notedPeopleIn(asked.place).delete(plugin.targetId, ask.apply);
  }
  return outcome;
};

/** Restoring settings restores no people: who they are is noted before. */
const noted = async <D, W>(asked: Asked, plugin: OpenPlugin<D, W>, apply: string): Promise<Guard[]> => {
  const { access, settings, targetId, vantage } = plugin;
  const { peopleGuards } = await import('../people/note-people');
  const people = await notePeople(asked, {
    target: targetId,
    apply,
    ask: askOverVantage(vantage, new URL(settings.baseUrl), access.credentials),
    signal: AbortSignal.timeout(notingLasts),
  });
  return peopleGuards(people, settings.product);
};

/** It came to no write at all: why is in its last line, and the history does not tell of it. */
const endedBefore = ({ step, entries }: ApplyView): ApplyOutcome | null => {
  if (step !== 'not-written' || entries.some((entry) => entry.step === 'writing')) return null;
  const last = entries.at(-1);
  if (!last?.failure)
    return { kind: 'failed', error: { code: 'refused', message: last?.message ?? 'Nothing was written.' } };
  return { kind: 'failed', error: refusalOf(last.failure).failure };
};

const gone = (): ApplyOutcome => ({
  kind: 'failed',
  error: { code: 'not-found', message: 'There is no such apply, or it is too old to be kept.' },
});
