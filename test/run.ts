import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, number, object, parse } from 'valibot';

/** `npm test`: every suite, each in a process of its own, and one line at the end that adds them up. */

type Tally = { passed: number; failed: number };
type Suite = {
  name: string;
  command: string;
  arguments: string[];
  environment?: Record<string, string>;
  /** Runs while those after it do, up to the next that takes both cores; its output comes in one piece. */
  isBeside?: true;
  /** Takes both cores: nothing runs beside it. */
  isAlone?: true;
  /** Reads the counts from what the suite wrote; a suite without counts is one test. */
  tally?: () => Tally;
};

const scratch = mkdtempSync(join(tmpdir(), 'companion-test-'));
const jestReport = join(scratch, 'jest.json');
const browserReport = join(scratch, 'browser.json');
const bin = (name: string) => join('node_modules', '.bin', name);

const jestCounts = object({ numPassedTests: number(), numFailedTests: number(), numRuntimeErrorTestSuites: number() });
const browserCounts = object({
  stats: object({ expected: number(), unexpected: number(), flaky: number() }),
  errors: array(object({})),
});

const suites: Suite[] = [
  { name: 'manifest', command: bin('tsx'), arguments: ['test/manifest/forge-check.ts'], isBeside: true },
  { name: 'types', command: bin('tsc'), arguments: ['-b'] },
  { name: 'lint', command: bin('biome'), arguments: ['check', '--error-on-warnings', '.'] },
  {
    name: 'jest',
    command: bin('jest'),
    isAlone: true,
    arguments: ['--ci', '--json', `--outputFile=${jestReport}`],
    tally: () => {
      const counts = parse(jestCounts, JSON.parse(readFileSync(jestReport, 'utf8')));
      return { passed: counts.numPassedTests, failed: counts.numFailedTests + counts.numRuntimeErrorTestSuites };
    },
  },
  { name: 'panel build', command: bin('vite'), arguments: ['build', 'static/panel', '--logLevel', 'warn'] },
  {
    name: 'browser',
    command: bin('tsx'),
    isAlone: true,
    arguments: ['test/browser/run.ts'],
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
    tally: () => {
      const { stats, errors } = parse(browserCounts, JSON.parse(readFileSync(browserReport, 'utf8')));
      // A test that passes only at the second try is a test that failed.
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
    },
  },
];

/** Runs one suite; never throws. Its output is passed through, or kept and told at its end. */
const run = ({ name, command, arguments: given, environment, tally, isBeside }: Suite): Promise<Tally> =>
  new Promise((resolve) => {
    const told: Buffer[] = [];
    const heading = `\n── ${name}`;
    if (!isBeside) console.log(heading);
    const started = Date.now();
    const child = spawn(command, given, {
      stdio: isBeside ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => told.push(chunk));
    const finish = (status: number | null) => {
      const counts = countsOf(status === 0, tally);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      if (isBeside) console.log(`${heading}\n${Buffer.concat(told).toString()}`);
      console.log(`── ${name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
      resolve(counts);
    };
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}. Run "npm ci" first.`);
      finish(null);
    });
    child.on('close', finish);
  });

const countsOf = (succeeded: boolean, tally: Suite['tally']): Tally => {
  if (!tally) return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  try {
    const counts = tally();
    // A runner that ended badly with no failed test, or that ran nothing, has failed all the same.
    const isHollow = counts.failed === 0 && (!succeeded || counts.passed === 0);
    return isHollow ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1 };
  }
};

const main = async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    console.error(`There is no suite "${unknown}". There are: ${suites.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const total: Tally = { passed: 0, failed: 0 };
  const add = (counts: Tally) => {
    total.passed += counts.passed;
    total.failed += counts.failed;
  };
  let beside: Promise<void>[] = [];
  for (const suite of suites) {
    if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
    if (suite.isBeside) {
      beside.push(run(suite).then(add));
      continue;
    }
    if (suite.isAlone) {
      await Promise.all(beside);
      beside = [];
    }
    add(await run(suite));
  }
  await Promise.all(beside);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
};

main()
  .finally(() => rmSync(scratch, { recursive: true, force: true }))
  .then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
