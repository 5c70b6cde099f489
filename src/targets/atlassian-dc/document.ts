import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Attempted } from '../../apply/apply-target';
import { Secret } from '../../secrets/secret';
import { isObject, type Json, lettersOf } from '../file-provider';
import { type AuthconfigSettings, idOf, isDiscovering } from './authconfig-api';

/** The sign-in settings of one Jira or Confluence, with what cannot be read of them beside. */
export type AuthconfigDocument = AuthconfigSettings & {
  /** The client secret that stands there now, where it is known; it cannot be read. */
  knownSecret: Secret | null;
  /** The one to be written, and for which identity provider; `idp` is null for one that is yet to be made. */
  newSecret: { idp: string | null; secret: Secret } | null;
};

const record = v.custom<Json>(isObject);
const secretText = v.nullable(v.string());
const kept = v.object({
  kind: v.literal('atlassian-dc'),
  idps: v.array(record),
  sso: record,
  loginOptions: v.array(record),
  knownSecret: secretText,
  newSecret: v.nullable(v.object({ idp: v.nullable(v.string()), secret: v.string() })),
});

/** As a text that `documentOf` opens. Holds the secrets in clear. */
export const textOf = ({ idps, sso, loginOptions, knownSecret, newSecret }: AuthconfigDocument): Secret =>
  new Secret(
    JSON.stringify({
      kind: 'atlassian-dc',
      idps,
      sso,
      loginOptions,
      knownSecret: knownSecret?.expose() ?? null,
      newSecret: newSecret === null ? null : { idp: newSecret.idp, secret: newSecret.secret.expose() },
    }),
  );

export const documentOf = (backup: Secret): Attempted<AuthconfigDocument> => {
  try {
    const read = v.safeParse(kept, JSON.parse(backup.expose()));
    if (read.success) {
      const { idps, sso, loginOptions, knownSecret, newSecret } = read.output;
      return {
        ok: true,
        value: {
          idps,
          sso,
          loginOptions,
          knownSecret: knownSecret === null ? null : new Secret(knownSecret),
          newSecret: newSecret === null ? null : { idp: newSecret.idp, secret: new Secret(newSecret.secret) },
        },
      };
    }
  } catch {
    // Said below.
  }
  return {
    ok: false,
    failure: {
      code: 'document-unknown',
      message: 'The kept sign-in settings do not open.',
      remedy: 'Put the fields back by hand as the history lists them.',
      isFinal: true,
    },
  };
};

/** Letters of keys that move with each save, of an identity provider and of the sign-in page alike. */
export const volatile: ReadonlySet<string> = new Set(['lastupdated']);
/** Not returned while discovery is on. */
const discovered = new Set(['authorizationendpoint', 'tokenendpoint', 'userinfoendpoint']);

/**
 * One identity provider by the letters of its keys (`buttonText` is `button-text`), without what is empty and what
 * cannot be compared.
 */
export const comparedIdp = (idp: Json): Map<string, unknown> => {
  const isFilledIn = isDiscovering(idp);
  return new Map(
    Object.entries(comparable(idp) as Json).filter(
      ([key]) => !volatile.has(key) && key !== 'clientsecret' && !(isFilledIn && discovered.has(key)),
    ),
  );
};

/** Keys by their letters, in order; an empty text, an empty list and nothing are one. */
const comparable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(comparable);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [lettersOf(key), comparable(inner)] as const);
  return Object.fromEntries(
    entries.filter(([, inner]) => !isEmpty(inner)).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
};

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

export const isSameValue = (one: unknown, other: unknown): boolean =>
  (isEmpty(one) && isEmpty(other)) || JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));

const isSameMap = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean =>
  one.size === other.size && [...one].every(([key, value]) => isSameValue(value, other.get(key)));

/** An identity provider that is yet to be made has no id. */
export const isNew = (idp: Json): boolean => idOf(idp) === '';

/** What stands in `document` and not in `other`, by id. */
export const onlyIn = (document: AuthconfigSettings, other: AuthconfigSettings): Json[] =>
  document.idps.filter((idp) => isNew(idp) || idpIn(other, idOf(idp)) === undefined);

