import { parseArgs } from 'node:util';
import { type TortureFigures, torture, Violation } from './torture';

/** `npm run torture`: kills processes that apply, keep and restore, two hundred times at random. */

const help = `Usage: npm run torture -- [--seed NUMBER] [--times NUMBER] [--quiet]

Kills real processes that write, keep and restore sign-in settings on stand-ins of both plugins and of Casdoor, at random
moments and with random trouble, and starts anew each time. Exit status: 0 each was told truly and ended in the old
settings or the new ones; 1 one was not: the line names seed and round; 2 arguments it cannot use.
`;

const numberIn = (text: string | undefined, usual: number): number | null => {
  if (text === undefined) return usual;
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
};

const summary = ({ seed, kills, metAt, ends, targets, troubles, personNeeded }: TortureFigures): string => {
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([, one], [, other]) => other - one)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return [
    `${kills} kills with seed ${seed}, nothing untrue and nothing left between the two.`,
    `  killed when the journal said: ${list(metAt)}`,
    `  ended as: ${list(ends)}; a person was asked ${personNeeded} times`,
    `  targets: ${list(targets)}`,
    `  what befell them: ${list(troubles)}`,
    '',
  ].join('\n');
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      times: { type: 'string' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const seed = numberIn(values.seed, Math.floor(Math.random() * 2 ** 31));
  const times = numberIn(values.times, 200);
  if (seed === null || times === null) {
    process.stderr.write('--seed and --times are numbers.\n');
    return 2;
  }
  process.stdout.write(`Seed ${seed}.\n`);
  const tell = values.quiet ? () => {} : (line: string) => process.stdout.write(`${line}\n`);
  try {
    process.stdout.write(summary(await torture({ seed, times }, tell)));
    return 0;
  } catch (error) {
    process.stderr.write(
      error instanceof Violation ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return 1;
  }
};

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)} --help lists the options.\n`);
    process.exit(2);
  },
);
