import type { DryRunSums } from '../../src/contract/dry-run';
import type { DryRunEnd } from '../../src/directory/dry-run';
import { Unusable } from '../command/run-command';
import type { PeopleFile } from './people-file';
import type { RunFolder } from './run-folder';

/** What becomes of what a run has written, by how it ended. */
export class Closing {
  readonly #folder: RunFolder;
  readonly #say: (text: string) => void;
  file: PeopleFile | null = null;
  #isClosed = false;

  constructor(folder: RunFolder, say: (text: string) => void) {
    this.#folder = folder;
    this.#say = say;
  }

  async by(end: DryRunEnd): Promise<{ sums: DryRunSums | null }> {
    switch (end.kind) {
      case 'done':
        this.file?.finish();
        await this.#close('delete');
        return { sums: end.sums };
      case 'cancelled':
        return this.cancelled();
      case 'unusable':
        throw new Unusable(end.problem);
      case 'stopped':
        this.#say(end.problem);
        if (end.sums !== null) this.file?.finish();
        await this.stopped(!end.final);
        return { sums: end.sums && withProblem(end.sums, end.problem) };
    }
  }

  async cancelled(): Promise<{ sums: null }> {
    this.#say('Cancelled.');
    await this.stopped(true);
    return { sums: null };
  }

  async stopped(canGoOn: boolean): Promise<void> {
    if (canGoOn && this.#folder.save !== null)
      this.#say('What was read is kept: start it again with the same arguments to go on from there.');
    await this.#close(canGoOn ? 'keep' : 'delete');
  }

  /** After an error nothing half done is left, and where to go on is. */
  async leave(): Promise<void> {
    if (this.#isClosed) return;
    await this.#close('keep');
  }

  async #close(how: 'keep' | 'delete'): Promise<void> {
    this.#isClosed = true;
    this.file?.abandon();
    await this.#folder[how]();
  }
}

/** With the reason why not everybody was read in the place of its bare fact. */
const withProblem = (sums: DryRunSums, problem: string): DryRunSums => {
  const [count] = sums.untold.flatMap(({ what, count: missing }) => (what === 'people' ? [missing] : []));
  const others = sums.untold.filter(({ what }) => what !== 'people');
  return { ...sums, untold: [{ what: 'people', count: count ?? null, message: problem }, ...others] };
};
