import type { DryRunRow } from '../../../../src/contract/dry-run';
import type { Mapping } from '../../../../src/contract/mapping';
import type { Rich } from '../../../../src/contract/report';
import type { Plugin, Product } from '../../../../src/contract/target';
import { keyFieldOf, rulesOf } from '../../../../src/mapping/rules-of';
import { labelsOf } from '../mapping/plugin-labels';

/** One action, in the words of the screen where it is done. */
export type Advice = {
  text: Rich;
  /** Where that is, of the screens that can be opened from here. */
  opens: 'person' | 'mapping' | 'sign-in' | null;
  /** Another way out; null where there is none. */
  instead: Rich | null;
};

export type AdviceFacts = {
  plugin: Plugin;
  product: Product;
  mapping: Mapping;
  /** As they are spelled in the product. */
  administratorGroups: readonly string[];
  /** Names of groups that Casdoor sends for the person; left out where they are not known. */
  sent?: readonly string[];
  /** Whether everybody who is in the product was read. */
  hasAccounts: boolean;
};

/** What of a row an action hangs on. */
export type AdvisedRow = Pick<
  DryRunRow,
  | 'name'
  | 'outcome'
  | 'cause'
  | 'account'
  | 'existing'
  | 'username'
  | 'email'
  | 'groupsLost'
  | 'losesRights'
  | 'lockedOut'
  | 'noApplicationAccess'
>;

/** By what the plugin finds people. */
export const keyOf = ({ mapping, plugin }: AdviceFacts) => keyFieldOf(rulesOf(mapping, plugin), plugin);

/** The sign-in asks for another account than the one that the person has. */
export const ofRenamed = ({ existing }: AdvisedRow, facts: AdviceFacts, product: string): Advice => {
  const byEmail = keyOf(facts) === 'email';
  const { email, username } = labelsOf[facts.plugin];
  const has = byEmail ? existing?.email : existing?.username;
  return {
    text: [
      'In Mapping, choose for "',
      byEmail ? email : username,
      '" a claim that holds ',
      { code: has ?? existing?.username ?? 'what the account has' },
      ', as the account has it.',
    ],
    opens: 'mapping',
    instead: [
      `Or change the ${byEmail ? 'e-mail' : 'username'} of the account in ${product} before the first sign-in.`,
    ],
  };
};
