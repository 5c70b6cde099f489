import { visible } from '../src/checks/visible';
import { readArgumentFile } from './command/argument-files';
import { print, runCommand, statusUnusable, Unusable } from './command/run-command';
import { readWatchArguments, type WatchArguments, type WatchAsked, watchHelp } from './watch/watch-arguments';

/**
 * Whether what was applied still is so, for cron. What is heavy loads after the first line: nothing but the reading of
 * the arguments stands above.
 */

const statusAsApplied = 0;
const statusDrifted = 1;
const statusNotLooked = 3;

const main = async (asked: WatchAsked): Promise<number> => {
  switch (asked.kind) {
    case 'help':
      process.stdout.write(watchHelp);
      return statusAsApplied;
    case 'refused':
      process.stderr.write(`${visible(asked.problem)}\n`);
      return statusUnusable;
    case 'look':
      return look(asked.arguments);
  }
};

const look = async (given: WatchArguments): Promise<number> => {
  const ended = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ended.abort());
  const [
    { lookAtFolder },
    { NeedsSomebody },
    { authoritiesIn },
    { statusOf, statusOfAll, toWatchJson },
    { watchText },
  ] = await Promise.all([
    import('./watch/look-at-folder'),
    import('./apply/needs-somebody'),
    import('./command/given-files'),
    import('../src/watch/watch-json'),
    import('./watch/watch-text'),
  ]);
  const { caFile } = given;
  const authorities = caFile === null ? null : authoritiesIn(caFile, readArgumentFile('--ca', caFile));
  if (authorities && !authorities.ok) throw new Unusable(authorities.problem);
  const looked = await lookAtFolder(given, authorities?.value ?? [], ended.signal).catch((error: unknown) => {
    if (!(error instanceof NeedsSomebody) && !ended.signal.aborted) throw error;
    process.stderr.write(
      `${visible(ended.signal.aborted ? 'It was ended before it had looked.' : (error as Error).message)}\n`,
    );
    return null;
  });
  if (looked === null) return statusNotLooked;
  const status = statusOfAll(looked.map(statusOf));
  if (given.json) await print(`${JSON.stringify(toWatchJson(looked), null, 2)}\n`);
  else if (looked.length > 0) await print(watchText(looked));
  if (status === 'nothing-applied')
    process.stderr.write('Nothing was applied from this data folder: there is nothing to hold the settings against.\n');
  if (status === 'as-applied') return statusAsApplied;
  return status === 'drifted' ? statusDrifted : statusNotLooked;
};

runCommand('watch', () => main(readWatchArguments(process.argv.slice(2))), statusNotLooked);
