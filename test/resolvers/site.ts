import { randomUUID } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../local/host/data-folder';
import { type Caller, startForgeHost } from '../../local/host/forge-runtime';
import { ownProducts, type SiteAccount } from '../../local/host/own-products';
import type { AnswerOf, PanelCall } from '../../src/contract/panel-calls';
import type { Product } from '../../src/contract/target';
import type { Adapters } from '../../src/resolvers/adapters';
import { createHandlers } from '../../src/resolvers/app';

export const ada: SiteAccount = { accountId: 'ada', displayName: 'Ada', isAdministrator: true };
export const bob: SiteAccount = { accountId: 'bob', displayName: 'Bob', isAdministrator: true };
export const eve: SiteAccount = { accountId: 'eve', displayName: 'Eve', isAdministrator: false };

/** Whether Linux offers a folder in memory with room to spare, in which nothing that is written waits for a disk. */
const hasRoomInMemory = (): boolean => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 2 ** 30;
  } catch {
    return false;
  }
};

/** What a test keeps need survive no loss of power. */
const parentFolder = hasRoomInMemory() ? '/dev/shm' : tmpdir();

/** A Forge site with the real packages on a store of its own, for one test. `own`: who calls unless told otherwise. */
export const openSite = async (adapters: Adapters, own = 'one') => {
  const folder = await mkdtemp(join(parentFolder, 'companion-site-'));
  const data = await openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });
  let isBroken = false;
  const answer = ownProducts([ada, bob, eve]);
  const host = startForgeHost({
    keyValues: data.keyValues,
    answerProduct: async (request) => (isBroken ? new Response('', { status: 503 }) : answer(request)),
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
  const { panel, signIn, sweep, watch, dryRunStep, applyStep } = createHandlers(adapters);
  const sweepAs: (request: unknown, runtime: unknown) => Promise<void> = sweep;
  const watchAs: (request: unknown, runtime: unknown) => Promise<void> = watch;
  const caller: Caller = { product: 'jira', accountId: ada.accountId, installation: own };
  const call = async <Name extends PanelCall>(name: Name, payload: unknown, as: Partial<Caller> = {}) =>
    (await host.invoke(panel, name, payload, { ...caller, ...as })) as AnswerOf<Name>;
  const delivered = async (
    consumer: (event: unknown) => Promise<unknown>,
    event: unknown,
    installation: string,
  ): Promise<unknown> => {
    let answer: unknown;
    const act = async () => {
      answer = await consumer(event);
    };
    await host.invokeScheduled(act, { product: 'jira', installation });
    return answer;
  };
  return {
    data,
    folder,
    /** Calls as the panel does; Ada in Jira unless told. */
    call,
    /** Runs something as the app would, for Ada in Jira. */
    inside: <T>(act: () => Promise<T>) => host.invoke(act, 'any', {}, caller) as Promise<T>,
    /** Somebody outside calls the web trigger of a product. A test may hand over what no platform would. */
    knock: (request: unknown, as: { product?: Product; installation?: string } = {}, runtime: object = {}) =>
      host.invokeWebTrigger((_sent, usual) => signIn(request, { ...(usual as object), ...runtime }), anyRequest, {
        product: 'jira',
        installation: 'one',
        ...as,
      }),
    /** The schedule's moment has come. */
    sweep: (request: unknown = {}, runtime: object = {}) =>
      host.invokeScheduled((_sent, usual) => sweepAs(request, { ...(usual as object), ...runtime }), {
        product: 'jira',
        installation: 'one',
      }),
    /** The same of the looks of Watch. */
    watch: (request: unknown = {}, runtime: object = {}) =>
      host.invokeScheduled((_sent, usual) => watchAs(request, { ...(usual as object), ...runtime }), {
        product: 'jira',
        installation: 'one',
      }),
    /** An event comes to the consumer, whoever sent it. */
    deliver: (event: unknown, installation = 'one') => delivered(dryRunStep, event, installation),
    /** The same to the consumer of what was ordered at a plugin. */
    deliverApply: (event: unknown, installation = 'one') => delivered(applyStep, event, installation),
    /** The first target that is saved. */
    target: async () => {
      const state = await call('load', {});
      return state.ok ? (state.value.targets[0]?.id ?? null) : null;
    },
    /** The same site under an app that is given something else. */
    restart: async (changed: Adapters) => {
      const again = createHandlers(changed).panel;
      return async <Name extends PanelCall>(name: Name, payload: unknown) =>
        (await host.invoke(again, name, payload, caller)) as AnswerOf<Name>;
    },
    /** Jira and Confluence answer nothing any more. */
    breakProduct: () => {
      isBroken = true;
    },
    /** All that is kept of an installation below a prefix, the secrets of its targets included. */
    everything: async (prefix = '', installation = 'one') => {
      const found: Record<string, unknown> = {};
      let after: string | undefined;
      do {
        const where = prefix === '' ? [] : [{ property: 'key', condition: 'BEGINS_WITH', values: [prefix] }];
        const page = (await (
          await data.keyValues(installation, '/api/v1/query', { limit: 100, after, where })
        ).json()) as { data: { key: string; value: unknown }[]; cursor?: string };
        for (const { key, value } of page.data) found[key] = value;
        after = page.cursor;
      } while (after !== undefined);
      for (const product of ['jira', 'confluence'])
        for (const key of Object.keys(found).filter((name) => name.startsWith(`${product}:target:`))) {
          const id = key.split(':')[2];
          for (const kind of ['secret', 'accounts-secret']) {
            const name = `${product}:${kind}:${id}`;
            const secret = await data.keyValues(installation, '/api/v1/secret/get', { key: name });
            found[name] = await secret.json();
          }
        }
      return found;
    },
    close: async () => {
      host.close();
      await data.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
const anyRequest = { method: 'GET', path: '/', queryParameters: {}, headers: {}, body: '' };

export type Site = Awaited<ReturnType<typeof openSite>>;

export const newRun = () => randomUUID();
