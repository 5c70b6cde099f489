import type { DryRunRow, DryRunSums } from '../../contract/dry-run';
import { groupsTouched } from '../../mapping/group-sync';
import { type Mapper, makeMapper } from '../../mapping/make-mapper';
import { nameKey } from '../../mapping/same-name';
import type { Spill } from '../spill';
import type { TallyOptions, TallyRead, TallyState } from '../tally';
import { type AccountFacts, accountReader } from './account-line';
import { emptyPlace, noAccounts, type Place, placeAccounts } from './accounts-of-part';
import { noteNear, noteShared, type ReadNamed } from './beside';
import { dealerOf } from './deal';
import { joinPart, type KeyJoin, setFree } from './join-by-key';
import { finishingLanes, keyed, keyedLines, readingLanes } from './lanes';
import { judged, type RowMaking } from './make-row';
import { calledAs, certainText, parsePerson } from './person-line';
import { placeOf } from './result-line';
import { type Seeking, seekByEmail, seekByName } from './seek';
import { Summing, type Surroundings } from './sum-up';
import { writeRows } from './write-rows';

export type Finishing = {
  options: TallyOptions;
  spill: Spill;
  state: TallyState;
  read: TallyRead;
  by: 'username' | 'email';
  /** Keys of the groups that administer, and how they were named. */
  administering: ReadonlyMap<string, string>;
  /** The pattern of the username is one that can be run. */
  hasPattern: boolean;
  /** Whether another person may have the same e-mail, by place in the directory. */
  mayShareEmail: (at: number) => boolean;
};

/** Joins what was read, part by part, and gives the rows in the directory's order. See `Tally`. */
export function* finishTally(finishing: Finishing): Generator<DryRunRow[], DryRunSums> {
  const { options, spill, state, read, by, administering } = finishing;
  for (const lane of Object.values(finishingLanes)) spill.drop(lane);
  const counts = noAccounts();
  const facts = accountFacts(finishing);
  const accounts = accountReader(facts);
  const seeking: Seeking = {
    spill,
    deal: dealerOf(state.parts, state.seed),
    usernameOf: (account) => accounts.parse(account).username,
    emailOf: (account) => accounts.parse(account).email,
  };
  const hasAccounts = read.accounts !== null;
  if (hasAccounts && by === 'email')
    for (let part = 0; part < state.parts; part += 1) {
      const places = new Map<string, Place>();
      placeAccounts(spill, part, places, emptyPlace, (account) => dealByEmail(seeking, account), { facts, counts });
      for (const { account } of places.values()) dealByEmail(seeking, account);
      yield [];
    }
  const making: RowMaking = {
    mapper: mapperOf(finishing, counts.hidden),
    target: options.target,
    by,
    isKnown: unlistedOf(read) === null,
    hidden: counts.hidden,
    isOneAdministrator: false,
    administering: new Set(administering.keys()),
    accounts,
  };
  const join: KeyJoin = {
    ...seeking,
    by,
    told: { facts, counts },
    hasAccounts,
    onPerson: (person) => {
      if (finishing.mayShareEmail(placeOf(person))) noteEmail(seeking, person);
    },
    isLetIn: (person, account, matches) => {
      const tie = account === '' ? 'none' : 'reached';
      const { verdict } = judged(making, person, tie, account === '' ? null : accounts.parse(account), matches);
      return verdict.outcome !== 'barred' && verdict.outcome !== 'refused';
    },
  };
  const around: Surroundings = {
    people: state.people,
    counts,
    administering: administeringNames(finishing),
    sharedEmails: { people: 0, values: 0 },
    nearUsernames: { people: 0, values: 0 },
    collidingKeys: 0,
    unknownInSource: read.people.isWhole && state.groupsUnsure === 0 ? state.mappedUnseen : null,
  };
  for (let part = 0; part < state.parts; part += 1) {
    const { peopled, collidingKeys } = joinPart(join, part);
    around.collidingKeys += collidingKeys;
    if (by === 'username') noteNear(spill, readingLanes.people, part, peopled, readPersonNamed, around.nearUsernames);
    else {
      const keys = new Set<string>();
      for (const { key } of keyedLines(spill, readingLanes.usernames, part)) keys.add(key);
      noteNear(spill, readingLanes.usernames, part, keys, readNamed, around.nearUsernames);
    }
    for (const line of spill.lines(readingLanes.keyless, part)) join.onPerson(line.slice(line.indexOf('\t') + 1));
    yield [];
  }
  for (let part = 0; part < state.parts; part += 1) {
    noteShared(spill, finishingLanes.emails, part, readNamed, around.sharedEmails);
    seekByName(seeking, part, hasAccounts);
    yield [];
  }
  for (let part = 0; part < state.parts; part += 1) {
    seekByEmail(seeking, part);
    yield [];
  }
  const isOneAdministrator = counts.administrators === 1 && counts.untoldAdministrators === 0 && isTold(read);
  const touched = groupsTouched(options.mapping, options.target.plugin);
  const summing = new Summing({
    target: options.target,
    read,
    mappedGroups: touched === 'all' ? [] : touched,
    touchesGroups: touched === 'all' || touched.length > 0,
    hasPattern: finishing.hasPattern,
  });
  yield* writeRows(
    { ...making, isOneAdministrator },
    { spill, people: state.people, accounts: state.accounts, read },
    summing,
  );
  return summing.sums(around);
}

