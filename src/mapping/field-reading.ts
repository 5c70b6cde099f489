import type { ClaimValue, PersonOutcome, TrailStep } from '../contract/mapping';
import type { ClaimAccess } from './claim-access';

/** One field as a plugin would read it, before it is held against an account. */
export type FieldReading = {
  /** Null where there is nothing; an empty text is nothing too. */
  value: string | readonly string[] | null;
  certain: boolean;
  /** The sign-in ends here, whatever the account; null where it goes on. */
  stops: { outcome: Extract<PersonOutcome, 'refused' | 'collides'>; reason: string } | null;
  /** Of a regular expression that was run on it as Java would. */
  pattern?: { isMatch: boolean; isChanged: boolean };
  /** Of groups that are mapped: the names that lead into them, as they arrived. */
  arrived?: readonly string[];
};

export type PersonReading = {
  username: FieldReading;
  email: FieldReading;
  fullName: FieldReading;
  /** Null where groups are not mapped. */
  groups: FieldReading | null;
};

/**
 * How a field came about; null where nobody wants to see it. The same rules read with and without: what is written
 * into it decides nothing.
 */
export type Steps = TrailStep[] | null;

/** A rule of a plugin, made ready once for all people. */
export type FieldReader = (claims: ClaimAccess, steps: Steps) => FieldReading;

export type PersonReader = {
  username: FieldReader;
  email: FieldReader;
  fullName: FieldReader;
  /** Null where groups are not mapped. */
  groups: FieldReader | null;
};

export const step = (
  kind: TrailStep['kind'],
  label: string,
  value: string | null,
  note: string | null = null,
): TrailStep => ({ kind, label, value, note });

export const reading = (
  value: FieldReading['value'],
  certain: boolean,
  stops: FieldReading['stops'] = null,
): FieldReading => ({ value, certain, stops });

export const isBlank = (value: FieldReading['value']): boolean =>
  value === null || (typeof value === 'string' ? value.trim() === '' : value.length === 0);

export const textsOf = (list: readonly ClaimValue[]): string[] =>
  list.filter((item): item is string => typeof item === 'string');
