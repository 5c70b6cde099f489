import { randomUUID } from 'node:crypto';
import { readAddress } from '../casdoor/address';
import { openDirectory } from '../casdoor/directory';
import type { Vantage } from '../casdoor/vantage';
import type { DryRunProgress } from '../contract/dry-run';
import { systemClock } from '../directory/ask-page';
import { mostBytes } from '../directory/chain/chain-limits';
import { finishStep } from '../directory/chain/finish-step';
import { secondsUntil } from '../directory/chain/next-step';
import { deleteLines } from '../directory/chain/packed-lines';
import { pointsOf } from '../directory/chain/points';
import { readStep, type StepWork } from '../directory/chain/read-step';
import { pushStep } from '../directory/chain/step-queue';
import { type StepRecord, type StepRecords, stepRecordsAt } from '../directory/chain/step-records';
import type { DryRunOrder } from '../directory/dry-run-order';
import { rowDays } from '../directory/row-store';
import { startPulse } from '../runs/pulse';
import { accountsAccessOf, accountsSourceOf } from './accounts-of';
import type { DryRunMeans } from './adapters';
import type { Asked } from './call';
import { type DryRunOutcome, finishDryRun } from './finish-dry-run';
import { meansFor, ordering } from './order-dry-run';

/** How often the platform brings an event again, where what it met passes by itself. */
export const mostRetries = 5;

/** One event of a chain: what it is for, whether it still has to be done, and what comes of it. */
export class ChainStep {
  readonly #asked: Asked;
  readonly #order: DryRunOrder;
  readonly #step: number;
  readonly #retries: number;
  readonly #records: StepRecords;
  readonly #stop = new AbortController();
  /** The last thing said of the run. */
  #said: DryRunProgress | null = null;

  /** @param retries How often the platform has brought this very event before. */
  constructor(asked: Asked, order: DryRunOrder, step: number, retries: number) {
    this.#asked = asked;
    this.#order = order;
    this.#step = step;
    this.#retries = retries;
    this.#records = stepRecordsAt(asked.dryRuns.checkpoint(order.id));
  }