/** Nothing of the accounts that could decide it was left unread. */
const isTold = ({ accounts }: TallyRead): boolean => accounts?.isWhole === true;

/** Why somebody whom the plugin does not find may have an account all the same; null where nobody does. */
const unlistedOf = ({ accounts }: TallyRead): 'all' | 'some' | 'inactive' | null => {
  if (accounts === null) return 'all';
  if (!accounts.isWhole) return 'some';
  return accounts.untold.some(({ what }) => what === 'inactive-accounts') ? 'inactive' : null;
};

const mapperOf = ({ options, read, by }: Finishing, hidden: number): Mapper => {
  const { mapping, target, engine } = options;
  const groupsThere = read.accounts?.groupsThere ?? null;
  const unlisted = unlistedOf(read);
  return makeMapper(mapping, target, {
    ...(engine && { engine }),
    ...(groupsThere && { groupsThere }),
    ...(unlisted && { unlisted }),
    hiddenEmails: by === 'email' ? hidden : 0,
  });
};

const accountFacts = ({ state, read, administering }: Finishing): AccountFacts => {
  const { accounts } = read;
  const administratorsWhole = accounts?.administratorsWhole ?? false;
  return {
    groups: state.groups,
    administering: new Set(state.groups.flatMap((name, id) => (administering.has(nameKey(name)) ? [id] : []))),
    groupsWhole: accounts?.groupsWhole ?? false,
    isOwnWordWhole: administratorsWhole || state.administering.length > 0,
    administratorsWhole,
  };
};

/** As they are spelled there, as far as that is known. */
const administeringNames = ({ state, read, administering }: Finishing): string[] => {
  const there = read.accounts?.groupsThere ?? null;
  const met = new Map([...(there ?? []), ...state.groups, ...state.administering].map((name) => [nameKey(name), name]));
  const names = [...administering].map(([key, name]) => met.get(key) ?? (there === null ? name : null));
  return names.filter((name) => name !== null);
};

const dealByEmail = (seeking: Seeking, account: string): void => {
  const email = seeking.emailOf(account)?.toLowerCase() ?? '';
  if (email.trim() === '') setFree(seeking, account);
  else seeking.spill.append(finishingLanes.byEmail, seeking.deal(email), keyed(email, account));
};

/** Puts a person under their e-mail, where they may meet others. */
const noteEmail = ({ spill, deal }: Seeking, written: string): void => {
  const person = parsePerson(written);
  const email = person.barred === null ? certainText(person.read.email)?.toLowerCase() : undefined;
  if (email !== undefined)
    spill.append(finishingLanes.emails, deal(email), keyed(email, JSON.stringify([person.at, calledAs(person)])));
};

const readPersonNamed: ReadNamed = (rest) => {
  const person = parsePerson(rest);
  return person.barred === null ? { at: person.at, name: calledAs(person) } : null;
};

const readNamed: ReadNamed = (rest) => {
  const [at, name] = JSON.parse(rest) as [number, string];
  return { at, name };
};
