import type { Attempted } from '../../apply/apply-target';
import { productNames } from '../../contract/target';
import type { Secret } from '../../secrets/secret';
import { type Json, lettersOf, Section } from '../file-provider';
import { failure } from '../product-failures';
import { type AuthconfigApi, type AuthconfigSettings, idOf, isDiscovering } from './authconfig-api';
import { createIdp } from './button-key';
import { type AuthconfigDocument, idpIn, isNew, isSameValue, onlyIn } from './document';
import { keyIn } from './edit-document';
import { knownSecretOf } from './left-probe';

const done: Attempted<void> = { ok: true, value: undefined };

/**
 * Writes what differs, and nothing else: first what the way back needs, then the identity provider, which is switched on
 * last. Writing twice does the same as writing once.
 */
export const writeDocument = async (
  api: AuthconfigApi,
  from: AuthconfigDocument,
  after: AuthconfigDocument,
  signal: AbortSignal,
): Promise<Attempted<void>> => {
  const fallback = await patchSso(api, differing(from.sso, after.sso, isWayBack), signal);
  if (!fallback.ok) return fallback;
  for (const idp of after.idps) {
    const old = isNew(idp) ? undefined : idpIn(from, idOf(idp));
    const secret = after.newSecret?.idp === (isNew(idp) ? null : idOf(idp)) ? after.newSecret.secret : null;
    const written =
      old === undefined
        ? await make(api, from, { idp, secret }, signal)
        : await change(api, { old, idp, secret }, signal);
    if (!written.ok) return written;
  }
  return patchSso(api, differing(from.sso, after.sso), signal);
};

/**
 * Puts back what `applied` changed of `old`, and nothing else but the form and its fallback where they were on, whoever
 * took them away: what is switched off or deleted here may be the last way in. They are opened first and closed last. One
 * that was made is deleted.
 */
export const restoreDocument = async (
  api: AuthconfigApi,
  { old, found, applied }: Record<'old' | 'found' | 'applied', AuthconfigDocument>,
  signal: AbortSignal,
): Promise<Attempted<void>> => {
  const opened = await patchSso(api, differing(found.sso, old.sso, isWayBack), signal);
  if (!opened.ok) return opened;
  let lost: Json | null = null;
  const made = onlyIn(applied, old)[0];
  for (const extra of onlyIn(found, old))
    if (made !== undefined && isOurs(extra, made)) {
      const deleted = await api.deleteIdp(idOf(extra), signal);
      if (!deleted.ok) return deleted;
    }
  for (const idp of old.idps) {
    const id = idOf(idp);
    const [now, then] = [idpIn(found, id), idpIn(applied, id)];
    if (then === undefined) continue;
    const isSecretOurs = applied.newSecret?.idp === id;
    const patch = now === undefined ? {} : goingBack(idp, now, then);
    const known = knownSecretOf(idp, old);
    const secret = isSecretOurs && known !== null ? { 'client-secret': known.expose() } : {};
    if (Object.keys(patch).length === 0 && !isSecretOurs) continue;
    if (now === undefined) return { ok: false, failure: vanished(api, idp) };
    if (Object.keys(patch).length > 0 || known !== null) {
      const written = await api.patchIdp(id, { ...patch, ...secret }, isDiscovering(idp), signal);
      if (!written.ok) return written;
    }
    if (isSecretOurs && known === null) lost = idp;
  }
  const closed = await patchSso(api, withoutWayBack(goingBack(old.sso, found.sso, applied.sso)), signal);
  return closed.ok && lost !== null ? { ok: false, failure: secretLost(api, lost) } : closed;
};

/** What was opened before. */
const withoutWayBack = (patch: Json): Json =>
  Object.fromEntries(Object.entries(patch).filter(([key, value]) => !isWayBack(key, value)));

/** The issuer and the client ID are of one alone. Nobody makes one without a client ID: it was lost on the way. */
const isOurs = (extra: Json, made: Json): boolean => {
  const [found, meant] = [new Section(extra), new Section(made)];
  const clientId = found.text('client-id');
  return (
    found.text('issuer-url') === meant.text('issuer-url') && (clientId === '' || clientId === meant.text('client-id'))
  );
};

const change = async (
  api: AuthconfigApi,
  { old, idp, secret }: { old: Json; idp: Json; secret: Secret | null },
  signal: AbortSignal,
): Promise<Attempted<void>> => {
  const { enabled, ...rest } = byLetters(differing(old, idp));
  const patch = { ...spelled(rest), ...(secret === null ? {} : { 'client-secret': secret.expose() }) };
  if (Object.keys(patch).length > 0) {
    const written = await api.patchIdp(idOf(old), patch, isDiscovering(idp), signal);
    if (!written.ok) return written;
  }
  return enabled === undefined ? done : api.patchIdp(idOf(old), spelled({ enabled }), isDiscovering(idp), signal);
};

