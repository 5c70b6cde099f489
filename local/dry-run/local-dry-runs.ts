import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DryRunForecast, DryRunProgress } from '../../src/contract/dry-run';
import { type Product, products } from '../../src/contract/target';
import type { DryRunOrder } from '../../src/directory/dry-run-order';
import { isGoing, type KeptRuns, keptRunsIn } from '../../src/directory/kept-runs';
import { readWords, stoppedWords } from '../../src/directory/stopped-words';
import type { DryRunMeans, DryRuns, KnownBefore } from '../../src/resolvers/adapters';
import { logFailure } from '../../src/resolvers/call';
import type { DryRunOutcome } from '../../src/resolvers/finish-dry-run';
import { startPulse } from '../../src/runs/pulse';
import { storeIn } from '../../src/store/store';
import type { Assignment, FromWorker, ToWorker } from './worker-messages';

export type LocalDryRunsOptions = {
  /** Where runs keep what they have read; made where it is not there. */
  folder: string;
  /** Runs something as the app would, in a product of the site. */
  inside: <T>(product: Product, act: () => Promise<T>) => Promise<T>;
  /** PEMs from the command line. */
  authorities: readonly string[];
  standIns: ReadonlyMap<string, string>;
  now: () => Date;
};

export type LocalDryRuns = DryRuns & {
  /** Finds what a process that was ended left behind: runs that nobody works on, folders that belong to no run. */
  recover: () => Promise<void>;
  /** Stops all workers; what they have read stays, so that the next process can go on. */
  close: () => Promise<void>;
};

/** Milliseconds that a worker has to write down where it is. */
const closingLasts = 5_000;

type Running = {
  /** Ends it, at the latest after `closingLasts`; resolves when all of it is written down. */
  stop: (isClosing: boolean) => Promise<void>;
};

/** Dry runs on this machine: each in a thread of its own, which knows no store and is handed its secrets by message. */
export const localDryRuns = (options: LocalDryRunsOptions): LocalDryRuns => {
  const { folder, inside, now } = options;
  const running = new Map<string, Running>();
  const folderOf = (id: string) => join(folder, id);
  const keptOf = ({ product, who }: { product: Product; who: string }): KeptRuns =>
    keptRunsIn({ product, who, account: null, now });
  const discard = async (ids: readonly string[]) => {
    for (const id of ids) {
      await running.get(id)?.stop(false);
      await rm(folderOf(id), { recursive: true, force: true });
    }
  };

  const begin = async (order: DryRunOrder, means: DryRunMeans, goesOn: boolean) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await mkdir(folderOf(order.id), { recursive: true, mode: 0o700 });
    const assignment = await assignmentOf(order, means, goesOn, folderOf(order.id), options);
    // The product whose context the run was made in holds it, whatever the target is.
    const { product } = means;
    const kept = keptOf({ product, who: order.who });
    const worker = new Worker(bootstrap, { eval: true, execArgv: [], name: 'dry-run' });
    const post = (message: ToWorker) => worker.postMessage(message);
    let progress: DryRunProgress | null = null;
    let isClosing = false;
    let ending: { outcome: DryRunOutcome; pages: number } | null = null;
    /** Everything that a worker says is done one after the other, as it was said. */
    let writing = Promise.resolve();
    const write = (act: () => Promise<void>) => {
      writing = writing.then(() => inside(product, act));
      writing.catch(() => worker.terminate());
    };
    worker.on('message', (message: FromWorker) => {
      switch (message.kind) {
        case 'progress':
          ({ progress } = message);
          break;
        case 'saved':
          // Where it stands is known to the folder alone; the store knows that there is something.
          write(() => kept.checkpoint(order.id).set({ savedAt: message.at }));
          break;
        case 'rows':
          write(async () => {
            await kept.rows(order.id).write(message.page, message.rows);
            post({ kind: 'kept', page: message.page });
          });
          break;
        case 'end':
          ending = message;
          // Nothing may keep the thread when its work is done.
          void worker.terminate();
      }
    });
    worker.on('error', (error) => logFailure('dryRun', error));
    const pulse = startPulse(() =>
      inside(product, async () => {
        if (progress) await kept.progress(order.id, progress);
        if (await kept.isCancelAsked(order.id)) post({ kind: 'stop' });
      }),
    );
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
      .then(async () => {
        await pulse.stop();
        const isKept = await writing.then(
          () => true,
          () => false,
        );
        await inside(product, async () => {
          if (progress) await kept.progress(order.id, progress);
          const { outcome, pages } = endOf(ending, { isClosing, isKept, progress });
          await means.finish(outcome, pages);
          const isGoneOn = outcome.kind === 'stopped' && !outcome.final;
          if (!isGoneOn) await rm(folderOf(order.id), { recursive: true, force: true });
        });
      })
      .catch((error: unknown) => logFailure('dryRun', error))
      .finally(() => running.delete(order.id));
    running.set(order.id, {
      stop: async (closing) => {
        isClosing = closing;
        post({ kind: 'stop' });
        const timer = setTimeout(() => worker.terminate(), closingLasts);
        await ended;
        clearTimeout(timer);
      },
    });
    post({ kind: 'assignment', assignment });
  };

  return {
    start: (order, means) => begin(order, means, false),
    goOn: (order, means) => begin(order, means, true),
    discard,
    forecast: async (known) => forecastOf(known),
    recover: async () => {
      const wanted = new Set<string>();
      for (const product of products)
        await inside(product, async () => {
          const kept = keptOf({ product, who: '' });
          const targets = (await storeIn({ product, who: '', account: null, now }).targets.latest())?.value ?? [];
          for (const target of targets) {
            const { current } = await kept.ofTarget(target);
            if (current && isGoing(current))
              await kept.end(current.id, { state: 'stopped', problem: stoppedWords(current.progress) });
            const view = current && (await kept.view(current.id));
            if (view?.canGoOn) wanted.add(view.id);
          }
        });
      const found = await readdir(folder).catch(() => []);
      await discard(found.filter((id) => !wanted.has(id)));
    },
    close: async () => {
      await Promise.all([...running.values()].map((run) => run.stop(true)));
    },
  };
};

