import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { type ClaimSource, type Claims, type ClaimValue, claimSources } from '../contract/mapping';
import { type SeenClaims, type SeenType, type SignInResult, seenTypes } from '../contract/sign-in';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';

const record = v.object({
  /** The sign-in that it was learnt in. */
  id: v.string(),
  at: moment,
  who: v.string(),
  /** When the settings were read that it was made against. */
  readAt: moment,
  /** Pairs rather than an object: `__proto__` is a claim name. */
  sources: v.array(v.tuple([v.picklist(claimSources), v.array(v.tuple([v.string(), v.picklist(seenTypes)]))])),
});

/** What confirmed test sign-ins brought: names and types of claims, no values. One record a target, the last one's. */
export type Seen = {
  /** Null where there is none, or something that it depends on was saved after `changedAt`, ISO 8601. */
  get: (target: string, changedAt: string) => Promise<SeenClaims | null>;
  save: (target: string, learnt: { id: string; who: string; readAt: string; result: SignInResult }) => Promise<void>;
  /** Takes back what was learnt in one sign-in; what another one brought stays. */
  takeBack: (target: string, id: string) => Promise<void>;
  forget: (target: string) => Promise<void>;
};

export const seenIn = (place: Pick<Place, 'product'>): Seen => {
  const key = (target: string) => keyIn(place, 'sign-in-seen', target);
  const read = async (target: string) => {
    const found = await kvs.get<unknown>(key(target));
    return found === undefined ? null : v.parse(record, found);
  };
  return {
    get: async (target, changedAt) => {
      const found = await read(target);
      if (!found || changedAt > found.readAt) return null;
      const { at, who, sources } = found;
      return {
        at,
        who,
        bySource: Object.fromEntries(sources.map(([source, claims]) => [source, unprotected(claims)])),
      };
    },
    save: (target, { id, who, readAt, result }) => {
      const sources = claimSources.flatMap((source): [ClaimSource, [string, SeenType][]][] => {
        const claims = result.claims[source];
        return claims === null ? [] : [[source, typesOf(claims)]];
      });
      return kvs.set(key(target), { id, at: result.at, who, readAt, sources } satisfies v.InferOutput<typeof record>);
    },
    takeBack: async (target, id) => {
      if ((await read(target))?.id === id) await kvs.delete(key(target));
    },
    forget: (target) => kvs.delete(key(target)),
  };
};

const typesOf = (claims: Claims): [string, SeenType][] =>
  Object.entries(claims).map(([name, value]) => [name, typeOf(value)]);

const typeOf = (value: ClaimValue): SeenType => {
  if (value === null || value === '') return 'empty';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean' || typeof value === 'number') return typeof value === 'boolean' ? 'boolean' : 'number';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : 'list';
  return Object.keys(value).length === 0 ? 'empty' : 'object';
};

const unprotected = (pairs: readonly (readonly [string, SeenType])[]): Readonly<Record<string, SeenType>> =>
  Object.assign(Object.create(null) as Record<string, SeenType>, Object.fromEntries(pairs));
