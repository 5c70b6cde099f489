import * as v from 'valibot';
import type { DryRunRow } from '../contract/dry-run';

/** An account as it was before a write. */
export type NotedPerson = {
  user: string;
  /** Administered the product when it was noted. */
  isAdministrator: boolean;
  /** Null where the product told none: that is not the same as there being none. */
  email: string | null;
  fullName: string | null;
  /** Null where they are not known. */
  groups: string[] | null;
  /**
   * Null where `groups` are all of them. Else they are those that a dry run reads, and of the groups that the account is
   * in later, these alone are known not to have been there.
   */
  gains: string[] | null;
  /**
   * The product's own id of the account; null where it told none. An account that was made anew under the same name is
   * somebody else's.
   */
  key: string | null;
};

/** What an administrator had lost when the old settings came back. */
export type LostGroups = {
  user: string;
  /** Null where the account could not be read then. */
  groups: string[] | null;
};

const text = v.nullable(v.string());
export const notedPerson = v.object({
  user: v.string(),
  isAdministrator: v.boolean(),
  email: text,
  fullName: text,
  groups: v.nullable(v.array(v.string())),
  gains: v.nullable(v.array(v.string())),
  key: v.optional(text, null),
}) satisfies v.GenericSchema<unknown, NotedPerson>;
export const lostGroups = v.object({
  user: v.string(),
  groups: v.nullable(v.array(v.string())),
}) satisfies v.GenericSchema<unknown, LostGroups>;

/** Whoever a sign-in changes, as the dry run found them; null for a row that changes nobody who is there. */
export const changedByRow = ({
  kind,
  existing,
  administrator,
  changes,
  groupsGained,
  groupsLost,
}: DryRunRow): NotedPerson | null => {
  if (kind !== 'person' || existing === null || existing.username === '') return null;
  if (changes.length === 0 && groupsGained.length === 0 && groupsLost.length === 0) return null;
  return {
    user: existing.username,
    isAdministrator: administrator === true,
    email: existing.email,
    fullName: existing.fullName,
    groups: existing.groups,
    gains: [...groupsGained],
    key: null,
  };
};
