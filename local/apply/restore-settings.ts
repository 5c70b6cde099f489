import { setTimeout as sleep } from 'node:timers/promises';
import { stateOf } from '../../src/apply/apply-state';
import type { ApplyTarget } from '../../src/apply/apply-target';
import type { ApplyEngine, Restored } from '../../src/apply/engine';
import { type ApplyLog, journalIn } from '../../src/apply/journal';
import type { AtlassianCredentials } from '../../src/atlassian/accounts/ask-atlassian';
import { readAddress } from '../../src/casdoor/address';
import type { Vantage } from '../../src/casdoor/vantage';
import { isOpen } from '../../src/contract/apply';
import { type Product, products } from '../../src/contract/target';
import { Secret } from '../../src/secrets/secret';
import { holderOf } from '../../src/store/plugin-access';
import { storeIn } from '../../src/store/store';
import { redirectListApi } from '../../src/targets/casdoor/redirect-list-api';
import { redirectUriTarget } from '../../src/targets/casdoor/redirect-uri-target';
import { readSecret } from '../command/argument-files';
import type { RestoreArguments } from './apply-arguments';
import type { ApplySite } from './apply-site';
import { differenceLines, failureWords } from './apply-text';
import { allTargets, type TypedTarget } from './command-targets';
import { engineOn } from './engine-of';
import { NeedsSomebody, statusDone, statusNeeded } from './needs-somebody';
import { credentialsOf, withPlugin } from './plugin-on-site';
import type { Questions } from './questions';
import { restoreCommand } from './restore-command';
import type { Telling } from './telling';
import type { ApplyResult } from './told-result';
import { lookAfter } from './wait-for-keeper';
import { endOf } from './write-settings';

type Surroundings = {
  site: ApplySite;
  telling: Telling;
  questions: Questions | null;
  vantage: Vantage;
  signal: AbortSignal;
};

type Found = { product: Product; log: ApplyLog; typed: TypedTarget };

/** Puts back what an apply found, whoever began it and wherever that stopped. */
export const restoreSettings = async (given: RestoreArguments, around: Surroundings): Promise<ApplyResult> => {
  const found = await findApply(given.apply, around.site);
  const { head } = found.log;
  around.telling.say(`The apply of ${head.who} of ${head.startedAt} to ${head.called}:`);
  return withTargetOf(found, given, around, (target) => putBack(target, found, given, around));
};

/** @throws NeedsSomebody where there is none that could be restored. */
const findApply = async (apply: string | null, site: ApplySite): Promise<Found> => {
  const all: Found[] = [];
  for (const product of products)
    await site.inside(product, async () => {
      const place = site.place(product);
      const journal = journalIn(place);
      for (const { id, typed } of await allTargets(place)) {
        const log = apply === null ? await journal.newest(id) : await journal.read(apply);
        if (log?.head.target === id) all.push({ product, log, typed });
      }
    });
  if (apply !== null && all[0] === undefined)
    throw new NeedsSomebody(`There is no apply ${apply} in this data folder, or it is too old to be kept.`);
  const open = all
    .filter(({ log }) => isOpen(stateOf(log).step))
    .sort((one, other) => (one.log.head.startedAt < other.log.head.startedAt ? 1 : -1));
  const [newest] = open;
  if (newest) return newest;
  const [last] = all.sort((one, other) => (one.log.head.startedAt < other.log.head.startedAt ? 1 : -1));
  throw new NeedsSomebody(
    last === undefined
      ? 'Nothing was applied from this data folder.'
      : `No apply is open: the last one, of ${last.log.head.startedAt}, was ${endWords(last.log)}. What it found can be written again from the history in the step Apply of the panel.`,
  );
};

const endWords = (log: ApplyLog): string => {
  switch (stateOf(log).step) {
    case 'kept':
      return 'kept';
    case 'restored':
      return 'restored';
    case 'left':
      return 'left as it is';
    default:
      return 'not written';
  }
};

const withTargetOf = async <T>(
  { product, log, typed }: Found,
  given: RestoreArguments,
  { site, vantage }: Surroundings,
  act: <D, W>(target: ApplyTarget<D, W>) => Promise<T>,
): Promise<T> => {
  const { kind, clientId, issuer, redirectUri } = typed;
  const reading = readAddress(issuer);
  if (kind === 'casdoor') {
    const secret = await readSecret(given);
    if (secret === null)
      throw new NeedsSomebody('--secret-env is missing: the list of Casdoor’s application is changed with its secret.');
    if (!reading.ok || redirectUri === null) throw new NeedsSomebody('Where Casdoor is cannot be told any more.');
    const { insecureHttp: allowsHttp } = given;
    const api = redirectListApi({
      address: reading.value,
      clientId,
      secret: new Secret(secret),
      allowsHttp,
      vantage,
    });
    return act(redirectUriTarget(api, redirectUri));
  }
  const baseUrl = given.site?.url.href.replace(/\/+$/, '') ?? typed.baseUrl ?? '';
  const credentials = given.site ? credentialsOf(given.site) : await keptCredentials(site, { product, log }, baseUrl);
  const host = reading.ok ? new URL(reading.value.origin).host : null;
  const on = { kind, product, baseUrl: new URL(baseUrl), credentials, clientId, host, knownSecret: null };
  return withPlugin(on, vantage, ({ target }) => act(target));
};

