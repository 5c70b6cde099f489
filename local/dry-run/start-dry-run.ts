import { randomUUID } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { askOverVantage } from '../../src/atlassian/accounts/ask-atlassian';
import { readAddress } from '../../src/casdoor/address';
import { type Directory, openDirectory } from '../../src/casdoor/directory';
import type { Vantage } from '../../src/casdoor/vantage';
import { visible } from '../../src/checks/visible';
import type { CasdoorAddress } from '../../src/contract/address';
import type { DryRunRow, DryRunSums } from '../../src/contract/dry-run';
import { givenFrom } from '../../src/diagnosis/given';
import type { AccountsSource } from '../../src/directory/accounts-source';
import { systemClock } from '../../src/directory/ask-page';
import { runDryRun } from '../../src/directory/dry-run';
import type { DryRunOrder } from '../../src/directory/dry-run-order';
import { readWords } from '../../src/directory/stopped-words';
import { Secret } from '../../src/secrets/secret';
import { readArgumentFile, whyUnread } from '../command/argument-files';
import { authoritiesIn, mappingIn } from '../command/given-files';
import { Unusable } from '../command/run-command';
import { makeLocalVantage } from '../vantage/local-vantage';
import { Closing } from './closing';
import type { DryRunArguments, ExistingArgument } from './dry-run-arguments';
import { nobodyRead } from './nobody-read';
import { openPeopleFile, type PeopleFile } from './people-file';
import type { ProgressLines } from './progress-lines';
import { openRunFolder, type RunFolder, RunFolderHeld } from './run-folder';

/** Secrets, as the arguments name them: null where none is named. */
export type DryRunSecrets = { client: string; atlassian: string | null };

/** What became of it; `sums` null where it was cancelled. */
export type DryRunResult = {
  order: DryRunOrder;
  address: CasdoorAddress;
  application: Directory['application'] | null;
  sums: DryRunSums | null;
};

type Prepared = { order: DryRunOrder; address: CasdoorAddress; vantage: Vantage; settings: string };

/**
 * Turns what was typed into a run, and runs it to its end, its stop or its cancel.
 *
 * @throws Unusable for an argument that cannot be used.
 */
export const startDryRun = async (
  given: DryRunArguments,
  secrets: DryRunSecrets,
  {
    signal,
    lines,
    onRows,
  }: { signal: AbortSignal; lines: ProgressLines; onRows?: (rows: readonly DryRunRow[]) => void },
): Promise<DryRunResult> => {
  const { order, address, vantage, settings } = prepare(given);
  const { data, peopleFile } = given;
  const say = (text: string) => lines.say(visible(text));
  const folder = await openFolder(data, settings);
  const closing = new Closing(folder, say);
  try {
    const file = peopleFile === null ? null : openPeople(peopleFile);
    closing.file = file;
    const opened = await openDirectory({
      address,
      clientId: order.clientId,
      secret: new Secret(secrets.client),
      allowsHttp: given.insecureHttp,
      vantage,
      signal,
    });
    if (signal.aborted) return { ...(await closing.cancelled()), order, address, application: null };
    if ('problem' in opened) {
      say(opened.problem);
      await closing.stopped(folder.from !== null);
      return { order, address, application: null, sums: nobodyRead(order, opened.problem) };
    }
    const { application, issuer, fetchPage } = opened;
    const from = sameAccounts(folder, given.existing);
    const before = from?.people?.at;
    if (before) say(`${readWords({ people: before })} Going on from there.`);
    const end = await runDryRun({
      order,
      directory: { fetchPage, application, issuer },
      accounts: accountsOf(given.existing, secrets.atlassian, vantage),
      spill: folder.spill,
      from,
      save: folder.save,
      signal,
      clock: systemClock,
      onProgress: lines.tell,
      onNote: say,
      onRows: (rows) => {
        onRows?.(rows);
        return file?.add(rows);
      },
      tellsPart: true,
    });
    lines.end();
    return { ...(await closing.by(end)), order, address, application };
  } finally {
    await closing.leave();
    await vantage.close();
  }
};

