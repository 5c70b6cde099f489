import { stateOf } from '../apply/apply-state';
import { backupsIn } from '../apply/backups';
import { type ApplyEngine, applyEngine } from '../apply/engine';
import { journalIn } from '../apply/journal';
import { readAddress } from '../casdoor/address';
import { visible } from '../checks/visible';
import { isOpen } from '../contract/apply';
import type { AddedRedirectUri, RedirectUriKind } from '../contract/apply-calls';
import type { Place } from '../store/place';
import { holderOf } from '../store/plugin-access';
import { Refusal } from '../store/refusal';
import {
  casdoorAt,
  ownClientIds,
  type PlacedRedirectList,
  type RedirectListApi,
  redirectListApi,
} from '../targets/casdoor/redirect-list-api';
import { type RedirectUriWanted, redirectListIn, redirectUriTarget } from '../targets/casdoor/redirect-uri-target';
import type { Asked } from './call';
import { type CasdoorSettings, casdoorOf } from './casdoor-of';

export const redirectUriKinds = ['plugin', 'test-sign-in'] as const satisfies readonly RedirectUriKind[];

/** The journal of one of our two redirect URIs; that of the plugin itself is named by the target alone. */
export const journalOf = (target: string, kind: RedirectUriKind): string =>
  `${target}-${kind === 'plugin' ? 'plugin' : 'test'}-uri`;

/** Names of the journals, and of the backups, of a target's redirect URIs. */
export const redirectUriJournals = (target: string): string[] =>
  redirectUriKinds.map((kind) => journalOf(target, kind));

/** Forgets what was added from here; it stays in Casdoor. */
export const forgetRedirectUris = async (place: Place, target: string): Promise<void> => {
  for (const id of redirectUriJournals(target)) {
    await backupsIn(place).forget(id);
    await journalIn(place).forget(id);
  }
};

/** Casdoor as the list of redirect URIs is read and changed there. */
export type ReachedCasdoor = { api: RedirectListApi; at: string; host: string; clientId: string };

/**
 * Lends a way to the list for as long as `act` takes.
 *
 * @throws Refusal where no address, client ID or secret is saved.
 */
export const reachingCasdoor = async <T>(
  casdoor: CasdoorSettings,
  act: (reached: ReachedCasdoor) => Promise<T>,
): Promise<T> => {
  const { connection, secret } = casdoor;
  const known = identityOf(casdoor);
  if (!known)
    throw new Refusal('refused', 'Whose list it is cannot be told: Casdoor’s address or the client ID is missing.', {
      remedy: 'Give the address in Connect and the client ID in Client.',
    });
  if (!secret)
    throw new Refusal('refused', 'The list is read and changed with the client secret, and none is saved.', {
      remedy: 'Type the client secret in Client, or have whoever runs Casdoor change the list.',
    });
  const vantage = casdoor.vantage();
  try {
    const { address, clientId } = known;
    const api = redirectListApi({ address, clientId, secret, allowsHttp: connection.allowsHttp, vantage });
    return await act({ api, at: casdoorAt(address), host: new URL(address.origin).host, clientId });
  } finally {
    await vantage.close();
  }
};

const identityOf = ({ connection, settings }: CasdoorSettings) => {
  const read = readAddress(connection.address);
  const clientId = settings?.clientId || (read.ok ? read.value.clientId : null);
  return read.ok && clientId ? { address: read.value, clientId } : null;
};

/** Null where the app itself acts. Ids of accounts are Atlassian's, and in no record of an apply. */
export const actorIn = ({ account, who: name }: Place): { name: string; account: string } | null =>
  account === null ? null : { name, account: holderOf(account) };

export type RedirectUriEngine = ApplyEngine<PlacedRedirectList, RedirectUriWanted>;

/** `who` is null where the app itself acts. */
type EngineOptions = {
  target: string;
  kind: RedirectUriKind;
  redirectUri: string;
  called: string;
  api: RedirectListApi;
  who: { name: string; account: string } | null;
};

