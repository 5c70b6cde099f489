import { type ApplyOrder, applyOrdersIn, type OrderStanding } from '../apply/apply-orders';
import type { ApplyEngine } from '../apply/engine';
import { journalIn } from '../apply/journal';
import { silenceLasts, usualKeepWithin } from '../apply/lifetimes';
import { type ApplyView, isOpen } from '../contract/apply';
import type { ApplyOrderView, ApplyOutcome, ApplyState, PluginAccess } from '../contract/apply-calls';
import type { TargetSettings } from '../contract/panel-calls';
import { holderOf } from '../store/plugin-access';
import { addressOfDoor } from '../targets/prove-way-back';
import { signInPages } from '../targets/sign-in-pages';
import { applyWayOf } from './apply-way';
import type { Asked } from './call';
import { closedEngine } from './open-plugin';
import { requireTarget } from './panel-state';
import { keptProof } from './way-back';

/** Applies that the history shows, as many as have a backup: it is asked for again and again while something goes on. */
const shownApplies = 20;
/** Milliseconds beyond what is due, after which whoever looks sends for it once more: an event can get lost. */
const overdueAfter = 15_000;

/** What the step "Apply" shows. Asks neither Casdoor nor the plugin. */
export const applyStateOf = async (asked: Asked, target: string): Promise<ApplyState> => {
  const { adapters, place } = asked;
  const { value: settings } = await requireTarget(asked, target);
  const holder = holderOf(place.account);
  const engine = await closedEngine(asked, target, { name: place.who, holder, isPerson: false });
  const [way, access, proof, history, newestLog, order] = await Promise.all([
    applyWayOf(asked, settings),
    accessOf(asked, target, settings),
    keptProof(asked, target, settings.baseUrl),
    historyOf(asked, target, engine),
    journalIn(place).newest(target),
    orderOf(asked, target),
  ]);
  // What has only begun may still go on to the target.
  const begun = newestLog && isOpen(newestLog.entries.at(-1)?.step ?? 'begun') ? newestLog.head.id : null;
  const newest = (begun === null ? null : await engine.view(begun)) ?? history[0] ?? null;
  await sendForOverdue(asked, target, newest);
  return {
    way,
    access,
    wayBack: proof && { account: proof.account, at: proof.at, who: proof.who },
    order,
    newest,
    history,
    keepWithin: usualKeepWithin,
    signInAddress: signInAddressOf(settings),
    command: adapters.applies?.restoreCommand?.(newest && isOpen(newest.step) ? newest.id : null) ?? null,
    needsProcess: adapters.from === 'local',
  };
};

/** Those that went on to the target; read many at one time, and further back where many have come to no write. */
const historyOf = async (
  { place }: Asked,
  target: string,
  engine: Pick<ApplyEngine<unknown, unknown>, 'view'>,
): Promise<ApplyView[]> => {
  const ids = await journalIn(place).ids(target);
  const written: ApplyView[] = [];
  for (let from = 0; from < ids.length && written.length < shownApplies; from += shownApplies) {
    const views = await Promise.all(ids.slice(from, from + shownApplies).map((id) => engine.view(id)));
    const some = views.filter((view) => view !== null);
    written.push(...some.filter(({ entries }) => entries.some(({ step }) => step === 'writing')));
  }
  return written.slice(0, shownApplies);
};

const accessOf = async (
  { place, store }: Asked,
  target: string,
  { baseUrl }: TargetSettings,
): Promise<PluginAccess> => {
  if (baseUrl === '') return { kind: 'none', canUseAccounts: false };
  const access = await store.pluginAccess.use(target, baseUrl, holderOf(place.account));
  if (!access) return { kind: 'none', canUseAccounts: (await store.accounts.ownOf(target, baseUrl)) !== null };
  const { credentials: _sealed, ...known } = access;
  return known;
};

/** Where people meet the form and the plugin's button, or are sent on. */
const signInAddressOf = ({ baseUrl, product, plugin }: TargetSettings): string | null =>
  baseUrl === '' || plugin === 'miniorange-cloud' ? null : addressOfDoor(baseUrl, { path: signInPages[product] });

/** The last order, once it is settled where whoever worked on it is gone. */
const orderOf = async (asked: Asked, target: string): Promise<ApplyOrderView | null> => {
  const { adapters, place } = asked;
  const orders = applyOrdersIn(place);
  const order = await orders.newest(target);
  if (!order) return null;
  const standing = await standingOf(asked, order);
  if (standing === 'late' || standing === 'lost') await orders.end(order.id, await lostOutcome(asked, order, standing));
  if (standing === 'waiting' && (await orders.send(order)))
    await adapters.applies?.work(place.product, target, order.id);
  return orders.view(order);
};

/** Whoever worked on it is known to be gone as soon as its apply has rested for a while, and no outcome came. */
const standingOf = async ({ place }: Asked, order: ApplyOrder): Promise<OrderStanding> => {
  const standing = await applyOrdersIn(place).standing(order);
  if (standing !== 'working') return standing;
  const log = await journalIn(place).read(order.ask.apply);
  const last = log?.entries.at(-1);
  if (last && !last.isResting) return standing;
  // A line that nobody asked for: what was left was taken up, and whoever began it can note nothing more.
  if (order.ask.what === 'write' && log?.entries.some(({ who, at }) => who === null && at > order.at)) return 'lost';
  const quiet = place.now().getTime() - Date.parse(last && last.at > order.at ? last.at : order.at);
  return quiet > (last ? silenceLasts : 2 * silenceLasts) ? 'lost' : standing;
};

const lostOutcome = async ({ place }: Asked, order: ApplyOrder, standing: 'late' | 'lost'): Promise<ApplyOutcome> => {
  // What it has come to is in the journal of the apply.
  const { what, apply } = order.ask;
  const log = standing === 'lost' && what === 'write' ? await journalIn(place).read(apply) : null;
  if (log?.entries.some(({ step }) => step === 'writing')) return { kind: 'done' };
  const message =
    standing === 'late'
      ? 'Nobody could be found to work on it in time, so it was not begun.'
      : 'What worked on it broke off. What is in force stands beside.';
  return { kind: 'failed', error: { code: 'expired', message, remedy: 'Press once more.' } };
};

const sendForOverdue = async ({ adapters, place }: Asked, target: string, newest: ApplyView | null): Promise<void> => {
  if (!newest?.dueAt || !isOpen(newest.step)) return;
  const now = place.now();
  if (now.getTime() - Date.parse(newest.dueAt) < overdueAfter) return;
  if (await applyOrdersIn(place).sendFor(target))
    await adapters.applies?.lookAt(place.product, target, now.toISOString());
};
