import { randomUUID } from 'node:crypto';
import { type ForgeHost, startForgeHost } from '../../local/host/forge-runtime';
import { type KeyValueService, keyValueService } from '../../local/host/key-value-service';
import { memoryEntries } from '../../local/host/memory-entries';
import type { ApplyTarget, Attempted } from '../../src/apply/apply-target';
import { backupsIn } from '../../src/apply/backups';
import { type ApplyEngine, applyEngine } from '../../src/apply/engine';
import { journalIn } from '../../src/apply/journal';
import type { Order } from '../../src/apply/write-plan';
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

/** Stops a process before or after the nth thing that it does outside; never, where it is not told. */
export type Fuse = { step: Step; isBlown: () => boolean; done: () => number };
export const fuse = (at = Number.POSITIVE_INFINITY, side: 'before' | 'after' = 'before'): Fuse => {
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

export type Standing = {
  world: World;
  /** An engine in a process of its own. */
  process: <T>(
    act: (engine: ApplyEngine<Settings, Wanted>) => Promise<T>,
    options?: { fuse?: Fuse; who?: string | null },
  ) => Promise<T>;
  /** All that lies in the store, those of the secret store apart. */
  records: () => Promise<{ plain: Map<string, unknown>; secret: Map<string, unknown> }>;
  close: () => void;
};

let current: Fuse | null = null;

/** A target and a store that outlive the processes that work on them. */
export const stand = ({
  start = old,
  hides = false,
  writes = 'well',
  restores = 'well',
  delay = async () => {},
  onKept = async () => {},
  alter = (target) => target,
}: {
  start?: Settings;
  hides?: boolean;
  writes?: Manner;
  restores?: Manner;
  /** Comes before whatever is asked of store and target. */
  delay?: () => Promise<void>;
  /** Comes after whatever was written to the store, as the store was asked for it. */
  onKept?: (body: unknown) => Promise<void>;
  alter?: (target: ApplyTarget<Settings, Wanted>) => ApplyTarget<Settings, Wanted>;
} = {}): Standing => {
  const world = makeWorld(start);
  world.writes = writes;
  world.restores = restores;
  const [plain, secret] = [memoryEntries(), memoryEntries()];
  const service = keyValueService(plain, secret, () => world.now().getTime());
  const keyValues: KeyValueService = (installation, path, body) => {
    const act = async () => {
      await delay();
      const answer = await service(installation, path, body);
      await onKept(body);
      return answer;
    };
    if (!current) return act();
    if (/\/(get|query|batch\/get)$/.test(path)) {
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
    world,
    process: async (act, { fuse: given = null, who = 'ada' } = {}) => {
      const step: Step = given?.step ?? (async (_name, act) => delay().then(act));
      const engine = engineOn(world, alter(memoryTarget(world, step, { hides })), who);
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

/** @param who Null: the app itself, after a start or by its schedule. */
export const engineOn = (
  world: Pick<World, 'now' | 'limit'>,
  target: ApplyTarget<Settings, Wanted>,
  who: string | null,
): ApplyEngine<Settings, Wanted> => {
  const place: Place = { product: 'jira', who: who ?? '', account: who, now: world.now };
  return applyEngine({
    target,
    targetId,
    called: 'miniOrange on jira.acme.example',
    product: 'jira',
    journal: journalIn(place),
    backups: backupsIn(place),
    clock: { now: world.now, limit: world.limit },
    who: who === null ? null : { name: who, account: who },
  });
};

export const orderOf = (shown: string, more: Partial<Order<Settings, Wanted>> = {}): Order<Settings, Wanted> => ({
  id: randomUUID(),
  change: { kind: 'wanted', wanted },
  shown,
  mappingVersion: 4,
  keepWithin: 10 * 60_000,
  overruled: [],
  judge: async () => [],
  ...more,
});

export const settled = <T>(attempted: Attempted<T>): T => {
  if (!attempted.ok) throw new Error(attempted.failure.message);
  return attempted.value;
};

/** Looks at the plan and presses the button. */
export const applyNow = async (engine: ApplyEngine<Settings, Wanted>, more: Partial<Order<Settings, Wanted>> = {}) => {
  const change = more.change ?? { kind: 'wanted', wanted };
  const { fingerprint } = settled(await engine.preview(change));
  return engine.apply(orderOf(fingerprint, more));
};

/** An apply that went on to the target. */
export const appliedNow = async (
  engine: ApplyEngine<Settings, Wanted>,
  more: Partial<Order<Settings, Wanted>> = {},
) => {
  const applied = await applyNow(engine, more);
  if (applied.kind !== 'done') throw new Error(`It was ${applied.kind}.`);
  return applied.view;
};
