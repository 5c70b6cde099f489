import type { Account, FieldChange } from '../contract/mapping';
import type { Target } from '../contract/target';
import { type FieldReading, isBlank, type PersonReading } from './field-reading';
import type { Rules } from './rules-of';

/** How the profile of an account differs from what a sign-in brings. */
export type ProfileComparison = {
  changes: FieldChange[];
  /** A whole sentence for each change. */
  words: string[];
  /** Whole sentences: what hangs on a rule or a fact that is not known. */
  open: string[];
  /** The e-mails differ by capitals alone. */
  emailCapitals: boolean;
};

/** Holds e-mail and full name of an account against a sign-in, where the plugin updates accounts at all. */
export const compareProfile = (
  { target, rules }: { target: Target; rules: Rules },
  account: Account,
  read: PersonReading,
): ProfileComparison => {
  const found: ProfileComparison = { changes: [], words: [], open: [], emailCapitals: false };
  // Without just-in-time provisioning Atlassian's own SSO reads the username alone.
  const isUpdated = target.plugin === 'atlassian-dc' ? rules.createUsers : rules.updateUsers;
  if (!isUpdated) return found;
  compareEmail(account, read.email, found);
  compareName(account, read.fullName, target, found);
  return found;
};

const compareEmail = (account: Account, { value, certain }: FieldReading, found: ProfileComparison) => {
  if (!certain) found.open.push('Which e-mail the plugin reads is not certain.');
  else if (typeof value !== 'string' || isBlank(value)) {
    // Rule 6 says that an update overwrites the e-mail; whether with nothing, too, is not known.
    if (account.email !== '') found.open.push('There is no e-mail; whether the account keeps its own is not known.');
  } else if (account.email === null) found.open.push('The e-mail of the account could not be read.');
  else if (account.email === value) return;
  else if (account.email.toLowerCase() === value.toLowerCase()) found.emailCapitals = true;
  else {
    found.changes.push({ field: 'email', from: account.email, to: value });
    found.words.push(`The e-mail ${account.email} becomes ${value}.`);
  }
};

const compareName = (account: Account, { value, certain }: FieldReading, target: Target, found: ProfileComparison) => {
  if (!certain) found.open.push('Which full name the plugin reads is not certain.');
  else if (typeof value !== 'string' || isBlank(value)) {
    // Rule 6: miniOrange keeps the old name where the new one is blank.
    if (target.plugin !== 'miniorange')
      found.open.push('There is no full name; what becomes of the present one is not known.');
  } else if (account.fullName === null) found.open.push('The full name of the account could not be read.');
  else if (account.fullName !== value) {
    found.changes.push({ field: 'fullName', from: account.fullName, to: value });
    found.words.push(`The full name ${account.fullName} becomes ${value}.`);
  }
};
