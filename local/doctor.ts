import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { visible } from '../src/checks/visible';
import { type Asked, type DoctorArguments, doctorHelp, readDoctorArguments } from './doctor-arguments';

/**
 * The checks in the terminal. What is heavy loads after the first line: nothing but the reading of the arguments
 * stands above.
 */

const statusReady = 0;
const statusNotReady = 1;
const statusUnusable = 2;

/** An argument that cannot be used: one sentence that names it. */
class Unusable extends Error {}

const main = async (asked: Asked): Promise<number> => {
  switch (asked.kind) {
    case 'help':
      process.stdout.write(doctorHelp);
      return statusReady;
    case 'refused':
      process.stderr.write(`${visible(asked.problem)}\n`);
      return statusUnusable;
    case 'list':
      return list(asked.json);
    case 'diagnose':
      return examine(asked.arguments);
  }
};

const list = async (json: boolean): Promise<number> => {
  const { catalogue } = await import('../src/checks/catalogue');
  const { areaNames } = await import('../src/contract/report');
  const rows = catalogue.map(({ id, area, title, severity }) => ({
    id,
    area,
    title,
    severity: typeof severity === 'string' ? severity : 'depends on the target',
  }));
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else {
    const width = Math.max(...rows.map(({ id }) => id.length));
    let area: string | null = null;
    for (const row of rows) {
      if (row.area !== area) process.stdout.write(`${area === null ? '' : '\n'}${areaNames[row.area]}\n`);
      area = row.area;
      process.stdout.write(`  ${row.id.padEnd(width)}  ${row.severity.padEnd(21)}  ${row.title}\n`);
    }
  }
  return statusReady;
};

const examine = async (given: DoctorArguments): Promise<number> => {
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  tell(`Looking at ${visible(given.issuer || given.pluginFile || '')} …`);
  const { prepareDiagnosis } = await import('./doctor-diagnosis');
  const prepared = await prepareDiagnosis(given, { read: readArgumentFile, secret: await readSecret(given) });
  if (!prepared.ok) throw new Unusable(prepared.problem);

  const cancelled = new AbortController();
  process.once('SIGINT', () => cancelled.abort());
  let phase = '';
  const examined = await prepared.run({
    signal: cancelled.signal,
    onProgress: (progress) => {
      if (progress.phase === phase) return;
      phase = progress.phase;
      if (process.stderr.isTTY) tell(`  ${visible(phase)}`);
    },
    tell: (line) => tell(visible(line)),
  });
  await print(
    given.json
      ? `${JSON.stringify(prepared.json(examined), null, 2)}\n`
      : prepared.text(examined, { colour: hasColour() }),
  );
  return examined.report.verdict === 'ready' ? statusReady : statusNotReady;
};

/** Resolves once all of it has gone out, into a pipe too. */
const print = (text: string) => new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));

/** https://no-color.org: any value that is not empty switches colours off. */
const hasColour = () => process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

const readArgumentFile = (argument: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it cannot be read (${code})`;
    throw new Unusable(`${argument} ${visible(path)}: ${why}.`);
  }
};

const readSecret = async ({ secret }: DoctorArguments): Promise<string | null> => {
  if (secret === null) return null;
  if (secret.from === 'environment') {
    const value = process.env[secret.name];
    if (value === undefined || value === '')
      throw new Unusable(
        `--secret-env ${visible(secret.name)}: there is no such environment variable, or it is empty.`,
      );
    return value;
  }
  if (process.stdin.isTTY) process.stderr.write('Type the client secret, then Ctrl-D:\n');
  // The line end belongs to the pipe, not to the secret; any other space is the administrator's.
  const value = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (value === '') throw new Unusable('--secret-stdin: standard input is empty.');
  return value;
};

main(readDoctorArguments(process.argv.slice(2))).then(
  // A look-up that a silent name server never answers would keep the process alive after the report.
  (status) => process.exit(status),
  (error: unknown) => {
    if (error instanceof Unusable) {
      process.stderr.write(`${error.message.split('\n').map(visible).join('\n')}\n`);
      process.exitCode = statusUnusable;
      return;
    }
    // Never the message: it may quote what was sent.
    process.stderr.write(`The doctor itself failed (${error instanceof Error ? error.name : 'unknown'}).\n`);
    if (process.env.COMPANION_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = statusNotReady;
  },
);
