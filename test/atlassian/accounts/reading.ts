import { type MadeUser, makePopulation, type Population } from '../../../local/atlassian/population';
import type { AtlassianStandInOptions, Conditions, Fault } from '../../../local/atlassian/site';
import { type AtlassianStandIn, startAtlassianStandIn } from '../../../local/atlassian/start';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import { type AtlassianCredentials, askOverVantage } from '../../../src/atlassian/accounts/ask-atlassian';
import { type AccountsEvent, readAccounts } from '../../../src/atlassian/accounts/read-accounts';
import type { GroupsAsked } from '../../../src/atlassian/accounts/read-groups';
import type { Account } from '../../../src/contract/mapping';
import type { Product } from '../../../src/contract/target';
import { Secret } from '../../../src/secrets/secret';

export const login = { user: 'admin', password: 'pass-word', token: 'a-token' };
export const byPassword = (password = login.password): AtlassianCredentials => ({
  kind: 'password',
  user: login.user,
  password: new Secret(password),
});

export const population = (size: number): Population => makePopulation({ seed: 7, size });
export const user = (name: string, changed: Partial<MadeUser> = {}): MadeUser => ({
  name,
  displayName: `The ${name}`,
  email: `${name}@acme.example`,
  active: true,
  groups: [],
  ...changed,
});
export const fault = (kind: Fault['kind'], on: RegExp, times: number | null = null): { fault: Fault } => ({
  fault: { kind, on, times },
});

type End = Extract<AccountsEvent, { kind: 'end' }>;

export type Reading = {
  product?: Product;
  people?: Population;
  conditions?: Partial<Conditions>;
  credentials?: AtlassianCredentials;
  signal?: AbortSignal;
  onEvent?: (event: AccountsEvent, standIn: AtlassianStandIn) => void;
} & Partial<GroupsAsked> &
  Pick<AtlassianStandInOptions, 'person'>;

/** Reads a stand-in of its own to the end. */
export const readStandIn = async ({
  product = 'jira',
  people = population(30),
  conditions = {},
  credentials = byPassword(),
  signal = new AbortController().signal,
  onEvent = () => {},
  ...asked
}: Reading = {}) => {
  const standIn = await startAtlassianStandIn({
    product,
    baseUrl: `https://${product}.acme.example`,
    population: people,
    credentials: login,
    conditions,
  });
  const vantage = makeLocalVantage({ environment: {} });
  const accounts: Account[] = [];
  const keys: string[] = [];
  const groupsOf = new Map<string, string[]>();
  const events: AccountsEvent[] = [];
  const pauses: number[] = [];
  try {
    for await (const event of readAccounts({
      ask: askOverVantage(vantage, new URL(standIn.address), credentials),
      signal,
      clock: {
        now: () => Date.now(),
        pause: async (milliseconds) => {
          pauses.push(milliseconds);
        },
      },
      product,
      groups: 'all',
      administratorGroups: null,
      ...asked,
    })) {
      events.push(event);
      if (event.kind === 'accounts') {
        accounts.push(...event.accounts);
        keys.push(...event.keys);
      }
      if (event.kind === 'members')
        for (const key of event.keys) groupsOf.set(key, [...(groupsOf.get(key) ?? []), event.group]);
      onEvent(event, standIn);
    }
  } finally {
    await vantage.close();
    await standIn.close();
  }
  const end = events.at(-1) as End;
  expect(end.kind).toBe('end');
  expect(events.filter(({ kind }) => kind === 'end')).toHaveLength(1);
  const untold = end.untold.map(({ what, count }) => (count === null ? what : `${what} ${count}`));
  const memberships = accounts.map((_, at) => groupsOf.get(keys[at] ?? '') ?? []);
  const strangers = [...groupsOf.keys()].filter((key) => !keys.includes(key));
  return { accounts, memberships, strangers, events, end, untold, pauses, asked: standIn.asked };
};

export const namesOf = (accounts: readonly { username: string }[]): string[] =>
  accounts.map(({ username }) => username).sort();
export const namesIn = ({ users }: Population): string[] => users.map(({ name }) => name).sort();