/** The engine of one redirect URI, and the target that it writes to. */
export const redirectUriEngine = (
  { place }: Pick<Asked, 'place'>,
  { target, kind, redirectUri, called, api, who }: EngineOptions,
) => {
  const list = redirectUriTarget(api, redirectUri);
  const parts = {
    target: list,
    targetId: journalOf(target, kind),
    called,
    product: place.product,
    journal: journalIn(place),
    backups: backupsIn(place),
    clock: { now: place.now, limit: (milliseconds: number) => AbortSignal.timeout(milliseconds) },
    who,
  };
  return { list, parts, engine: applyEngine(parts) satisfies RedirectUriEngine };
};

/** An addition, and the list that it was made to. */
export type Addition = AddedRedirectUri & { list: PlacedRedirectList };

/**
 * What was added from here and not taken out from here since, newest first. What Casdoor holds by now is not asked.
 * Only as long as the backup is kept: without it, nobody knows for certain whose list it was.
 */
export const additionsOf = async (
  { place }: Pick<Asked, 'place'>,
  target: string,
  casdoor: CasdoorSettings | null,
): Promise<Addition[]> => {
  const found = await Promise.all(redirectUriKinds.map((kind) => additionsOfKind(place, target, kind, casdoor)));
  return found.flat().sort((one, other) => (one.at < other.at ? 1 : -1));
};

const additionsOfKind = async (
  place: Place,
  target: string,
  kind: RedirectUriKind,
  casdoor: CasdoorSettings | null,
): Promise<Addition[]> => {
  const [id, journal, backups] = [journalOf(target, kind), journalIn(place), backupsIn(place)];
  const settled = new Set<string>();
  const additions: Addition[] = [];
  for (const { apply } of await backups.list(id)) {
    const [log, plan, backup, until] = await Promise.all([
      journal.read(apply),
      journal.plan(apply),
      backups.get(id, apply),
      backups.until(id, apply),
    ]);
    const last = log?.entries.at(-1);
    const change = plan?.changes[0];
    const list = backup ? redirectListIn(backup.before) : null;
    if (!log || !last || !change || !list?.ok || until === null) continue;
    // What did not arrive changed nothing; whether it did may not be known yet, and perhaps never is.
    const isUncertain = isOpen(last.step);
    const mayBeThere = !isUncertain || (change.after !== null && stateOf(log).unansweredSince !== null);
    if (!mayBeThere || (!isUncertain && last.inForce !== 'new')) continue;
    const redirectUri = change.after ?? change.before ?? '';
    const { casdoor: at, owner, name } = list.value;
    const where = JSON.stringify([at, owner, name, redirectUri]);
    if (settled.has(where)) continue;
    settled.add(where);
    if (change.after === null) continue;
    additions.push({
      apply,
      uri: kind,
      redirectUri,
      application: visible(name),
      host: new URL(at).host,
      who: log.head.who,
      at: last.at,
      until,
      whyNot: isUncertain ? unanswered(name) : whyNotOf(list.value, casdoor),
      list: list.value,
    });
  }
  return additions;
};

const unanswered = (name: string): string =>
  `Casdoor has not answered whether it was added. The Redirect URLs of ${visible(name)} in Casdoor tell.`;

/** The application is changed by its own client alone, at the Casdoor that the secret was typed for. */
export const whyNotOf = (list: PlacedRedirectList, casdoor: CasdoorSettings | null): string | null => {
  const known = casdoor && identityOf(casdoor);
  const host = new URL(list.casdoor).host;
  if (!known || casdoorAt(known.address) !== list.casdoor)
    return `It was added at ${host}, which is not the Casdoor that is connected now.`;
  if (!ownClientIds(known.clientId).includes(list.clientId))
    return `It was added to ${visible(list.name)}, whose client ID is not the one that is saved now.`;
  return casdoor.secret ? null : 'That needs the client secret, and none is saved.';
};

/** What is saved of Casdoor; null where nothing is any more. */
export const casdoorOrNone = async (asked: Asked, target: string): Promise<CasdoorSettings | null> => {
  try {
    return await casdoorOf(asked, target);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};
