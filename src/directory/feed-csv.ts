import { UntoldList } from '../atlassian/accounts/untold';
import type { Account } from '../contract/mapping';
import { usualAdministratorGroups } from '../contract/target';
import { nameKey } from '../mapping/same-name';
import type { AccountsSource } from './accounts-source';
import { readExistingCsv } from './existing-csv';
import type { FeedEnd, FeedOptions } from './feed-accounts';

/** Problems of a file that are told one by one. */
const mostNotes = 20;

/**
 * Puts the accounts of a file into a tally. What the file has no column for is not known, and a line that was left out is
 * an account that is not known.
 */
export const feedCsv = async (options: FeedOptions<Extract<AccountsSource, { kind: 'csv' }>>): Promise<FeedEnd> => {
  const { source, order, tally, signal, onNote, onStep } = options;
  const groups = order.administratorGroups ?? usualAdministratorGroups[order.target.product];
  const seen = new Seen(new Set(groups.map(nameKey)));
  let notes = 0;
  let leftOut = 0;
  for await (const event of readExistingCsv(source.open)) {
    if (signal.aborted) return { kind: 'cancelled' };
    if (event.kind === 'accounts') {
      tally.addAccounts(event.accounts);
      seen.take(event.accounts);
      onStep(seen.read, 0);
      continue;
    }
    const { weight, message } = event.problem;
    if (weight === 'refused') return { kind: 'unusable', problem: message };
    if (weight === 'error') leftOut += 1;
    notes += 1;
    if (notes <= mostNotes) onNote(message);
  }
  if (notes > mostNotes) onNote(`The file has ${notes - mostNotes} more lines of this kind.`);
  const untold = new UntoldList(order.target.product);
  if (leftOut > 0)
    untold.add('accounts', 'Some lines of the file were left out, so the accounts in them are not known.', leftOut);
  seen.tell(untold, groups);
  return {
    kind: 'read',
    accounts: {
      told: {
        isWhole: leftOut === 0,
        // Whoever has no cell for groups has groups that nobody told.
        groupsWhole: false,
        administratorsWhole: seen.tellsAdministrators,
        groupsThere: null,
        access: null,
        untold: untold.list,
      },
      read: seen.read,
      groups: 0,
    },
  };
};

/** What the accounts of a file tell, and what none of them does. */
class Seen {
  read = 0;
  #emails = 0;
  #groups = 0;
  /** Whether each is an administrator is told by itself. */
  #administrators = 0;
  #hasAdministeringGroup = false;
  readonly #administering: ReadonlySet<string>;

  constructor(administering: ReadonlySet<string>) {
    this.#administering = administering;
  }

  take(accounts: readonly Account[]): void {
    this.read += accounts.length;
    for (const { email, groups, administrator } of accounts) {
      if (email !== null) this.#emails += 1;
      if (administrator !== undefined) this.#administrators += 1;
      if (groups === null) continue;
      this.#groups += 1;
      this.#hasAdministeringGroup ||= groups.some((group) => this.#administering.has(nameKey(group)));
    }
  }

  /** A group that administers and that nobody of a whole product is in, is called otherwise. */
  get tellsAdministrators(): boolean {
    return this.#groups === this.read && this.#hasAdministeringGroup;
  }

  tell(untold: UntoldList, administering: readonly string[]): void {
    const { read } = this;
    if (this.#emails < read)
      untold.add('emails', 'The file has no column email, so nobody is found by an e-mail.', read - this.#emails);
    if (this.#groups < read)
      untold.add(
        'groups',
        'The file has no column groups, so which groups people lose cannot be told.',
        read - this.#groups,
      );
    if (this.#administrators < read && !this.tellsAdministrators)
      untold.add(
        'administrators',
        this.#groups === read
          ? `Who is an administrator cannot be told: nobody in the file is in ${administering.join(', ')}. Name the groups that administer, or fill in the column administrator.`
          : 'Who is an administrator cannot be told: fill in the column administrator or groups of the file.',
        read - this.#administrators,
      );
    untold.add('application-access', 'Who may use the product, and how many seats are left, no file tells.');
  }
}