const prepare = (given: DryRunArguments): Prepared => {
  const { caFile, existing, mappingFile } = given;
  const reading = readAddress(given.issuer);
  if (!reading.ok) throw new Unusable(`--issuer ${given.issuer}: ${reading.sentence.text}`);
  const address = reading.value;
  const baseUrl = 'url' in existing ? existing.url.href.replace(/\/+$/, '') : null;
  const { product } = given;
  const target = { plugin: given.plugin ?? 'miniorange', product, baseUrl, comparesIssuer: false } as const;
  const mapping = mappingIn(mappingFile, readArgumentFile('--mapping', mappingFile), target.plugin);
  if (!mapping.ok) throw new Unusable(mapping.problem);
  const authorities = caFile === null ? null : authoritiesIn(caFile, readArgumentFile('--ca', caFile));
  if (authorities && !authorities.ok) throw new Unusable(authorities.problem);
  if (existing.kind === 'file') lookAt(existing.path);
  const { clientId, scopes } = givenFrom({
    from: 'local',
    address: given.issuer,
    target,
    clientId: given.clientId,
    hasSecret: true,
    redirectUri: null,
    scopes: given.scope,
    mapping: mapping.value,
    plugin: null,
    now: new Date(),
  });
  if (clientId === null) throw new Unusable('--client-id is missing, and the address does not carry it.');
  const lasting = { target, mapping: mapping.value, clientId, scopes, administratorGroups: given.administratorGroups };
  return {
    order: {
      id: randomUUID(),
      targetId: '',
      mappingVersion: 0,
      who: '',
      startedAt: new Date().toISOString(),
      ...lasting,
    },
    address,
    vantage: makeLocalVantage({
      authorities: (authorities?.value ?? []).map((pem) => ({ pem, from: 'file' as const })),
    }),
    // A checkpoint of other settings is none: it may hold people of another Casdoor.
    settings: JSON.stringify({ at: address.origin + address.prefix, ...lasting, existing: settingsOf(existing) }),
  };
};

const settingsOf = (existing: ExistingArgument): unknown =>
  existing.kind === 'password' ? { url: existing.url, user: existing.user } : existing;

const lookAt = (path: string) => {
  const problem = (() => {
    try {
      return statSync(path).isDirectory() ? 'it is a folder' : null;
    } catch (error) {
      return whyUnread(error);
    }
  })();
  if (problem !== null) throw new Unusable(`--existing ${path}: ${problem}.`);
};

const openFolder = async (data: string | null, settings: string): Promise<RunFolder> => {
  try {
    return await openRunFolder(data, settings, Date.now());
  } catch (error) {
    if (error instanceof RunFolderHeld) throw new Unusable(`--data ${data}: another dry run works there.`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Unusable(`--data ${data ?? ''}: nothing can be kept there (${code}).`);
  }
};

const openPeople = (path: string): PeopleFile => {
  // Said now: a folder would turn the file away only at the end, when everybody has been read.
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Unusable(`--people ${path}: it is a folder.`);
  try {
    return openPeopleFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Unusable(`--people ${path}: the file cannot be written (${code}).`);
  }
};

/** Accounts of a file that was written to since are read anew. */
const sameAccounts = ({ from }: RunFolder, existing: ExistingArgument): RunFolder['from'] =>
  from !== null && existing.kind === 'file' && statSync(existing.path).mtimeMs > Date.parse(from.savedAt)
    ? { ...from, accounts: null }
    : from;

const accountsOf = (existing: ExistingArgument, secret: string | null, vantage: Vantage): AccountsSource => {
  if (existing.kind === 'none' || (existing.kind !== 'file' && secret === null)) return { kind: 'none' };
  if (existing.kind === 'file') return { kind: 'csv', open: () => createReadStream(existing.path) };
  const held = new Secret(secret ?? '');
  const credentials =
    existing.kind === 'token'
      ? ({ kind: 'token', token: held } as const)
      : ({ kind: 'password', user: existing.user, password: held } as const);
  return { kind: 'api', ask: askOverVantage(vantage, existing.url, credentials) };
};
