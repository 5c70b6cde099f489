import { visible } from '../src/checks/visible';
import {
  type ApplyAsked,
  type RestoreArguments,
  readApplyArguments,
  type WriteArguments,
} from './apply/apply-arguments';
import { applyHelp } from './apply/apply-help';
import { NeedsSomebody, statusDone, statusNeeded } from './apply/needs-somebody';
import { readArgumentFile, readSecret } from './command/argument-files';
import { runCommand, statusUnusable, Unusable } from './command/run-command';

/**
 * Writes settings and mapping into a plugin, or puts them back, in the terminal. What is heavy loads after the first
 * line: nothing but the reading of the arguments stands above.
 */

const main = async (asked: ApplyAsked): Promise<number> => {
  switch (asked.kind) {
    case 'help':
      process.stdout.write(applyHelp);
      return statusDone;
    case 'refused':
      process.stderr.write(`${visible(asked.problem)}\n`);
      return statusUnusable;
    default:
      return work(asked.arguments).catch((error: unknown) => {
        if (!(error instanceof NeedsSomebody)) throw error;
        process.stderr.write(`${visible(error.message)}\n`);
        return statusNeeded;
      });
  }
};

const work = async (given: WriteArguments | RestoreArguments): Promise<number> => {
  const stopped = new AbortController();
  const stop = () => {
    // Whoever asks a second time does not want to wait for anything.
    if (stopped.signal.aborted) process.exit(statusNeeded);
    stopped.abort();
    process.stderr.write('Ending: what is being sent is waited for.\n');
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  const { signal } = stopped;

  const [{ tellingOf }, { questionsAt }, { openApplySite }, { makeLocalVantage }, { authoritiesIn }] =
    await Promise.all([
      import('./apply/telling'),
      import('./apply/questions'),
      import('./apply/apply-site'),
      import('./vantage/local-vantage'),
      import('./command/given-files'),
    ]);
  const { caFile } = given;
  const authorities = caFile === null ? null : authoritiesIn(caFile, readArgumentFile('--ca', caFile));
  if (authorities && !authorities.ok) throw new Unusable(authorities.problem);
  const secret = given.mode === 'restore' ? null : ((await readSecret(given)) ?? '');
  const telling = tellingOf(given);
  const questions = questionsAt(process.stdin, process.stderr);
  const vantage = makeLocalVantage({
    authorities: (authorities?.value ?? []).map((pem) => ({ pem, from: 'file' as const })),
  });
  const site = await openApplySite(given, { isLookOnly: given.mode === 'plan' });
  try {
    const around = { site, telling, questions, vantage, signal };
    const result =
      given.mode === 'restore'
        ? await (await import('./apply/restore-settings')).restoreSettings(given, around)
        : await write(given, secret ?? '', around);
    await telling.result(result);
    return result.status;
  } finally {
    await site.close();
    await vantage.close();
  }
};

type Around = Omit<import('./apply/apply-to-plugin').Surroundings, 'address' | 'clientId' | 'secret'>;

const write = async (given: WriteArguments, secretText: string, around: Around) => {
  const [{ readAddress }, { Secret }] = await Promise.all([
    import('../src/casdoor/address'),
    import('../src/secrets/secret'),
  ]);
  const reading = readAddress(given.issuer);
  if (!reading.ok) throw new Unusable(`--issuer ${given.issuer}: ${reading.sentence.text}`);
  const address = reading.value;
  const clientId = given.clientId ?? address.clientId;
  if (clientId === null) throw new Unusable('--client-id is missing, and the address does not carry it.');
  const all = { ...around, address, clientId, secret: new Secret(secretText) };
  const { target } = given;
  if (target.kind === 'casdoor') {
    const { applyToApplication } = await import('./apply/apply-to-application');
    return applyToApplication(given, target.redirectUri, all);
  }
  const { applyToPlugin } = await import('./apply/apply-to-plugin');
  return applyToPlugin(given, target, all);
};

runCommand('apply', () => main(readApplyArguments(process.argv.slice(2))), statusNeeded);
