import type { Account, PersonVerdict } from '../contract/mapping';
import type { Target } from '../contract/target';
import type { GroupSync } from './group-sync';
import type { Rules } from './rules-of';

/**
 * The account that the plugin would find for the sign-in. An account of another username, or where people are found by
 * e-mail of another e-mail, is the one that the person has today. Null: there is none. `unknown`: nobody looked.
 */
export type Existing = Account | null | 'unknown';

/** What is known of one person beside claims and account. */
export type PersonFacts = {
  /** Where people are found by e-mail: how many accounts have it. */
  matches?: number;
  /** Of all who administer the product, this person is the last. */
  isLastAdministrator?: boolean;
};

/** What the rules of a plugin decide by, made ready once for all people. */
export type Rulings = {
  target: Target;
  rules: Rules;
  /** A domain is compared as it is written. */
  domains: ReadonlySet<string>;
  syncGroups: GroupSync;
  /** Accounts of the site whose e-mail Atlassian does not tell. */
  hiddenEmails: number;
};

/** What a rule decides; the rest follows from it and the account. */
export type Decision = Pick<PersonVerdict, 'outcome' | 'reasons'> & Partial<PersonVerdict>;

export const notCertain = (...reasons: string[]): Decision => ({ outcome: 'not-certain', reasons });
export const refused = (reason: string): Decision => ({ outcome: 'refused', reasons: [reason] });
