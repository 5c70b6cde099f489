import { randomUUID } from 'node:crypto';
import { type ForgeHost, startForgeHost } from '../../local/host/forge-runtime';
import { type KeyValueService, keyValueService } from '../../local/host/key-value-service';
import { memoryEntries } from '../../local/host/memory-entries';
import type { ApplyTarget, Attempted } from '../../src/apply/apply-target';
import { backupsIn } from '../../src/apply/backups';
import { type Applied, type ApplyEngine, applyEngine } from '../../src/apply/engine';
import { journalIn } from '../../src/apply/journal';
import type { Change, Order } from '../../src/apply/write-plan';
import type { ApplyView } from '../../src/contract/apply';
import type { Place } from '../../src/store/place';
import {
  type Manner,
  makeWorld,
  memoryTarget,
  type Settings,
  type Step,
  type Wanted,
  type World,
} from './memory-target';

export const targetId = 'f1f5d9a0-6c3e-4f0f-9d43-0d1b4f0f9d43';
export const old: Settings = {
  clientId: 'old-client',
  secret: 'old-secret-of-the-client',
  scope: 'openid',
  endpoint: 'https://door.acme.internal/login/oauth/authorize',
  regex: '',
  redirect: 'off',
  unknown: { kept: [1, 2, { as: 'it is' }] },
};
export const wanted: Wanted = {
  clientId: 'app-jira',
  secret: 'new-secret-of-the-client',
  scope: 'openid profile email',
};
export const fresh: Settings = { ...old, ...wanted };

/** Thrown wherever a process that has been stopped would still do something. */
class Stopped extends Error {}

/** Of a thing that a process does outside: it has not begun, or is done and nobody knows. */
export type Side = 'before' | 'after';

/** Stops a process before or after the nth thing that it does outside; never, where it is not told. */
export type Fuse = { step: Step; isBlown: () => boolean; done: () => number };
export const fuse = (at = Number.POSITIVE_INFINITY, side: Side = 'before'): Fuse => {
  let count = 0;
  let isBlown = false;
  return {
    step: async (_name, act) => {
      if (isBlown) throw new Stopped();
      count += 1;
      if (count < at) return act();
      isBlown = true;
      if (side === 'after') await act();
      throw new Stopped();
    },
    isBlown: () => isBlown,
    done: () => count,
  };
};

/** Runs something with an engine in a process of its own. `who` null: the app itself, after a start or by its schedule. */
export type Process<D, W> = <T>(
  act: (engine: ApplyEngine<D, W>) => Promise<T>,
  options?: { fuse?: Fuse; who?: string | null },
) => Promise<T>;

export type Ground<D, W> = {
  process: Process<D, W>;
  /** All that lies in the store, those of the secret store apart. */
  records: () => Promise<{ plain: Map<string, unknown>; secret: Map<string, unknown> }>;
  close: () => void;
};

/** Set for as long as a process runs that will be stopped: everything that it asks of the store goes through it. */
let current: Fuse | null = null;