export const idpIn = ({ idps }: AuthconfigSettings, id: string): Json | undefined =>
  idps.find((idp) => !isNew(idp) && idOf(idp) === id);

/** Whether `found` is what became of `made`: the server adds an id and what was left open. */
export const isMadeOf = (found: Json, made: Json): boolean => {
  const there = comparedIdp(found);
  return [...comparedIdp(made)].every(([key, value]) => isSameValue(value, there.get(key)));
};

/** The same in everything that can be read back. Which options there are follows from the rest. */
export const isSameDocument = (one: AuthconfigSettings, other: AuthconfigSettings): boolean => {
  if (one.idps.length !== other.idps.length || !isSameMap(mapOf(one.sso), mapOf(other.sso))) return false;
  const both = one.idps.filter((idp) => !isNew(idp) && idpIn(other, idOf(idp)) !== undefined);
  const isSame = both.every((idp) => isSameIdp(idp, idpIn(other, idOf(idp)) ?? {}));
  const [here, there] = [onlyIn(one, other), onlyIn(other, one)];
  return isSame && here.every((idp, at) => isCounterpart(idp, there[at] ?? {}) && isSameIdp(idp, there[at] ?? {}));
};

/** The same one: by its id, or, where one of the two is yet to be made, by the issuer, which is of one alone. */
export const isCounterpart = (one: Json, other: Json): boolean => {
  if (!isNew(one) && !isNew(other)) return idOf(one) === idOf(other);
  return isSameValue(comparedIdp(one).get('issuerurl'), comparedIdp(other).get('issuerurl'));
};

/** Of one that is yet to be made, what it names counts. */
export const isSameIdp = (one: Json, other: Json): boolean => {
  if (isNew(one) === isNew(other)) return isSameMap(comparedIdp(one), comparedIdp(other));
  return isNew(one) ? isMadeOf(other, one) : isMadeOf(one, other);
};

export const fingerprintOf = ({ idps, sso }: AuthconfigSettings): string => {
  const inOrder = idps
    .map((idp) => [...comparedIdp(idp)])
    .sort((one, other) => (textFor(one) < textFor(other) ? -1 : 1));
  return createHash('sha256')
    .update(textFor([inOrder, [...mapOf(sso)]]))
    .digest('base64url');
};

const textFor = (value: unknown): string => JSON.stringify(value);

/**
 * Whether a write or restore of ours that stopped somewhere left `found`: of what was to be changed each value is as
 * before or as wanted, everything else as before; one that was to be made is there, switched off or not, or is not.
 */
export const isHalfWayBetween = (
  found: AuthconfigSettings,
  old: AuthconfigSettings,
  after: AuthconfigSettings,
): boolean => {
  if (!isBetween(mapOf(found.sso), mapOf(old.sso), mapOf(after.sso))) return false;
  const arePartsOfOld = old.idps.every((idp) => {
    const [now, then] = [idpIn(found, idOf(idp)), idpIn(after, idOf(idp))];
    return now !== undefined && then !== undefined && isIdpBetween(now, idp, then);
  });
  const [extra, ...more] = onlyIn(found, old);
  if (!arePartsOfOld || more.length > 0) return false;
  if (extra === undefined) return true;
  const made = onlyIn(after, old)[0];
  return made !== undefined && (isMadeOf(extra, made) || isMadeOf(extra, { ...made, enabled: false }));
};

/** What was hidden behind discovery before can stand in the endpoints once it is off. */
const isIdpBetween = (found: Json, old: Json, after: Json): boolean => {
  const isHidden = isDiscovering(old) || isDiscovering(after);
  const visibleOf = (idp: Json) => new Map([...comparedIdp(idp)].filter(([key]) => !(isHidden && discovered.has(key))));
  return isBetween(visibleOf(found), visibleOf(old), visibleOf(after));
};

const mapOf = (json: Json): Map<string, unknown> =>
  new Map(Object.entries(comparable(json) as Json).filter(([key]) => !volatile.has(key)));

const isBetween = (
  found: ReadonlyMap<string, unknown>,
  old: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): boolean =>
  [...new Set([...found.keys(), ...old.keys(), ...after.keys()])].every(
    (key) => isSameValue(found.get(key), old.get(key)) || isSameValue(found.get(key), after.get(key)),
  );
