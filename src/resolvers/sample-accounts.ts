import type { FoundAccounts, SoughtPerson } from '../atlassian/accounts/find-accounts';
import type { Account, ClaimValue } from '../contract/mapping';
import type { MappingSample, PersonClaims, TargetSettings } from '../contract/panel-calls';
import { productNames } from '../contract/target';
import type { AccountsSource } from '../directory/accounts-source';
import { systemClock } from '../directory/ask-page';
import { accessTo } from '../mapping/claim-access';
import { makeMapper } from '../mapping/make-mapper';
import { loadPatternEngine } from '../mapping/pattern-engine';
import { hasPattern } from '../mapping/rules-of';
import { nameKey } from '../mapping/same-name';
import type { Asked } from './call';

/** Accounts up to which all of a file are handed to the panel; of more, those that somebody could ask for. */
const mostWhole = 2000;

type SampleAccounts = Pick<MappingSample, 'accounts' | 'isComplete' | 'lookedFor' | 'note'>;

/** The accounts that the people of a sample may have. Never rejects for what the product does not tell. */
export const sampleAccounts = async (
  asked: Asked,
  target: string,
  settings: TargetSettings,
  people: readonly PersonClaims[],
  source: AccountsSource,
  signal: AbortSignal,
): Promise<SampleAccounts> => {
  switch (source.kind) {
    case 'none':
      return {
        ...nothing,
        note: `Who has an account in ${productNames[settings.product]} already is not known: nothing is saved to ask it with.`,
      };
    case 'csv':
      return accountsOfFile(source.open, people);
    case 'api': {
      const { findAccounts } = await import('../atlassian/accounts/find-accounts');
      const found: FoundAccounts = await findAccounts({
        ask: source.ask,
        signal,
        clock: systemClock,
        product: settings.product,
        people: await soughtBy(asked, target, settings, people),
        administratorGroups: await asked.store.administratorGroups.get(target),
      });
      return found;
    }
  }
};

const nothing: Omit<SampleAccounts, 'note'> = { accounts: null, isComplete: false, lookedFor: [] };

/** By the name and e-mail that Casdoor has, and by what the saved mapping asks for. */
const soughtBy = async (
  asked: Asked,
  target: string,
  { plugin, product, baseUrl, comparesIssuer }: TargetSettings,
  people: readonly PersonClaims[],
): Promise<SoughtPerson[]> => {
  const mapping = (await asked.store.mapping(target).latest())?.value ?? null;
  const engine = mapping !== null && hasPattern(mapping) ? await loadPatternEngine() : undefined;
  const mapper =
    mapping &&
    makeMapper(mapping, { plugin, product, comparesIssuer, baseUrl: baseUrl || null }, engine ? { engine } : {});
  return people.map(({ person, bySource, untold }) => {
    const read = mapper?.read(accessTo(bySource, untold));
    const username = read?.username.value;
    const email = textAt(bySource['get-account']?.data, 'email') || String(read?.email.value ?? '');
    return {
      usernames: typeof username === 'string' ? [person.name, username] : [person.name],
      email,
      fullName: person.displayName,
    };
  });
};

const textAt = (value: ClaimValue | undefined, name: string): string => {
  const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
  return typeof inner === 'string' ? inner : '';
};

/** All of a small file; of a large one whoever bears a value that some claim of the people has. */
const accountsOfFile = async (
  open: () => AsyncIterable<Uint8Array>,
  people: readonly PersonClaims[],
): Promise<SampleAccounts> => {
  const { readExistingCsv } = await import('../directory/existing-csv');
  const asked = valuesOf(people);
  const all: Account[] = [];
  const meant: Account[] = [];
  let count = 0;
  for await (const event of readExistingCsv(open)) {
    if (event.kind === 'problem') {
      if (event.problem.weight === 'refused') return { ...nothing, note: event.problem.message };
      continue;
    }
    count += event.accounts.length;
    if (count <= mostWhole) all.push(...event.accounts);
    meant.push(...event.accounts.filter((account) => bears(account, asked)));
  }
  return count <= mostWhole
    ? { accounts: all, isComplete: true, lookedFor: [], note: null }
    : { accounts: meant, isComplete: false, lookedFor: [...asked], note: null };
};

/** Those that have a username, an e-mail or a full name that some claim of the people has too. */
export const accountsThatBear = (accounts: readonly Account[], people: readonly PersonClaims[]): Account[] => {
  const values = valuesOf(people);
  return accounts.filter((account) => bears(account, values));
};

const bears = ({ username, email, fullName }: Account, values: ReadonlySet<string>): boolean =>
  [username, email ?? '', fullName ?? ''].some((text) => values.has(nameKey(text)));

/** Longer than any username or e-mail of Jira. */
const longest = 255;

/** What any mapping could make a username or an e-mail of, regular expressions apart. */
const valuesOf = (people: readonly PersonClaims[]): ReadonlySet<string> => {
  const values = new Set<string>();
  const add = (value: ClaimValue | undefined) => {
    if (typeof value === 'string' && value !== '' && value.length <= longest) values.add(nameKey(value));
    if (typeof value === 'number') values.add(String(value));
  };
  for (const { bySource } of people)
    for (const claims of Object.values(bySource)) {
      Object.values(claims).forEach(add);
      const { data } = claims;
      if (typeof data === 'object' && data !== null && !Array.isArray(data)) Object.values(data).forEach(add);
    }
  return values;
};