/** A store that outlives the processes that work on a target. `target` makes theirs, each thing that it does a step. */
export const groundFor = <D, W>({
  clock,
  target,
  delay = async () => {},
  onKept = async () => {},
  stopsAtStore = true,
}: {
  clock: Pick<World, 'now' | 'limit'>;
  target: (step: Step) => ApplyTarget<D, W>;
  /** Comes before whatever is asked of store and target. */
  delay?: () => Promise<void>;
  /** Comes after whatever was written to the store, as the store was asked for it. */
  onKept?: (body: unknown) => Promise<void>;
  /** A process is stopped before and after what it writes to the store too, not at the target alone. */
  stopsAtStore?: boolean;
}): Ground<D, W> => {
  const [plain, secret] = [memoryEntries(), memoryEntries()];
  const service = keyValueService(plain, secret, () => clock.now().getTime());
  const keyValues: KeyValueService = (installation, path, body) => {
    const act = async () => {
      await delay();
      const answer = await service(installation, path, body);
      await onKept(body);
      return answer;
    };
    if (!current) return act();
    if (!stopsAtStore || /\/(get|query|batch\/get)$/.test(path)) {
      if (current.isBlown()) throw new Stopped();
      return act();
    }
    return current.step(path, act);
  };
  const host: ForgeHost = startForgeHost({
    keyValues,
    answerProduct: async () => new Response(null, { status: 404 }),
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
  const all = async (entries: ReturnType<typeof memoryEntries>) => {
    const found = new Map<string, unknown>();
    for await (const [key, { value }] of entries.range('', null)) found.set(key.split('\n').at(-1) ?? '', value);
    return found;
  };
  return {
    process: async (act, { fuse: given = null, who = 'ada' } = {}) => {
      const engine = engineOn(clock, target(given?.step ?? (async (_name, step) => delay().then(step))), who);
      current = given;
      try {
        return await host.inside(() => act(engine), { product: 'jira', installation: 'one' });
      } finally {
        current = null;
      }
    },
    records: async () => ({ plain: await all(plain), secret: await all(secret) }),
    close: () => host.close(),
  };
};

export const engineOn = <D, W>(
  clock: Pick<World, 'now' | 'limit'>,
  target: ApplyTarget<D, W>,
  who: string | null,
): ApplyEngine<D, W> => {
  const place: Place = { product: 'jira', who: who ?? '', account: who, now: clock.now };
  return applyEngine({
    target,
    targetId,
    called: 'miniOrange on jira.acme.example',
    product: 'jira',
    journal: journalIn(place),
    backups: backupsIn(place),
    clock: { now: clock.now, limit: clock.limit },
    who: who === null ? null : { name: who, account: who },
  });
};

export type Standing = Ground<Settings, Wanted> & { world: World };

/** The target in memory and a store, on which processes work one after the other or at once. */
export const stand = ({
  start = old,
  hides = false,
  writes = 'well',
  restores = 'well',
  alter = (target) => target,
  ...more
}: {
  start?: Settings;
  hides?: boolean;
  writes?: Manner;
  restores?: Manner;
  delay?: () => Promise<void>;
  onKept?: (body: unknown) => Promise<void>;
  alter?: (target: ApplyTarget<Settings, Wanted>) => ApplyTarget<Settings, Wanted>;
} = {}): Standing => {
  const world = makeWorld(start);
  world.writes = writes;
  world.restores = restores;
  const target = (step: Step) => alter(memoryTarget(world, step, { hides }));
  return { world, ...groundFor({ clock: world, target, ...more }) };
};

type More<D, W> = Partial<Order<D, W>>;

export const orderOf = <D, W>(order: Pick<Order<D, W>, 'shown' | 'change'> & More<D, W>): Order<D, W> => ({
  id: randomUUID(),
  mappingVersion: 4,
  keepWithin: 10 * 60_000,
  overruled: [],
  judge: async () => [],
  ...order,
});

export const settled = <T>(attempted: Attempted<T>): T => {
  if (!attempted.ok) throw new Error(attempted.failure.message);
  return attempted.value;
};

/** What is wanted of the target in memory, unless told otherwise. */
export const usual = { kind: 'wanted', wanted } as const;

/** Looks at the plan and presses the button. */
export const applyChange = async <D, W>(engine: ApplyEngine<D, W>, change: Change<W>, more: More<D, W> = {}) => {
  const { fingerprint } = settled(await engine.preview(change));
  return engine.apply(orderOf({ shown: fingerprint, change, ...more }));
};

export const applyNow = async (engine: ApplyEngine<Settings, Wanted>, more: More<Settings, Wanted> = {}) =>
  applyChange(engine, more.change ?? usual, more);

/** An apply that went on to the target. */
export const appliedNow = async (engine: ApplyEngine<Settings, Wanted>, more: More<Settings, Wanted> = {}) =>
  viewOf(await applyNow(engine, more));

export const viewOf = (applied: Applied): ApplyView => {
  if (applied.kind !== 'done') throw new Error(`It was ${applied.kind}.`);
  return applied.view;
};
