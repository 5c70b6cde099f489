import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../local/host/data-folder';
import { type Caller, startForgeHost } from '../../local/host/forge-runtime';
import { ownProducts, type SiteAccount } from '../../local/host/own-products';
import type { AnswerOf, PanelCall } from '../../src/contract/panel-calls';
import type { Adapters } from '../../src/resolvers/adapters';
import { createHandlers } from '../../src/resolvers/app';

export const ada: SiteAccount = { accountId: 'ada', displayName: 'Ada', isAdministrator: true };
export const bob: SiteAccount = { accountId: 'bob', displayName: 'Bob', isAdministrator: true };
export const eve: SiteAccount = { accountId: 'eve', displayName: 'Eve', isAdministrator: false };

/** A Forge site with the real packages on a store of its own, for one test. */
export const openSite = async (adapters: Adapters) => {
  const folder = await mkdtemp(join(tmpdir(), 'companion-site-'));
  const data = await openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });
  const host = startForgeHost({
    keyValues: data.keyValues,
    answerProduct: ownProducts([ada, bob, eve]),
    mayReach: () => false,
  });
  const { panel } = createHandlers(adapters);
  const caller: Caller = { product: 'jira', accountId: ada.accountId, installation: 'one' };
  return {
    data,
    folder,
    /** Calls as the panel does; Ada in Jira unless told. */
    call: async <Name extends PanelCall>(name: Name, payload: unknown, as: Partial<Caller> = {}) =>
      (await host.invoke(panel, name, payload, { ...caller, ...as })) as AnswerOf<Name>,
    close: async () => {
      host.close();
      await data.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
export type Site = Awaited<ReturnType<typeof openSite>>;

export const newRun = () => randomUUID();
