import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { backupsIn } from '../../src/apply/backups';
import { readAddress } from '../../src/casdoor/address';
import { type ApplyKind, applyKinds } from '../../src/contract/apply';
import type { Mapping } from '../../src/contract/mapping';
import type { TargetSettings } from '../../src/contract/panel-calls';
import { redirectUriOf } from '../../src/contract/target';
import { notedPeopleIn } from '../../src/people/noted-people';
import { newestForSignIn } from '../../src/resolvers/changed-at';
import { secretHome } from '../../src/resolvers/panel-state';
import type { Secret } from '../../src/secrets/secret';
import { ordersIn } from '../../src/signin/orders';
import { keyIn, type Place } from '../../src/store/place';
import { type Store, storeIn } from '../../src/store/store';
import { versionsOf } from '../../src/store/versions';

/** What was typed, as far as it tells which target of the panel is meant. */
export type TypedTarget = {
  kind: ApplyKind;
  /** Without a slash at its end; null for Casdoor's application. */
  baseUrl: string | null;
  /** Of Casdoor, as it was typed. */
  issuer: string;
  clientId: string;
  redirectUri: string | null;
};

/** Which target of the panel's it is, under which id its applies stand, and what the panel knows of it. */
export type KnownTarget = {
  id: string;
  settings: TargetSettings | null;
  /** The version of the mapping that is the one that was typed. */
  mappingVersion: number | null;
  /** The last test sign-in that was confirmed, and whether it was made with what is to be written. */
  signIn: { isStale: boolean; at: string } | null;
};

/** The target of the panel that is meant; where it has none such, the command keeps one of its own. */
export const findTarget = async (
  place: Place,
  typed: TypedTarget,
  wanted: { mapping: Mapping | null; secret: Secret; scopes: string | null },
): Promise<KnownTarget> => {
  const store = storeIn(place);
  const suffix = typed.kind === 'casdoor' ? '-plugin-uri' : '';
  const ids = (await store.targets.latest())?.value ?? [];
  for (const id of ids) {
    const found = await store.target(id).latest();
    if (!found || !(await isMeant(store, found.value, typed))) continue;
    const mapping = await store.mapping(id).latest();
    return {
      id: id + suffix,
      settings: found.value,
      mappingVersion: mapping && isDeepStrictEqual(mapping.value, wanted.mapping) ? mapping.version : null,
      signIn: await signInOf(place, id, typed, wanted),
    };
  }
  return { id: ownId(place, typed) + suffix, settings: null, mappingVersion: null, signIn: null };
};

const isMeant = async (store: Store, settings: TargetSettings, typed: TypedTarget): Promise<boolean> => {
  if (!(await isSameCasdoor(store, typed.issuer))) return false;
  if (typed.kind === 'casdoor')
    return (
      settings.clientId === typed.clientId && (settings.callbackUrl || redirectUriOf(settings)) === typed.redirectUri
    );
  return settings.plugin === typed.kind && withoutSlash(settings.baseUrl) === typed.baseUrl;
};

const isSameCasdoor = async (store: Store, issuer: string): Promise<boolean> => {
  const connection = await store.connection.latest();
  const [saved, given] = [readAddress(connection?.value.address ?? ''), readAddress(issuer)];
  return saved.ok && given.ok && saved.value.origin === given.value.origin && saved.value.prefix === given.value.prefix;
};

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

const signInOf = async (
  place: Place,
  id: string,
  typed: TypedTarget,
  { secret, scopes }: { secret: Secret; scopes: string | null },
): Promise<KnownTarget['signIn']> => {
  const store = storeIn(place);
  const orders = ordersIn(place);
  const seen = await orders.seen(id, '');
  if (!seen) return null;
  const [connection, authorities, settings, secretAt] = await Promise.all([
    store.connection.latest(),
    store.authorities.latest(),
    store.target(id).latest(),
    store.secrets.changedAt(id),
  ]);
  const changed = newestForSignIn({
    connection,
    authorities,
    target: { settings, mapping: null, pluginFile: null, secretAt },
  });
  const home = settings && secretHome(connection?.value ?? null, settings.value);
  const kept = home && (await store.secrets.use(id, home));
  const isSame =
    settings?.value.clientId === typed.clientId &&
    (scopes === null || settings.value.scopes === scopes) &&
    kept?.expose() === secret.expose();
  return { isStale: !isSame || (await orders.seen(id, changed)) === null, at: seen.at };
};

/** Always the same for the same target, and of no target of the panel's. */
const ownId = ({ product }: Place, { kind, baseUrl, clientId, redirectUri, issuer }: TypedTarget): string => {
  const named = kind === 'casdoor' ? [issuer, clientId, redirectUri] : [baseUrl];
  const hash = createHash('sha256')
    .update(JSON.stringify([product, kind, ...named]))
    .digest('hex');
  // A UUID of a kind that is made by nobody else here (RFC 9562 §5.8).
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
};

/** What a restore needs to reach a target that the panel does not have. */
const recordShape = v.object({
  kind: v.picklist(applyKinds),
  baseUrl: v.nullable(v.string()),
  issuer: v.string(),
  clientId: v.string(),
  redirectUri: v.nullable(v.string()),
}) satisfies v.GenericSchema<unknown, TypedTarget>;

const listOf = (place: Place) => versionsOf(place, ['apply-commands'], v.array(v.string()));
const recordKey = (place: Place, id: string) => keyIn(place, 'apply-command', id);

/** Before an apply: whoever restores it later is told nothing but its id. */
export const noteTarget = async (place: Place, id: string, typed: TypedTarget): Promise<void> => {
  await kvs.set(recordKey(place, id), v.parse(recordShape, typed));
  await listOf(place).update((all) => [id, ...(all ?? []).filter((one) => one !== id)]);
};

/** What was noted, the newest first. */
export const notedTargets = async (place: Place): Promise<{ id: string; typed: TypedTarget }[]> => {
  const noted: { id: string; typed: TypedTarget }[] = [];
  for (const id of (await listOf(place).latest())?.value ?? []) {
    const found = await kvs.get<unknown>(recordKey(place, id));
    if (found !== undefined) noted.push({ id, typed: v.parse(recordShape, found) });
  }
  return noted;
};

/** What the panel's daily sweep does for its own targets: backups, people and credentials that are too old are deleted. */
export const sweepTarget = async (place: Place, id: string, isBusy: boolean): Promise<void> => {
  await backupsIn(place).sweep(id);
  await notedPeopleIn(place).sweep(id);
  await storeIn(place).pluginAccess.sweep(id, isBusy);
};

/** Every id under which an apply may stand, with what it takes to reach it; the command's own first. */
export const allTargets = async (place: Place): Promise<{ id: string; typed: TypedTarget }[]> => {
  const noted = await notedTargets(place);
  const store = storeIn(place);
  const issuer = (await store.connection.latest())?.value.address ?? '';
  const saved: { id: string; typed: TypedTarget }[] = [];
  for (const id of (await store.targets.latest())?.value ?? []) {
    const settings = (await store.target(id).latest())?.value;
    const kind = applyKinds.find((one) => one === settings?.plugin);
    if (!settings || !kind) continue;
    const { clientId } = settings;
    saved.push({
      id,
      typed: { kind, baseUrl: withoutSlash(settings.baseUrl), issuer, clientId, redirectUri: null },
    });
  }
  return [...noted, ...saved.filter(({ id }) => noted.every((one) => one.id !== id))];
};
