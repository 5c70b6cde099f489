import type { ClaimSource, Claims, ClaimsBySource, ClaimValue } from '../contract/mapping';
import { claimsOf } from './claim-table';
import { type FoundClaim, findClaim, isWithheld } from './read-claim';

/** What a preview could not see, so that its absence says nothing. */
export type Untold = Partial<Record<ClaimSource, readonly string[]>>;

/** Why Casdoor lets somebody in no more: by the person, or by the tags of the application. */
export type Barred = 'deleted' | 'forbidden' | 'outside-tags';

/** The claims of one sign-in, as the rules of a plugin ask for them. */
export type ClaimAccess = {
  /** A claim at the top level of a source; undefined where none was seen. */
  top: (source: ClaimSource, name: string) => ClaimValue | undefined;
  /** A claim as miniOrange finds it (rule 2); undefined where none was seen. */
  find: (source: ClaimSource, name: string) => FoundClaim | undefined;
  wasRead: (source: ClaimSource) => boolean;
  /** Everything that was seen of a source; undefined where it was not read. May cost more than all the rest. */
  whole: (source: ClaimSource) => Claims | undefined;
  /**
   * Whose claim of this name may be there without having been seen, or that it came and was dropped; null where its
   * absence is certain.
   */
  unseen: (source: ClaimSource, name: string) => 'person' | 'organization' | 'dropped' | null;
  /** Whether Casdoor lets the person in at all. */
  barred: () => Barred | null;
};

/** Claims that are all at hand. What a sign-in leaves untold came, and was dropped. `outsideTags`: no claim tells it. */
export const accessTo = (
  bySource: ClaimsBySource,
  untold: Untold = {},
  toldBy: 'directory' | 'sign-in' = 'directory',
  outsideTags = false,
): ClaimAccess => ({
  top: (source, name) => {
    const claims = bySource[source];
    return claims && Object.hasOwn(claims, name) ? claims[name] : undefined;
  },
  find: (source, name) => {
    const claims = bySource[source];
    return claims && findClaim(claims, name);
  },
  wasRead: (source) => bySource[source] !== undefined,
  whole: (source) => bySource[source],
  unseen: (source, name) => {
    const names = untold[source] ?? [];
    const last = lastPart(name);
    if (names.some((one) => one === name || lastPart(one) === last)) return toldBy === 'sign-in' ? 'dropped' : 'person';
    // The organization beside the person: rule 2 of miniOrange looks there too.
    if (!names.includes('data2') || !isOfOrganization(last)) return null;
    return toldBy === 'sign-in' ? 'dropped' : 'organization';
  },
  barred: () => whyBarred(bySource) ?? (outsideTags ? 'outside-tags' : null),
});

export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Whether get-account has a claim of this name in the person's organization. */
export const isOfOrganization = (last: string): boolean => claimsOf('get-account', 'JWT').has(`data2.${last}`);

/** Casdoor lets nobody in whom it forbids or has deleted; tokens of format JWT and get-account would say so. */
const whyBarred = (bySource: ClaimsBySource): 'deleted' | 'forbidden' | null => {
  const places: (ClaimValue | undefined)[] = [bySource.id_token, bySource['get-account']?.data];
  const says = (name: string) =>
    places.some((place) => isMap(place) && Object.hasOwn(place, name) && place[name] === true);
  if (says('isDeleted')) return 'deleted';
  return says('isForbidden') ? 'forbidden' : null;
};

const isMap = (value: unknown): value is { [claim: string]: ClaimValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const sourceNames: Record<ClaimSource, string> = {
  id_token: 'ID token',
  userinfo: 'userinfo',
  'get-account': 'get-account',
};

/** "The ID token", "Userinfo", as a sentence begins with it. */
export const sourceAtStart: Record<ClaimSource, string> = {
  id_token: 'The ID token',
  userinfo: 'Userinfo',
  'get-account': 'get-account',
};

/** Why a claim that was not found may be there all the same; null where its absence is certain. */
export const whyNotSeen = (source: ClaimSource, name: string, claims: ClaimAccess): string | null => {
  if (!claims.wasRead(source)) return `${sourceAtStart[source]} was not read.`;
  if (isWithheld(name)) return 'Its value is never shown here.';
  switch (claims.unseen(source, name)) {
    case 'person':
      return 'A directory does not tell it; a sign-in does.';
    case 'organization':
      return 'It may be the one of the organization, which a directory entry does not tell.';
    case 'dropped':
      return 'What came under this name was dropped, because it can carry secrets or is not known here.';
    case null:
      return null;
  }
};