/** Made switched off, so that nobody meets what is not whole; what the server took otherwise is written after. */
const make = async (
  api: AuthconfigApi,
  from: AuthconfigDocument,
  { idp, secret }: { idp: Json; secret: Secret | null },
  signal: AbortSignal,
): Promise<Attempted<void>> => {
  const listed = await api.read(signal);
  if (!listed.ok) return listed;
  const sent = secret === null ? {} : { 'client-secret': secret.expose() };
  // An answer that never came: it was made all the same.
  const there = onlyIn(listed.value, from).find((one) => isOurs(one, idp));
  let id = there === undefined ? '' : idOf(there);
  if (id === '') {
    const made = await createIdp(api, listed.value, { ...idp, enabled: false, ...sent }, signal);
    if (!made.ok) return made;
    id = idOf(made.value) || (await idOfNew(api, from, idp, signal));
    if (id === '') return { ok: false, failure: vanished(api, idp) };
  }
  const found = await api.readIdp(id, signal);
  if (!found.ok) return found;
  // Spelled as the answer spells it: `buttonText` in current versions, `button-text` in older ones.
  const inItsWords = Object.fromEntries(Object.entries(idp).map(([key, value]) => [keyIn(found.value, key), value]));
  return change(api, { old: found.value, idp: inItsWords, secret: there === undefined ? null : secret }, signal);
};

const idOfNew = async (api: AuthconfigApi, from: AuthconfigSettings, idp: Json, signal: AbortSignal) => {
  const read = await api.read(signal);
  const found = read.ok ? onlyIn(read.value, from).find((one) => isOurs(one, idp)) : undefined;
  return found === undefined ? '' : idOf(found);
};

const patchSso = async (api: AuthconfigApi, patch: Json, signal: AbortSignal): Promise<Attempted<void>> =>
  Object.keys(patch).length === 0 ? done : api.patchSso(patch, signal);

const isWayBack = (key: string, value: unknown): boolean =>
  ['enableauthenticationfallback', 'showloginform'].includes(lettersOf(key)) && value === true;

/** Values of `to` that differ, under the keys that stand there. What is gone is not written: the server fills it in. */
const differing = (from: Json, to: Json, isMeant: (key: string, value: unknown) => boolean = () => true): Json =>
  Object.fromEntries(
    Object.entries(to).filter(([key, value]) => !isSameValue(from[keyIn(from, key)], value) && isMeant(key, value)),
  );

/** Of what `applied` changed, the values of `old` that do not stand there. What was not there becomes empty. */
const goingBack = (old: Json, found: Json, applied: Json): Json => {
  const keys = new Set([...Object.keys(old), ...Object.keys(applied)].filter((key) => !isFixed(key)));
  const patch: Record<string, unknown> = {};
  for (const key of keys) {
    const [was, then, now] = [old, applied, found].map((json) => json[keyIn(json, key)]);
    if (isSameValue(was, then) || isSameValue(was, now)) continue;
    patch[keyIn(found, key)] = was ?? emptyAs(then);
  }
  return patch;
};

const isFixed = (key: string): boolean => ['id', 'lastupdated'].includes(lettersOf(key));

const emptyAs = (value: unknown): unknown => {
  if (Array.isArray(value)) return [];
  return typeof value === 'boolean' ? false : '';
};

/** `enabled` apart from the rest, whatever the capitals; each with the key as it was spelled. */
const byLetters = (patch: Json): Record<string, { key: string; value: unknown }> =>
  Object.fromEntries(Object.entries(patch).map(([key, value]) => [lettersOf(key), { key, value }]));

const spelled = (patch: Record<string, { key: string; value: unknown }>): Json =>
  Object.fromEntries(Object.values(patch).map(({ key, value }) => [key, value]));

const vanished = ({ product }: AuthconfigApi, idp: Json) =>
  failure('missing', `${productNames[product]} has no configuration "${new Section(idp).text('name')}" any more.`, {
    remedy: 'Make it again by hand under Authentication methods, as the history lists it.',
  });

const secretLost = ({ product }: AuthconfigApi, idp: Json) =>
  failure(
    'refused',
    `Everything but the client secret of "${new Section(idp).text('name')}" was put back. The one from before was never known, and ${productNames[product]} does not tell it.`,
    { remedy: 'Type the client secret from before under Authentication methods.' },
  );
