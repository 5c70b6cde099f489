import { setFlagsFromString } from 'node:v8';
import { visible } from '../src/checks/visible';
import { readSecret, readVariable } from './command/argument-files';
import { hasColour, print, runCommand, statusUnusable } from './command/run-command';
import { type DryRunArguments, type DryRunAsked, dryRunHelp, readDryRunArguments } from './dry-run/dry-run-arguments';
import { dryRunStatus, statusUnharmed, statusUntold } from './dry-run/dry-run-status';
import { progressLines } from './dry-run/progress-lines';

/**
 * What a mapping does to everybody, in the terminal. What is heavy loads after the first line: nothing but the reading of
 * the arguments stands above. `require` loads it then and there, and the part of it that is in this repository stands in
 * one module with this file: see `dry-run/one-module.cjs`.
 */

const main = async (asked: DryRunAsked): Promise<number> => {
  switch (asked.kind) {
    case 'help':
      process.stdout.write(dryRunHelp);
      return statusUnharmed;
    case 'refused':
      process.stderr.write(`${visible(asked.problem)}\n`);
      return statusUnusable;
    case 'run':
      return tell(asked.arguments);
  }
};

const tell = async (given: DryRunArguments): Promise<number> => {
  const begun = performance.now();
  const lines = progressLines(process.stderr, Date.now);
  lines.say(`Reading the directory of ${visible(given.issuer)} …`);
  const { existing } = given;
  const secrets = {
    client: (await readSecret(given)) ?? '',
    atlassian:
      existing.kind === 'password'
        ? readVariable('--password-env', existing.passwordVariable)
        : existing.kind === 'token'
          ? readVariable('--token-env', existing.tokenVariable)
          : null,
  };
  const cancelled = new AbortController();
  const cancel = () => {
    // Whoever asks a second time does not want to wait for anything.
    if (cancelled.signal.aborted) process.exit(statusUntold);
    cancelled.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, cancel);

  const { startDryRun }: typeof import('./dry-run/start-dry-run') = require('./dry-run/start-dry-run');
  const { order, address, application, sums } = await startDryRun(given, secrets, { signal: cancelled.signal, lines });
  if (sums === null) return statusUntold;
  const {
    directoryReport,
  }: typeof import('../src/directory/directory-report') = require('../src/directory/directory-report');
  const report = directoryReport({
    given: { target: order.target, mapping: order.mapping, clientId: order.clientId, scopes: order.scopes },
    sums,
    application,
    address: address.origin + address.prefix,
    at: order.startedAt,
    milliseconds: Math.round(performance.now() - begun),
    from: 'local',
  });
  if (given.json) {
    const { toDryRunJson }: typeof import('../src/directory/dry-run-json') = require('../src/directory/dry-run-json');
    await print(`${JSON.stringify(toDryRunJson(sums, report), null, 2)}\n`);
  } else {
    const { reportText }: typeof import('../src/checks/report-text') = require('../src/checks/report-text');
    const { dryRunFigures }: typeof import('./dry-run/dry-run-figures') = require('./dry-run/dry-run-figures');
    const figures = (paint: Parameters<typeof dryRunFigures>[2]) => dryRunFigures(sums, order.target.product, paint);
    await print(reportText(report, { colour: hasColour(), figures }));
  }
  return dryRunStatus(sums);
};

// Of what a million people leave behind, V8 would let up to three times as much lie about as is in use.
setFlagsFromString('--heap-growing-percent=100');
runCommand('dry run', () => main(readDryRunArguments(process.argv.slice(2))), statusUntold);
