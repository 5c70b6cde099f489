import { visible } from '../src/checks/visible';
import {
  type ApplyAsked,
  type RestoreArguments,
  readApplyArguments,
  type TryArguments,
  type WriteArguments,
} from './apply/apply-arguments';
import { applyHelp } from './apply/apply-help';
import { NeedsSomebody, statusDone, statusNeeded } from './apply/needs-somebody';
import { runCommand, statusUnusable } from './command/run-command';

/**
 * Writes settings and mapping into a plugin, or puts them back, in the terminal. What is heavy loads after the first
 * line: nothing but the reading of the arguments stands above.
 */

const endedAtOnce =
  'Ended at once. What had been sent may still arrive: the next start of the panel, or of this command with --restore, on the same data folder says what is in force, and finishes or undoes it.';

const main = async (asked: ApplyAsked): Promise<number> => {
  switch (asked.kind) {
    case 'help':
      process.stdout.write(applyHelp);
      return statusDone;
    case 'refused':
      process.stderr.write(`${visible(asked.problem)}\n`);
      return statusUnusable;
    default:
      return work(asked.arguments);
  }
};

const work = async (given: WriteArguments | TryArguments | RestoreArguments): Promise<number> => {
  const stopped = new AbortController();
  const stop = () => {
    // Whoever asks a second time does not want to wait for anything.
    if (stopped.signal.aborted) {
      process.stderr.write(`${endedAtOnce}\n`);
      process.exit(statusNeeded);
    }
    stopped.abort();
    process.stderr.write('Ending: what is being sent is waited for.\n');
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  const [{ runApply }, { tellingOf }, { questionsAt }, { notBegun }] = await Promise.all([
    import('./apply/run-apply'),
    import('./apply/telling'),
    import('./apply/questions'),
    import('./apply/told-result'),
  ]);
  // Whoever gave the secret on standard input has ended it.
  const questions = given.secret?.from === 'standard-input' ? null : questionsAt(process.stdin, process.stderr);
  const telling = tellingOf(given, questions);
  const result = await runApply(given, { telling, questions, signal: stopped.signal }).catch((error: unknown) => {
    if (error instanceof NeedsSomebody) return notBegun(given.mode, error.message);
    throw error;
  });
  await telling.result(result);
  return result.status;
};

runCommand('apply', () => main(readApplyArguments(process.argv.slice(2))), statusNeeded);