/** Of whoever applied, kept until that has ended. @throws NeedsSomebody */
const keptCredentials = async (
  site: ApplySite,
  { product, log }: Pick<Found, 'product' | 'log'>,
  baseUrl: string,
): Promise<AtlassianCredentials> => {
  const { target, account } = log.head;
  const holder = account ?? holderOf(site.who.account);
  const access = await site.inside(product, () =>
    storeIn(site.place(product)).pluginAccess.use(target, baseUrl, holder),
  );
  if (access) return access.credentials;
  throw new NeedsSomebody(
    'The credentials that it was applied with are not kept any more: name the plugin with --atlassian URL, --user NAME and --password-env NAME.',
  );
};

const putBack = async <D, W>(
  target: ApplyTarget<D, W>,
  { product, log }: Found,
  given: RestoreArguments,
  { site, telling, questions, signal }: Surroundings,
): Promise<ApplyResult> => {
  const { id, called, target: targetId } = log.head;
  const engine = engineOn(site, telling, { target, targetId, called, product });
  // What a process that died has left is taken up first.
  await engine.recover();
  const result: ApplyResult = {
    mode: 'restore',
    outcome: 'refused',
    status: statusNeeded,
    message: '',
    target: { kind: target.kind, called, product },
    difference: null,
    byHand: [],
    guards: [],
    overruled: [],
    view: await engine.view(id),
    failure: null,
    restoreCommand: restoreCommand(given, id),
  };
  if (result.view && !isOpen(result.view.step)) return { ...result, ...ended(result, called) };
  let restored = await onceFree(engine, id, telling, signal);
  if (restored?.kind === 'differs') {
    const { difference, fingerprint } = restored;
    telling.say(`${called} holds something else than was applied: somebody has changed it since.`);
    for (const line of differenceLines(difference, called, [], telling.paint)) telling.say(line);
    const answer = await questions?.ask('Put the old settings back over it? Type yes: ', signal);
    if (answer?.trim().toLowerCase() !== 'yes')
      return {
        ...result,
        outcome: 'stuck',
        difference,
        message: `Nothing was put back: ${called} holds something else than was applied. Look at what would change, and say yes at a terminal or press Restore in the panel.`,
      };
    restored = await engine.restore(id, fingerprint);
  }
  if (restored === null) throw new NeedsSomebody('This apply is not there any more.');
  if (restored.kind === 'differs')
    return { ...result, message: `Nothing was put back: ${called} has changed once more. Start it again.` };
  if (restored.kind === 'unreadable')
    return {
      ...result,
      outcome: 'stuck',
      view: restored.view,
      failure: restored.failure,
      message: failureWords(restored.failure),
    };
  const view = await lookAfter(engine, restored.view, signal);
  return { ...result, view, ...ended({ ...result, view }, called) };
};

/** What a process that died a moment ago has sent may still arrive: until then nobody restores. */
const onceFree = async <D, W>(
  engine: ApplyEngine<D, W>,
  id: string,
  telling: Telling,
  signal: AbortSignal,
): Promise<Restored | null> => {
  for (;;) {
    const restored = await engine.restore(id, null);
    if (restored?.kind !== 'not-open') return restored;
    const { step, dueAt } = restored.view;
    if (!isOpen(step) || dueAt === null || signal.aborted) return restored;
    const due = Math.max(1_000, Date.parse(dueAt) - Date.now());
    telling.say(`Somebody may still be at work on it: it is looked at again in ${Math.ceil(due / 1_000)} seconds.`);
    await sleep(due, undefined, { signal }).catch(() => {});
    await engine.recover();
  }
};

/** Old settings in force are what was asked for. */
const ended = ({ view, restoreCommand: command }: ApplyResult, called: string) => {
  if (!view) throw new NeedsSomebody('This apply is not there any more.');
  const end = endOf(view, called, command ?? '');
  const isOld = view.step === 'restored' || (view.step === 'not-written' && view.inForce === 'old');
  if (!isOld) return end;
  return {
    ...end,
    status: statusDone,
    failure: null,
    restoreCommand: null,
    message: `${called} holds the old settings.`,
  };
};
