import * as v from 'valibot';
import { type ApplyLog, journalIn } from '../apply/journal';
import { type CameIn, isOpen } from '../contract/apply';
import { failed, succeeded } from '../contract/result';
import { type Product, productNames } from '../contract/target';
import { systemClock } from '../directory/ask-page';
import { nameKey } from '../mapping/same-name';
import { notedPeopleIn } from '../people/noted-people';
import { Refusal } from '../store/refusal';
import { actorOf, stateOf } from './apply-orders';
import { count, fingerprint, from, ofApply, typedLine } from './apply-payload';
import { withProduct } from './ask-product';
import type { Asked, Calls } from './call';
import { closedEngine } from './open-plugin';
import { requireTarget } from './panel-state';

/** Losses of one press. */
const mostGiven = 1_000;

/** Milliseconds for all requests together: a call on Forge lives 25 s. */
const lookLasts = 18_000;

/** Apply: who came in through the plugin since the write, and who is not as they were before it. */
export const applyPeopleCalls: Calls<'lookWhoCameIn' | 'sayWhoCameIn' | 'peopleSince' | 'putGroupsBack'> = {
  lookWhoCameIn: {
    payload: ofApply,
    answer: async (asked, { target, apply }) => {
      const log = await requireApply(asked, target, apply);
      const told = isInForce(log) ? await lookNow(asked, log) : { isTold: false, why: notInForce };
      const state = await stateOf(asked, target);
      return state.ok ? succeeded({ ...told, state: state.value }) : state;
    },
  },
  sayWhoCameIn: {
    payload: v.strictObject({ ...ofApply.entries, user: v.pipe(typedLine(255), v.trim(), v.minLength(1)) }),
    answer: async (asked, { target, apply, user }) => {
      const log = await requireApply(asked, target, apply);
      if (!isInForce(log)) return failed('refused', notInForce);
      const options = await cameInOptions(asked, log);
      const { cameInAsSaid } = await import('../people/who-came-in');
      const said = await withProduct(asked, target, async (product) =>
        product === null
          ? { ok: false as const, refused: nothingSaved(options.product) }
          : cameInAsSaid({ ...options, ask: product.ask }, user, asked.place.now().getTime()),
      );
      if (!said.ok) return failed('refused', said.refused, { field: 'user' });
      await note(asked, log, [said.cameIn]);
      return stateOf(asked, target);
    },
  },
  peopleSince: {
    payload: v.strictObject({ ...ofApply.entries, from, count }),
    answer: async (asked, { target, apply, from: first, count: most }) => {
      const log = await requireApply(asked, target, apply);
      const noted = notedPeopleIn(asked.place);
      const counts = await noted.counts(target, apply);
      const people = counts && (await noted.window(target, apply, first, most));
      if (!counts || !people) return (await import('./people-of-apply')).nobodyNoted();
      const [product, { lookAtPeople }, { differs }] = await Promise.all([
        productOf(asked, target),
        import('./people-of-apply'),
        import('../people/people-since'),
      ]);
      const look = await withProduct(asked, target, async (opened) =>
        opened === null
          ? { ok: false as const, why: nothingSaved(product) }
          : lookAtPeople(asked, { log, people }, { ask: opened.ask, product, ...timed() }),
      );
      if (!look.ok) return failed('refused', look.why, { field: 'access' });
      const { total, administrators } = counts;
      return succeeded({ total, administrators, people: look.people.map(({ person }) => person).filter(differs) });
    },
  },
  putGroupsBack: {
    payload: v.strictObject({
      ...ofApply.entries,
      shown: v.pipe(v.array(fingerprint), v.minLength(1), v.maxLength(mostGiven)),
      named: v.pipe(v.array(typedLine(255)), v.maxLength(mostGiven)),
    }),
    answer: async (asked, { target, apply, ...press }) => {
      const log = await requireApply(asked, target, apply);
      if (isOpen(log.entries.at(-1)?.step ?? 'begun'))
        return failed('refused', 'As long as it is neither kept nor restored, a sign-in would take the groups again.', {
          remedy: 'Press Keep or Restore first.',
        });
      const [product, { giveGroupsBack }] = await Promise.all([productOf(asked, target), import('./give-groups-back')]);
      return withProduct(asked, target, async (opened) =>
        opened?.change
          ? giveGroupsBack(asked, log, press, { ...opened, change: opened.change, product, ...timed() })
          : failed(
              'refused',
              `You have given no credentials with which groups in ${productNames[product]} can be changed.`,
              {
                field: 'access',
                remedy: 'Type the user name and password of a system administrator, or a personal access token.',
              },
            ),
      );
    },
  },
};

const notInForce = 'These settings wait for nobody: who comes in counts while they are in force.';
const nothingSaved = (product: Product) => `Nothing is saved to ask ${productNames[product]} with.`;
const productOf = async (asked: Asked, target: string): Promise<Product> =>
  (await requireTarget(asked, target)).value.product;

const timed = () => ({ signal: AbortSignal.timeout(lookLasts) });

/** @throws Refusal where it is none of this very target. */
const requireApply = async (asked: Asked, target: string, apply: string): Promise<ApplyLog> => {
  await requireTarget(asked, target);
  const log = await journalIn(asked.place).read(apply);
  if (log?.head.target !== target)
    throw new Refusal('not-found', 'There is no such apply, or it is too old to be kept.', { field: 'apply' });
  return log;
};

const isInForce = ({ entries }: ApplyLog): boolean => {
  const step = entries.at(-1)?.step;
  return step === 'waiting' || step === 'kept';
};

const cameInOptions = async (asked: Asked, { head, entries }: ApplyLog) => {
  const { now } = asked.place;
  const written = entries.find(({ step }) => step === 'written' || step === 'verified');
  return {
    product: await productOf(asked, head.target),
    administratorGroups: await asked.store.administratorGroups.get(head.target),
    writtenAt: written ? Date.parse(written.at) : now().getTime(),
    clock: { ...systemClock, now: () => now().getTime() },
    ...timed(),
  };
};

const lookNow = async (asked: Asked, log: ApplyLog): Promise<{ isTold: boolean; why: string | null }> => {
  const options = await cameInOptions(asked, log);
  const { whoCameIn } = await import('../people/who-came-in');
  const look = await withProduct(asked, log.head.target, async (product) =>
    product === null ? { cameIn: [], why: nothingSaved(options.product) } : whoCameIn({ ...options, ask: product.ask }),
  );
  await note(asked, log, look.cameIn);
  return { isTold: look.why === null, why: look.why };
};

/** Milliseconds: the same sign-in is told of by a moment that differs a little from look to look. */
const sameSignIn = 3_000;

/** Notes what the journal does not have yet: it is looked for again and again. */
const note = async (asked: Asked, { head }: ApplyLog, cameIn: readonly CameIn[]): Promise<void> => {
  const engine = await closedEngine(asked, head.target, actorOf(asked));
  for (const one of cameIn) {
    const known = (await engine.view(head.id))?.cameIn.find(({ who }) => nameKey(who) === nameKey(one.who));
    const isSame = known && Date.parse(one.at) - Date.parse(known.at) < sameSignIn;
    if (!isSame || known.isAdministrator !== one.isAdministrator) await engine.noteCameIn(head.id, one);
  }
};