/** A worker takes no loader over from its process, and this one makes it a fifth faster. */
const bootstrap = [join(__dirname, 'one-module.cjs'), join(__dirname, 'worker.ts')]
  .map((file) => `require(${JSON.stringify(file)});`)
  .join(' ');

const endOf = (
  ending: { outcome: DryRunOutcome; pages: number } | null,
  { isClosing, isKept, progress }: { isClosing: boolean; isKept: boolean; progress: DryRunProgress | null },
): { outcome: DryRunOutcome; pages: number } => {
  const stopped = (problem: string) => ({ outcome: { kind: 'stopped', problem, final: false }, pages: 0 }) as const;
  const read = progress === null ? 'Nobody was read yet.' : readWords(progress);
  if (!isKept) return stopped(`${read} What became of them could not be written down here.`);
  if (isClosing && (ending === null || ending.outcome.kind === 'cancelled'))
    return stopped(`${read} Then this panel was ended.`);
  return ending ?? stopped(`${read} Then what worked on it broke off.`);
};

const assignmentOf = async (
  order: DryRunOrder,
  { casdoor, accounts }: DryRunMeans,
  goesOn: boolean,
  folder: string,
  { authorities, standIns }: LocalDryRunsOptions,
): Promise<Assignment> => ({
  order,
  folder,
  goesOn,
  casdoor: { address: casdoor.address, secret: casdoor.secret.expose(), allowsHttp: casdoor.allowsHttp },
  accounts: await accountsOf(accounts, folder),
  authorities: [
    ...authorities.map((pem) => ({ pem, from: 'file' as const })),
    ...casdoor.authorities.map((pem) => ({ pem, from: 'panel' as const })),
  ],
  standIns: [...standIns],
});

/** Reads a file of accounts out of the store, which the worker does not know. */
const accountsOf = async (accounts: DryRunMeans['accounts'], folder: string): Promise<Assignment['accounts']> => {
  if (accounts.kind === 'csv') {
    const path = join(folder, 'accounts.csv');
    await rm(path, { force: true });
    await writeFile(path, accounts.open(), { mode: 0o600, flag: 'wx' });
    return { kind: 'csv', path };
  }
  // This machine is nobody's site.
  if (accounts.kind !== 'credentials') return { kind: 'none' };
  const { baseUrl, credentials } = accounts;
  return credentials.kind === 'token'
    ? { kind: 'token', baseUrl, token: credentials.token.expose() }
    : { kind: 'password', baseUrl, user: credentials.user, password: credentials.password.expose() };
};

/** As it was the time before: nothing else is known before anybody is asked. */
const forecastOf = ({ people, milliseconds }: KnownBefore): DryRunForecast => ({
  people,
  seconds: milliseconds === null ? null : Math.max(1, Math.round(milliseconds / 1_000)),
  note: null,
});
