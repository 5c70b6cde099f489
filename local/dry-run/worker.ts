import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import * as v from 'valibot';
import { askOverVantage } from '../../src/atlassian/accounts/ask-atlassian';
import { readAddress } from '../../src/casdoor/address';
import { openDirectory } from '../../src/casdoor/directory';
import type { Vantage } from '../../src/casdoor/vantage';
import type { DryRunProgress, DryRunRow } from '../../src/contract/dry-run';
import type { AccountsSource } from '../../src/directory/accounts-source';
import { systemClock } from '../../src/directory/ask-page';
import { runDryRun } from '../../src/directory/dry-run';
import type { DryRunOutcome } from '../../src/resolvers/finish-dry-run';
import { Secret } from '../../src/secrets/secret';
import { withStandIns } from '../demo/demo-vantage';
import { makeLocalVantage } from '../vantage/local-vantage';
import { checkpointIn } from './checkpoint-file';
import { openFileSpill, SpillLost, spillMark } from './file-spill';
import type { Assignment, FromWorker, ToWorker } from './worker-messages';

/** Rows of one page: enough that the store is asked rarely, few enough that a page is no burden for the memory. */
const pageRows = 2_000;

const port = parentPort;
if (port === null) throw new Error('This is a worker of the local host.');
const stop = new AbortController();
const waiting = new Map<number, () => void>();
const tell = (message: FromWorker) => port.postMessage(message);

port.on('message', (message: ToWorker) => {
  if (message.kind === 'stop') stop.abort();
  else if (message.kind === 'kept') waiting.get(message.page)?.();
  else
    work(message.assignment).then(
      ({ outcome, pages }) => tell({ kind: 'end', outcome, pages }),
      // Whoever started it meets the exception; its words may quote what was sent, so they are shown to nobody.
      (error: unknown) => {
        throw error;
      },
    );
});

/** Hands pages of rows over; the next one only when the one before is kept, so that they do not heap up. */
class Pages {
  #rows: DryRunRow[] = [];
  #next = 0;
  #kept: Promise<void> = Promise.resolve();

  get count(): number {
    return this.#next;
  }

  async add(rows: readonly DryRunRow[]): Promise<void> {
    for (const row of rows) {
      this.#rows.push(row);
      if (this.#rows.length === pageRows) await this.#hand();
    }
  }

  async end(): Promise<void> {
    if (this.#rows.length > 0) await this.#hand();
    await this.#kept;
  }

  async #hand(): Promise<void> {
    await this.#kept;
    const page = this.#next;
    this.#kept = new Promise<void>((resolve) => waiting.set(page, resolve)).finally(() => waiting.delete(page));
    tell({ kind: 'rows', page, rows: this.#rows });
    this.#next += 1;
    this.#rows = [];
  }
}

const work = async (assignment: Assignment): Promise<{ outcome: DryRunOutcome; pages: number }> => {
  const { order, goesOn, casdoor, folder } = assignment;
  if (!goesOn) tell({ kind: 'progress', progress: opening });
  const pages = new Pages();
  const ended = (problem: string, final: boolean) =>
    ({ outcome: { kind: 'stopped', problem, final }, pages: pages.count }) as const;
  const checkpoint = checkpointIn(folder);
  const from = goesOn ? checkpoint.read() : null;
  if (goesOn && from === null) return ended(lost, true);
  const reading = readAddress(casdoor.address);
  if (!reading.ok) return ended('The saved address cannot be read.', true);
  const vantage = vantageOf(assignment);
  try {
    const directory = await openDirectory({
      address: reading.value,
      clientId: order.clientId,
      secret: new Secret(casdoor.secret),
      allowsHttp: casdoor.allowsHttp,
      vantage,
      signal: stop.signal,
    });
    if (stop.signal.aborted) return { outcome: { kind: 'cancelled' }, pages: 0 };
    // What was read before stays: Casdoor may answer the next time.
    if ('problem' in directory) return ended(directory.problem, !goesOn);
    const spill = openFileSpill(join(folder, 'lines'), from && v.parse(spillMark, from.spill));
    try {
      const end = await runDryRun({
        order,
        directory,
        accounts: accountsOf(assignment.accounts, vantage),
        spill,
        from,
        save: (made) => {
          checkpoint.write(made);
          tell({ kind: 'saved', at: made.savedAt });
        },
        signal: stop.signal,
        clock: systemClock,
        onProgress: (progress) => tell({ kind: 'progress', progress }),
        // The panel has said it when the file was handed in.
        onNote: () => {},
        onRows: (rows) => pages.add(rows),
      });
      await pages.end();
      switch (end.kind) {
        case 'unusable':
          return ended(end.problem, true);
        case 'stopped':
          return ended(end.problem, end.final);
        case 'done':
          return { outcome: { ...end, application: directory.application }, pages: pages.count };
        case 'cancelled':
          return { outcome: end, pages: pages.count };
      }
    } finally {
      spill.close();
    }
  } catch (error) {
    if (error instanceof SpillLost) return ended(lost, true);
    throw error;
  } finally {
    await vantage.close();
  }
};

/** Before anybody was read. */
const opening: DryRunProgress = {
  phase: 'opening',
  people: { read: 0, total: null, perSecond: 0, isDone: false },
  accounts: null,
  known: { barred: 0, withoutEmail: 0, sharedUsernames: 0, repeated: 0 },
  savedAt: null,
  waitsUntil: null,
};

const lost = 'What was kept of those who were read is not there any more. Start a new one.';

const vantageOf = ({ authorities, standIns }: Assignment): Vantage => {
  const vantage = makeLocalVantage({ authorities });
  return standIns.length === 0 ? vantage : withStandIns(vantage, new Map(standIns));
};

const accountsOf = (accounts: Assignment['accounts'], vantage: Vantage): AccountsSource => {
  switch (accounts.kind) {
    case 'none':
      return { kind: 'none' };
    case 'csv':
      return { kind: 'csv', open: () => createReadStream(accounts.path) };
    case 'password': {
      const credentials = { kind: 'password', user: accounts.user, password: new Secret(accounts.password) } as const;
      return { kind: 'api', ask: askOverVantage(vantage, new URL(accounts.baseUrl), credentials) };
    }
    case 'token': {
      const credentials = { kind: 'token', token: new Secret(accounts.token) } as const;
      return { kind: 'api', ask: askOverVantage(vantage, new URL(accounts.baseUrl), credentials) };
    }
  }
};
