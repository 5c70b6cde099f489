import type { SiteFailure } from '../atlassian/accounts/failure-words';
import { readAccounts } from '../atlassian/accounts/read-accounts';
import { groupsTouched } from '../mapping/group-sync';
import type { AccountsSource } from './accounts-source';
import type { Clock } from './ask-page';
import type { DryRunOrder } from './dry-run-order';
import { feedCsv } from './feed-csv';
import type { Tally, TallyRead } from './tally';

/** Everybody who is already there, put into a tally. JSON. */
export type AccountsRead = {
  told: NonNullable<TallyRead['accounts']>;
  read: number;
  /** Whose members were read. */
  groups: number;
};

export type FeedOptions<Source extends AccountsSource = AccountsSource> = {
  source: Source;
  order: DryRunOrder;
  tally: Pick<Tally, 'addAccounts' | 'addMembers'>;
  signal: AbortSignal;
  clock: Clock;
  /** Whole sentences. */
  onNote: (note: string) => void;
  onStep: (read: number, groups: number) => void;
};

export type FeedEnd =
  | { kind: 'read'; accounts: AccountsRead }
  | { kind: 'unusable'; problem: string }
  | { kind: 'cancelled' };

/** Reads the accounts to their end, or as far as the product tells them: what it does not tell stands in the end. */
export const feedAccounts = async (
  options: FeedOptions<Exclude<AccountsSource, { kind: 'none' }>>,
): Promise<FeedEnd> => {
  const { source } = options;
  return source.kind === 'csv' ? feedCsv({ ...options, source }) : feedFromProduct({ ...options, source });
};

const feedFromProduct = async (options: FeedOptions<Extract<AccountsSource, { kind: 'api' }>>): Promise<FeedEnd> => {
  const { source, order, tally, signal, clock, onStep } = options;
  let read = 0;
  let groups = 0;
  let hasMet = false;
  const { product, plugin } = order.target;
  const events = readAccounts({
    ask: source.ask,
    signal,
    clock,
    product,
    groups: groupsTouched(order.mapping, plugin),
    administratorGroups: order.administratorGroups,
  });
  for await (const event of events) {
    if (signal.aborted) return { kind: 'cancelled' };
    switch (event.kind) {
      case 'site':
        hasMet = true;
        break;
      case 'accounts':
        tally.addAccounts(event.accounts, event.keys);
        ({ read } = event);
        break;
      case 'members':
        tally.addMembers(event.group, event.keys);
        break;
      case 'group':
        groups += 1;
        break;
      case 'end': {
        const { isWhole, groupsWhole, administratorsWhole, groupsThere, access, untold, stopped } = event;
        // Nothing that was typed wrong is worth reading everybody in Casdoor for.
        if (!hasMet && stopped !== null && typedWrong.has(stopped.kind))
          return { kind: 'unusable', problem: untold[0]?.message ?? 'The accounts could not be read.' };
        const told = { isWhole, groupsWhole, administratorsWhole, groupsThere, access, untold };
        return { kind: 'read', accounts: { told, read, groups } };
      }
    }
    onStep(read, groups);
  }
  return { kind: 'cancelled' };
};

const typedWrong: ReadonlySet<SiteFailure['kind']> = new Set(['credentials-wrong', 'other-product']);