  /** Answers whether the platform is to bring the event once more. */
  async work(): Promise<boolean> {
    const { dryRuns } = this.#asked;
    const { id } = this.#order;
    if (await dryRuns.hasEnded(id)) return false;
    const [record, next] = await Promise.all([this.#records.read(this.#step), this.#records.read(this.#step + 1)]);
    if (!record) return false;
    if (next) {
      // Done already. Whoever did it may have died before the next step was sent for.
      if (this.#retries > 0 && !(await this.#records.read(this.#step + 2))) await this.#send(next);
      return false;
    }
    const problem = await this.#unfit();
    if (await dryRuns.isCancelAsked(id)) await this.#end({ kind: 'cancelled' });
    else if (problem !== null) await this.#end({ kind: 'stopped', problem, final: true });
    else if (secondsUntil(record, this.#now()) > 1) await this.#wait(record);
    else return this.#inStep(record);
    return false;
  }

  #now(): number {
    return this.#asked.place.now().getTime();
  }

  /** Why nobody can go on with it, or null. */
  async #unfit(): Promise<string | null> {
    const { clientId, startedAt, targetId } = this.#order;
    if (this.#now() - Date.parse(startedAt) > rowDays * 86_400_000)
      return `What was read is kept for ${rowDays} days, and this dry run was not done by then.`;
    const { store } = this.#asked;
    const [connection, settings] = await Promise.all([store.connection.latest(), store.target(targetId).latest()]);
    const isOther =
      !connection ||
      connection.at > startedAt ||
      !settings ||
      ordering(settings.value, connection.value).clientId !== clientId;
    return isOther ? 'The address or the client of Casdoor was changed while its people were read.' : null;
  }

  /** As `work` does. */
  async #inStep(record: StepRecord): Promise<boolean> {
    const { adapters, dryRuns } = this.#asked;
    const { id, targetId } = this.#order;
    const means = await meansFor(this.#asked, this.#order);
    const access = await accountsAccessOf(this.#asked, targetId);
    const accounts = await accountsSourceOf(this.#asked, targetId);
    const vantage = adapters.vantage(means.casdoor.authorities);
    const savedAt = await dryRuns.checkpoint(id).at();
    const pulse = startPulse(async () => {
      if (this.#said) await dryRuns.progress(id, this.#said);
      if (await dryRuns.isCancelAsked(id)) this.#stop.abort();
    });
    try {
      const directory = record.directory.end === null ? await this.#open(vantage, means.casdoor) : null;
      if (directory && 'problem' in directory) {
        if (record.directory.read > 0 && this.#retries < mostRetries) return true;
        await this.#end({ kind: 'stopped', problem: directory.problem, final: record.directory.read === 0 });
        return false;
      }
      const work: StepWork = {
        order: this.#order,
        record,
        records: this.#records,
        attempt: randomUUID(),
        directory,
        accounts,
        points: access.kind === 'own-site' ? pointsOf(this.#asked.place) : null,
        signal: this.#stop.signal,
        clock: { now: () => this.#now(), pause: systemClock.pause },
        onProgress: (progress) => {
          this.#said = { ...progress, savedAt };
        },
      };
      const isLast = record.directory.end !== null && record.accounts.isDone;
      await (isLast ? this.#finish(work) : this.#read(work));
      return false;
    } finally {
      await pulse.stop();
      await Promise.all([vantage.close(), accounts.close()]);
    }
  }

  /** Over what is the last thing said of it, so that whoever looks knows until when nothing more is heard. */
  async #wait(record: StepRecord): Promise<void> {
    const { dryRuns } = this.#asked;
    this.#said = (await dryRuns.view(this.#order.id))?.progress ?? null;
    await this.#handOn({ ...record, step: record.step + 1, kept: null });
  }

  async #read(work: StepWork): Promise<void> {
    const read = await readStep(work);
    if (read.kind === 'cancelled') return this.#end({ kind: 'cancelled' });
    const { next, problem } = read;
    const isFirst = await this.#handOn(next, problem === null && next.bytes <= mostBytes);
    if (!isFirst) return deleteLines(this.#records.linesKey(work.record.step, work.attempt));
    if (problem !== null) return this.#end({ kind: 'stopped', problem, final: next.directory.read === 0 });
    if (next.bytes > mostBytes) return this.#end({ kind: 'stopped', problem: tooLarge(next), final: true });
  }

  async #finish(work: StepWork): Promise<void> {
    const { record } = work;
    const finished = await finishStep(work, this.#asked.dryRuns.rows(this.#order.id));
    switch (finished.kind) {
      case 'anew': {
        const accounts = { since: record.step, isDone: false, read: 0, groups: 0, failures: 0 };
        await this.#handOn({ ...record, step: record.step + 1, kept: null, accounts });
        return;
      }
      case 'done':
        return this.#end({ kind: 'done', sums: finished.sums }, finished.pages);
      case 'unusable':
        return this.#end({ kind: 'stopped', problem: finished.problem, final: true });
      case 'cancelled':
        return this.#end({ kind: 'cancelled' });
    }
  }

  async #open(vantage: Vantage, { address, secret, allowsHttp }: DryRunMeans['casdoor']) {
    const reading = readAddress(address);
    if (!reading.ok) return { problem: 'The saved address of Casdoor cannot be read.' };
    const { clientId } = this.#order;
    const signal = this.#stop.signal;
    return openDirectory({ address: reading.value, clientId, secret, allowsHttp, vantage, signal });
  }

  /** False: another attempt was quicker, and sends for the step itself. */
  async #handOn(next: StepRecord, goesOn = true): Promise<boolean> {
    if (!(await this.#records.make(next))) return false;
    await this.#say(next);
    await this.#asked.dryRuns.checkpoint(this.#order.id).set({ schema: 1, step: next.step });
    if (goesOn) await this.#send(next);
    return true;
  }

  async #send(next: StepRecord): Promise<void> {
    const isSent = await pushStep({ run: this.#order.id, step: next.step }, secondsUntil(next, this.#now()));
    if (!isSent) await this.#end({ kind: 'stopped', problem: tooLong, final: false });
  }

  /** Until when nothing more will be heard of it. */
  async #say({ waitsUntil, directory }: StepRecord): Promise<void> {
    if (!this.#said) return;
    const until = directory.end === null || waitsUntil === null ? null : new Date(waitsUntil).toISOString();
    this.#said = { ...this.#said, savedAt: this.#asked.place.now().toISOString(), waitsUntil: until };
    await this.#asked.dryRuns.progress(this.#order.id, this.#said);
  }

  async #end(outcome: DryRunOutcome, pages = 0): Promise<void> {
    await finishDryRun(this.#asked, this.#order, outcome, pages);
  }
}

const tooLong = 'Forge lets no more events follow upon each other. Go on from there: that begins with new ones.';

const tooLarge = ({ directory, accounts }: StepRecord): string =>
  `${count(directory.read)} people and ${count(accounts.read)} accounts were read, which is more than the app can hold against each other in the cloud. Read this directory with the local panel.`;

const count = (number: number): string => number.toLocaleString('en-US');
