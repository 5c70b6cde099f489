import type { Account, PersonVerdict, RefusalCause } from '../contract/mapping';
import { productNames, type Target } from '../contract/target';
import type { GroupSync } from './group-sync';
import type { Rules } from './rules-of';

/**
 * The account that the plugin would find for the sign-in. An account of another username, or where people are found by
 * e-mail of another e-mail, is the one that the person has today. Null: there is none. `unknown`: nobody looked.
 */
export type Existing = Account | null | 'unknown';

/** What is known of one person beside claims and account. */
export type PersonFacts = {
  /** Where people are found by e-mail: how many accounts have it; left out where nobody counted them. */
  matches?: number;
  /** Of all who administer the product, this person is the last. */
  isLastAdministrator?: boolean;
};

/** Which accounts nobody looked at: any, those behind the end of a reading, or the inactive ones. */
export type Unlisted = 'all' | 'some' | 'inactive';

/** What the rules of a plugin decide by, made ready once for all people. */
export type Rulings = {
  target: Target;
  rules: Rules;
  /** A domain is compared as it is written. */
  domains: ReadonlySet<string>;
  syncGroups: GroupSync;
  /** Accounts whose e-mail the product does not tell. */
  hiddenEmails: number;
  unlisted: Unlisted;
};

/** What a rule decides; the rest follows from it and the account. */
export type Decision = Pick<PersonVerdict, 'outcome' | 'reasons'> & Partial<PersonVerdict>;

/** Of an account that is `unknown`. */
export const notLookedUp = ({ target, unlisted }: Rulings, account: string): Decision => {
  const product = productNames[target.product];
  switch (unlisted) {
    case 'all':
      return notCertain(`Whether ${product} has ${account} was not looked up.`);
    case 'some':
      return notCertain(`Not all accounts of ${product} could be read, so whether it has ${account} cannot be told.`);
    case 'inactive':
      return notCertain(`${product} lists active accounts alone, so whether it has ${account} cannot be told.`);
  }
};

export const notCertain = (...reasons: string[]): Decision => ({ outcome: 'not-certain', reasons });
export const refused = (cause: RefusalCause, reason: string): Decision => ({
  outcome: 'refused',
  cause,
  reasons: [reason],
});
