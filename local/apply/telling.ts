import { chmodSync, writeFileSync } from 'node:fs';
import type { Journal } from '../../src/apply/journal';
import { painter } from '../../src/checks/text-layout';
import { visible } from '../../src/checks/visible';
import { whyUnread } from '../command/argument-files';
import { hasColour, print, Unusable } from '../command/run-command';
import { type ProgressLines, progressLines } from '../dry-run/progress-lines';
import { entryLine } from './apply-text';
import type { Questions } from './questions';
import { type ApplyResult, toApplyJson } from './told-result';

/** How a run tells what it does. With --json standard output holds the result alone. */
export type Telling = {
  /** Progress that nobody keeps, on standard error. */
  progress: ProgressLines;
  /** A line that belongs to what is told. */
  say: (line: string) => void;
  paint: ReturnType<typeof painter>;
  /** A journal that also tells each line as it is written. */
  told: (journal: Journal) => Journal;
  result: (result: ApplyResult) => Promise<void>;
};

export const tellingOf = (
  { json, out }: { json: boolean; out: string | null },
  questions: Questions | null,
): Telling => {
  // Said now: at the end, when everything has been written, it would be too late.
  if (out !== null) writeOut(out, '');
  const progress = progressLines(process.stderr, Date.now);
  const paint = painter(!json && hasColour());
  const say = (line: string) => {
    progress.end();
    const write = () => (json ? process.stderr : process.stdout).write(`${line}\n`);
    if (questions) questions.aside(write);
    else write();
  };
  return {
    progress,
    say,
    paint,
    told: (journal) => ({
      ...journal,
      append: async (id, at, entry) => {
        const isNoted = await journal.append(id, at, entry);
        if (isNoted) say(entryLine(entry));
        return isNoted;
      },
    }),
    result: async (result) => {
      progress.end();
      const text = `${JSON.stringify(toApplyJson(result), null, 2)}\n`;
      if (out !== null) writeOut(out, text);
      if (json) return print(text);
      const mark = result.status === 0 ? paint.green('✔') : result.status === 1 ? paint.yellow('▲') : paint.red('✖');
      return print(`\n${mark} ${visible(result.message)}\n`);
    },
  };
};

/** @throws Unusable where the file cannot be written. */
const writeOut = (path: string, text: string): void => {
  try {
    writeFileSync(path, text, { mode: 0o600 });
    // One that was there before keeps its own.
    chmodSync(path, 0o600);
  } catch (error) {
    const isFolderMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Unusable(`--out ${path}: ${isFolderMissing ? 'its folder is not there' : whyUnread(error)}.`);
  }
};
