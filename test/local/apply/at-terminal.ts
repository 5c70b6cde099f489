import { readApplyArguments } from '../../../local/apply/apply-arguments';
import type { Questions } from '../../../local/apply/questions';
import { runApply } from '../../../local/apply/run-apply';
import type { Telling } from '../../../local/apply/telling';
import type { ApplyResult } from '../../../local/apply/told-result';
import { painter } from '../../../src/checks/text-layout';
import { secrets } from './apply-world';

/** The command in this process. `ask`: somebody sits there and answers; without it nobody does, as in a pipe. */
export const atTerminal = async (
  given: readonly string[],
  ask: Questions['ask'] | null,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ result: ApplyResult; said: string }> => {
  const asked = readApplyArguments(given);
  if (!('arguments' in asked)) throw new Error(asked.kind === 'refused' ? asked.problem : `It was ${asked.kind}.`);
  Object.assign(process.env, secrets);
  const quiet = { tell() {}, say() {}, end() {} };
  const lines: string[] = [];
  const telling: Telling = {
    progress: quiet,
    say: (line) => lines.push(line),
    paint: painter(false),
    told: (journal) => journal,
    result: async () => {},
  };
  const result = await runApply(asked.arguments, {
    telling,
    questions: ask && { ask, aside: (write) => write() },
    signal,
  });
  return { result, said: lines.join('\n') };
};
