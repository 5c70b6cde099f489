import { nameKey } from '../../mapping/same-name';
import { ordinalOf } from './account-line';
import { finishingLanes, keyed, keyedLines, readingLanes } from './lanes';
import { NamesMet } from './names-met';
import { calledAs, readPersonLine, type TalliedPerson } from './person-line';
import { resultPart, writeOthers, writeResult } from './result-line';
import { freeByEmail, type Seeking } from './seek';

export type KeyJoin = Seeking & {
  /** Where nobody was asked who has an account, nobody is looked for. */
  hasAccounts: boolean;
  /** Neither barred nor refused. `account` is empty where the key finds none. */
  isLetIn: (person: TalliedPerson, account: string, matches: number) => boolean;
};

/** What stands under one key. */
export type Slot = { people: number; matches: number; accounts: string[]; letIn: NamesMet | null };

/** Of accounts with one e-mail, as many as are looked through for the one that has the person's own name. */
const mostKept = 100;

/**
 * Holds the people of one part against the accounts of their keys. Whoever reaches one goes to the results; the others,
 * and accounts that nobody reaches, go where they are held against each other by name. The time it takes follows from the
 * number of people, whatever they have in common.
 *
 * @param accounts By key as it is written; a key may come several times.
 * @returns What stands under each key that somebody has.
 */
export const joinPart = (
  join: KeyJoin,
  part: number,
  accounts: Iterable<readonly [key: string, account: string]>,
): ReadonlyMap<string, Slot> => {
  const slots = new Map<string, Slot>();
  let isShared = false;
  for (const { key } of keyedLines(join.spill, readingLanes.people, part)) {
    const slot = slots.get(key);
    if (slot === undefined) slots.set(key, { people: 1, matches: 0, accounts: [], letIn: null });
    else {
      slot.people += 1;
      isShared = true;
    }
  }
  for (const [key, account] of accounts) {
    const slot = slots.get(key);
    if (slot === undefined) setFree(join, account);
    else {
      slot.matches += 1;
      slot.accounts.push(account);
      if (slot.accounts.length > 2 * mostKept) keepFirst(slot);
    }
  }
  for (const slot of slots.values()) if (slot.matches > 1) keepFirst(slot);
  const letIn = isShared ? whoIsLetIn(join, part, slots) : null;
  let line = 0;
  for (const { key, rest } of keyedLines(join.spill, readingLanes.people, part)) {
    const slot = slots.get(key);
    if (slot !== undefined) settle(join, slot, rest, letIn?.has(line) ? slot.letIn : null);
    line += 1;
  }
  return slots;
};

/** In the order in which they were told, whatever the parts. */
const keepFirst = (slot: Slot): void => {
  slot.accounts = slot.accounts.sort((one, other) => ordinalOf(one) - ordinalOf(other)).slice(0, mostKept);
};

/** Of people who share a key, those who are let in: noted by slot, and by the number of their lines. */
const whoIsLetIn = (
  { spill, isLetIn, usernameOf }: KeyJoin,
  part: number,
  slots: ReadonlyMap<string, Slot>,
): ReadonlySet<number> => {
  const lines = new Set<number>();
  let line = -1;
  for (const { key, rest } of keyedLines(spill, readingLanes.people, part)) {
    line += 1;
    const slot = slots.get(key);
    if (slot === undefined || slot.people < 2) continue;
    const person = readPersonLine(rest);
    if (!isLetIn(person, ownOf(slot, person, usernameOf), slot.matches)) continue;
    slot.letIn ??= new NamesMet();
    slot.letIn.add(person.at, calledAs(person));
    lines.add(line);
  }
  return lines;
};

/** Where several have the e-mail, the one that is called as the person, else the first. */
const ownOf = ({ accounts }: Slot, { name }: Pick<TalliedPerson, 'name'>, usernameOf: KeyJoin['usernameOf']): string =>
  accounts.length < 2
    ? (accounts[0] ?? '')
    : (accounts.find((account) => nameKey(usernameOf(account)) === nameKey(name)) ?? accounts[0] ?? '');

const settle = (join: KeyJoin, slot: Slot, person: string, letIn: NamesMet | null): void => {
  const { spill, deal, hasAccounts, usernameOf } = join;
  const [only = ''] = slot.accounts;
  // Most people share nothing, and need not be read here.
  const read = letIn !== null || slot.accounts.length > 1 || slot.matches === 0 ? readPersonLine(person) : null;
  const others = letIn !== null && read !== null && letIn.count > 1 ? writeOthers(letIn.besides(read.at)) : '';
  if (slot.matches > 0) {
    const account = read === null ? only : ownOf(slot, read, usernameOf);
    spill.append(
      finishingLanes.results,
      resultPart(person),
      writeResult('reached', slot.matches, others, account, person),
    );
  } else if (hasAccounts && read !== null) {
    const key = nameKey(read.name);
    spill.append(finishingLanes.seekByName, deal(key), keyed(key, `${others}\t${person}`));
  } else spill.append(finishingLanes.results, resultPart(person), writeResult('none', 0, others, '', person));
};

/** An account that nobody reaches may be somebody's today, by its name. */
export const setFree = (seeking: Seeking, account: string): void => {
  const key = nameKey(seeking.usernameOf(account));
  if (key === '') freeByEmail(seeking, account);
  else seeking.spill.append(finishingLanes.freeByName, seeking.deal(key), keyed(key, account));
};
