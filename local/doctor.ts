import { visible } from '../src/checks/visible';
import { readArgumentFile, readSecret } from './command/argument-files';
import { hasColour, print, runCommand, statusUnusable, Unusable } from './command/run-command';
import { type Asked, type DoctorArguments, doctorHelp, readDoctorArguments } from './doctor-arguments';

/**
 * The checks in the terminal. What is heavy loads after the first line: nothing but the reading of the arguments
 * stands above.
 */

const statusReady = 0;
const statusNotReady = 1;

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

runCommand('doctor', () => main(readDoctorArguments(process.argv.slice(2))), statusNotReady);
