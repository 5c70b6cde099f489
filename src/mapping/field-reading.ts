import type { ClaimSource, ClaimsBySource, PersonOutcome, TrailStep } from '../contract/mapping';
import { claimsOf } from './claim-table';
import { isWithheld } from './read-claim';

/** One field as a plugin would read it, before it is held against an account. */
export type FieldReading = {
  steps: TrailStep[];
  /** Null where there is nothing; an empty text is nothing too. */
  value: string | string[] | null;
  certain: boolean;
  /** The sign-in ends here, whatever the account; null where it goes on. */
  stops: { outcome: Extract<PersonOutcome, 'refused' | 'collides'>; reason: string } | null;
};

export type PersonReading = {
  username: FieldReading;
  email: FieldReading;
  fullName: FieldReading;
  /** Null where groups are not mapped. */
  groups: FieldReading | null;
};

/** What a preview could not see, so that its absence says nothing. */
export type Untold = Partial<Record<ClaimSource, readonly string[]>>;

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

export const step = (
  kind: TrailStep['kind'],
  label: string,
  value: string | null,
  note: string | null = null,
): TrailStep => ({ kind, label, value, note });

export const reading = (
  steps: TrailStep[],
  value: string | string[] | null,
  certain: boolean,
  stops: FieldReading['stops'] = null,
): FieldReading => ({ steps, value, certain, stops });

/** Why a claim that was not found may be there all the same; null where its absence is certain. */
export const whyNotSeen = (
  source: ClaimSource,
  name: string,
  bySource: ClaimsBySource,
  untold: Untold,
): string | null => {
  if (bySource[source] === undefined) return `${sourceAtStart[source]} was not read.`;
  if (isWithheld(name)) return 'Its value is never shown here.';
  const names = untold[source] ?? [];
  const last = name.split('.').at(-1);
  if (names.some((one) => one === name || one.split('.').at(-1) === last))
    return 'A directory does not tell it; a sign-in does.';
  // The organization beside the person: rule 2 of miniOrange looks there too.
  if (names.includes('data2') && claimsOf('get-account', 'JWT').has(`data2.${last}`))
    return 'It may be the one of the organization, which a directory entry does not tell.';
  return null;
};
