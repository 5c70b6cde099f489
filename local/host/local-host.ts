import { join } from 'node:path';
import type { Product } from '../../src/contract/target';
import type { Adapters } from '../../src/resolvers/adapters';
import type { RunningDemo } from '../demo/start-demo';
import { installation, openDataFolder } from './data-folder';
import { startForgeHost } from './forge-runtime';
import { ownProducts, systemAccount } from './own-products';
import { type PanelServer, startPanelServer } from './panel-server';

export type LocalHostOptions = {
  /** Null: `usualPort`, or the next that is free. */
  port: number | null;
  usualPort: number;
  data: string | null;
  keyFile: string | null;
  hasDemo: boolean;
  product: Product;
  panelFolder: string;
  /** PEM files that were named on the command line. */
  authorities: readonly string[];
  /** Puts another place to look from in front of the panel, for a test of what this machine cannot be made to see. */
  adapt?: (usual: Adapters) => Adapters;
  /** For a test: how many people the demo has, and who is given its stand-ins, to turn their switches. */
  demo?: { size?: number; onStart?: (running: RunningDemo) => void };
};

export type LocalHost = {
  /** With the token. */
  address: string;
  origin: string;
  close: () => Promise<void>;
};

/**
 * The app without Atlassian: a Forge site of this machine, the unmodified packages, the app's own handlers and the
 * panel, for the person who started it.
 */
export const startLocalHost = async (options: LocalHostOptions): Promise<LocalHost> => {
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const act of closing.splice(0).reverse()) await act();
  };
  try {
    const data = await openDataFolder(options);
    closing.push(data.close);
    const account = systemAccount();
    // Known once somebody listens; nothing of the app runs before that.
    let origin: string | null = null;
    const forge = startForgeHost({
      keyValues: data.keyValues,
      answerProduct: ownProducts([account]),
      // Everything that looks at Casdoor from here has sockets of its own; nothing of the app uses fetch.
      mayReach: () => false,
      webTriggerUrl: (product, key) => (key === 'sign-in' && origin !== null ? `${origin}/sign-in/${product}` : null),
    });
    closing.push(forge.close);
    // After the host: @forge/api keeps the fetch that it finds when it is loaded.
    const { createHandlers } = await import('../../src/resolvers/app');
    // A call's own code is loaded when it is called; that of the first screen is there before anybody opens it.
    await Promise.all([import('../../src/resolvers/connect'), import('../../src/resolvers/asked')]);
    const { localAdapters } = await import('./local-adapters');
    const {
      adapters: usual,
      applies,
      recover,
      close: closeAdapters,
    } = await localAdapters({
      ...options,
      runsFolder: join(data.path, 'runs'),
      keeping: data.demo,
      inside: (product, act) => forge.inside(act, { product, installation }),
    });
    closing.push(closeAdapters);
    await recover();
    const adapters = options.adapt?.(usual) ?? usual;
    const { panel, signIn, sweep } = createHandlers(adapters);
    const caller = (product: Product) => ({ product, accountId: account.accountId, installation });
    const server = await firstFree(options, (port) =>
      startPanelServer({
        folder: options.panelFolder,
        port,
        product: options.product,
        invoke: (product, functionKey, payload) => forge.invoke(panel, functionKey, payload, caller(product)),
        context: (product) => forge.context(caller(product)),
        signIn: (product, request) => forge.invokeWebTrigger(signIn, request, { product, installation }),
      }),
    );
    origin = server.origin;
    // It asks Jira and Confluence, and nobody who opens the panel waits for that.
    applies.begin(adapters);
    const schedule = { product: options.product, installation };
    closing.push(startDaily(() => forge.invokeScheduled(sweep, schedule), 0));
    const looks = new AbortController();
    const begun = adapters.now();
    const watch = async () =>
      (await import('../../src/resolvers/look-at-all')).lookAtAll(adapters, looks.signal, begun);
    // The first screen is drawn before its code is loaded.
    closing.push(startDaily(() => forge.invokeScheduled(watch, schedule), 3000));
    // Nobody who ends it waits for a Jira that does not answer.
    closing.push(() => looks.abort());
    closing.push(server.close);
    await data.announce(server.origin);
    return { address: server.address, origin: server.origin, close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Milliseconds; the manifest says "day". */
const day = 86_400_000;

/** After some milliseconds and then once a day. What it returns ends that, and waits for what goes on. */
const startDaily = (act: () => Promise<void>, after: number): (() => Promise<void>) => {
  let going = Promise.resolve();
  const again = () => {
    going = going.then(act);
  };
  if (after === 0) again();
  const first = after === 0 ? undefined : setTimeout(again, after).unref();
  const timer = setInterval(again, day).unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    return going;
  };
};

/** Ports beyond the usual one that are tried. */
const tries = 50;

const firstFree = async (
  { port, usualPort }: LocalHostOptions,
  listen: (port: number) => Promise<PanelServer>,
): Promise<PanelServer> => {
  if (port !== null)
    return listen(port).catch((error: unknown) => {
      throw isTaken(error) ? new Error(`Port ${port} is taken. Name another one with --port, or leave it out.`) : error;
    });
  for (let next = usualPort; next < usualPort + tries; next += 1) {
    const server = await listen(next).catch((error: unknown) => {
      if (isTaken(error)) return null;
      throw error;
    });
    if (server) return server;
  }
  return listen(0);
};

/** EACCES: a port below 1024, which only the system's own user may have. */
const isTaken = (error: unknown) => ['EADDRINUSE', 'EACCES'].includes(String((error as { code?: unknown }).code));
