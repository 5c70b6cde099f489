import type { Claims } from '../../contract/mapping';
import type { Barred, ClaimAccess } from '../../mapping/claim-access';
import { type FieldReading, isBlank, type PersonReading } from '../../mapping/field-reading';

/** A person as the tally keeps one: what the plugin reads, and what else decides. Nothing else of a directory entry. */
export type TalliedPerson = {
  at: number;
  id: string;
  name: string;
  displayName: string;
  /** Casdoor's own, whatever the mapping reads. */
  email: string;
  read: PersonReading;
  barred: Barred | null;
  /** Of the ID token; null where the plugin does not go by it, or it is not told. */
  sub: string | null;
};

/** The keys of a directory entry that the tally itself reads. */
export const ownNames = ['id', 'name', 'displayName', 'email', 'isForbidden', 'isDeleted'] as const;

const bit = { deleted: 1, forbidden: 2, username: 4, email: 8, fullName: 16, groups: 32, hasGroups: 64 };
const patternBit = { has: 128, match: 256, changed: 512 };
const outsideTagsBit = 1024;
/** In place of a text that is the same as another one of the person. */
const same = 0;

/** A person read by a mapping. `sub` is kept where a plugin goes by it. */
export const talliedPerson = (
  at: number,
  entry: Claims,
  claims: ClaimAccess,
  read: PersonReading,
  keepsSub: boolean,
): TalliedPerson => {
  const sub = keepsSub ? claims.top('id_token', 'sub') : null;
  return {
    at,
    id: textOf(entry.id),
    name: textOf(entry.name),
    displayName: textOf(entry.displayName),
    email: textOf(entry.email).trim(),
    read,
    barred: claims.barred(),
    sub: typeof sub === 'string' ? sub : null,
  };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** As JSON that begins with the place. */
export const writePerson = (person: TalliedPerson): string => {
  const { at, id, name, displayName, email, read, barred, sub } = person;
  const { username, email: mapped, fullName, groups } = read;
  return JSON.stringify([
    at,
    bitsOf(read, barred),
    id,
    name,
    username.value === name ? same : username.value,
    mapped.value,
    mapped.value === email ? same : email,
    fullName.value,
    fullName.value === displayName ? same : displayName,
    groups === null ? same : groups.value,
    sub === null || sub === id ? (sub === null ? null : same) : sub,
    username.stops || mapped.stops || fullName.stops || groups?.stops
      ? [username.stops, mapped.stops, fullName.stops, groups?.stops ?? null]
      : same,
  ]);
};

const bitsOf = ({ username, email, fullName, groups }: PersonReading, barred: TalliedPerson['barred']): number => {
  let bits = barred === null ? 0 : barred === 'outside-tags' ? outsideTagsBit : bit[barred];
  if (username.certain) bits |= bit.username;
  if (email.certain) bits |= bit.email;
  if (fullName.certain) bits |= bit.fullName;
  if (groups !== null) bits |= groups.certain ? bit.hasGroups | bit.groups : bit.hasGroups;
  const { pattern } = username;
  if (pattern !== undefined)
    bits |= patternBit.has | (pattern.isMatch ? patternBit.match : 0) | (pattern.isChanged ? patternBit.changed : 0);
  return bits;
};

type Value = FieldReading['value'];
type Stops = FieldReading['stops'];
/** As `writePerson` wrote it. */
export type WrittenPerson = [
  at: number,
  bits: number,
  id: string,
  name: string,
  username: Value | typeof same,
  mapped: Value,
  email: string | typeof same,
  fullName: Value,
  displayName: string | typeof same,
  groups: Value | typeof same,
  sub: string | null | typeof same,
  stops: [Stops, Stops, Stops, Stops] | typeof same,
];

export const parsePerson = (written: string): TalliedPerson => readPerson(JSON.parse(written) as WrittenPerson);

export const readPerson = (written: WrittenPerson): TalliedPerson => {
  const [at, bits, id, name, username, mapped, email, fullName, displayName, groups, sub, stops] = written;
  const user: FieldReading = {
    value: username === same ? name : username,
    certain: (bits & bit.username) !== 0,
    stops: stops === same ? null : stops[0],
  };
  if ((bits & patternBit.has) !== 0)
    user.pattern = { isMatch: (bits & patternBit.match) !== 0, isChanged: (bits & patternBit.changed) !== 0 };
  return {
    at,
    id,
    name,
    displayName: displayName === same ? String(fullName) : displayName,
    email: email === same ? String(mapped) : email,
    read: {
      username: user,
      email: { value: mapped, certain: (bits & bit.email) !== 0, stops: stops === same ? null : stops[1] },
      fullName: { value: fullName, certain: (bits & bit.fullName) !== 0, stops: stops === same ? null : stops[2] },
      groups:
        (bits & bit.hasGroups) === 0
          ? null
          : {
              value: groups === same ? null : groups,
              certain: (bits & bit.groups) !== 0,
              stops: stops === same ? null : stops[3],
            },
    },
    barred: barredIn(bits),
    sub: sub === same ? id : sub,
  };
};

const barredIn = (bits: number): Barred | null => {
  if ((bits & bit.deleted) !== 0) return 'deleted';
  if ((bits & bit.forbidden) !== 0) return 'forbidden';
  return (bits & outsideTagsBit) !== 0 ? 'outside-tags' : null;
};

/** What judging asks of claims that were read already. */
export class ReadClaims implements ClaimAccess {
  readonly #person: TalliedPerson;

  constructor(person: TalliedPerson) {
    this.#person = person;
  }

  barred(): TalliedPerson['barred'] {
    return this.#person.barred;
  }

  top(source: string, name: string): string | undefined {
    return source === 'id_token' && name === 'sub' ? (this.#person.sub ?? undefined) : undefined;
  }

  find(): undefined {}
  whole(): undefined {}

  wasRead(): boolean {
    return false;
  }

  unseen(): null {
    return null;
  }
}

/** How others are told of a person. */
export const calledAs = ({ name, displayName, id }: Pick<TalliedPerson, 'name' | 'displayName' | 'id'>): string =>
  name || displayName || id || 'somebody without a name';

/** A value that is there and certain; null where there is none. */
export const certainText = ({ value, certain }: FieldReading): string | null =>
  certain && typeof value === 'string' && !isBlank(value) ? value : null;
