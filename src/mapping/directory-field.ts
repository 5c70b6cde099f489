import type { Claims, ClaimValue } from '../contract/mapping';
import { neverShown } from './person-fields';

export const notTold = Symbol('not told by a directory');
/** Undefined: Casdoor leaves it out. */
export type Told = ClaimValue | undefined | typeof notTold;

/** A claim that stands there itself: nothing of a prototype is of JSON. Quicker than to ask for it first, in an object of
 * 181 keys. */
export const own = (claims: Claims, name: string): ClaimValue | undefined => {
  const value = claims[name];
  return typeof value === 'function' || value === Object.prototype ? undefined : value;
};
export const text = (value: ClaimValue | undefined): string => (typeof value === 'string' ? value : '');

/** A field as it stands when Casdoor has filled up what was null, which it does before it mints. */
export const fieldValue = (person: Claims, key: string): Told => {
  if (neverShown.has(key)) return notTold;
  const value = own(person, key);
  // A page of the directory has null here for everybody; get-user has a list.
  if ((key === 'roles' || key === 'permissions') && !Array.isArray(value)) return notTold;
  if (value === undefined) return notTold;
  return value === null && (key === 'address' || key === 'groups') ? [] : value;
};

/** Names of a person's roles or permissions. */
export const namesOf = (person: Claims, key: 'roles' | 'permissions'): string[] | typeof notTold => {
  const list = own(person, key);
  if (!Array.isArray(list)) return notTold;
  return list.map((one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one) ? text(own(one, 'name')) : '',
  );
};
