import { nameKey } from '../../mapping/same-name';
import { type AccountFacts, ordinalOf } from './account-line';
import { type AccountCounts, type Place, placeAccounts } from './accounts-of-part';
import { keyEnd } from './deal';
import { finishingLanes, keyed, keyedLines, readingLanes } from './lanes';
import { NamesMet } from './names-met';
import { calledAs, parsePerson, type TalliedPerson } from './person-line';
import { placeOf, resultPart, writeOthers, writeResult } from './result-line';
import { freeByEmail, type Seeking } from './seek';

export type KeyJoin = Seeking & {
  by: 'username' | 'email';
  told: { facts: AccountFacts; counts: AccountCounts };
  /** Where nobody was asked who has an account, nobody is looked for. */
  hasAccounts: boolean;
  /** Neither barred nor refused. `account` is empty where the key finds none. */
  isLetIn: (person: TalliedPerson, account: string, matches: number) => boolean;
  /** Told of each person, as they are written. */
  onPerson: (person: string) => void;
};

/** What stands under one key. Where people are found by their e-mail, several accounts may. */
type Slot = Place & { matches: number; accounts: string[] | null; letIn: NamesMet | null };

/** Written out: spreading costs more than all the rest of a person. */
const emptySlot = (): Slot => ({
  people: 0,
  account: '',
  memberOf: null,
  isDoubled: false,
  matches: 0,
  accounts: null,
  letIn: null,
});

/** Of accounts with one e-mail, as many as are looked through for the one that has the person's own name. */
const mostKept = 100;

/** Keys that people have, as they are written. */
export type PeopledKeys = { keys(): Iterable<string>; has(key: string): boolean };

/**
 * Holds the people of one part against the accounts of their keys. Whoever reaches one goes to the results; the others,
 * and accounts that nobody reaches, go where they are held against each other by name. The time it takes follows from the
 * number of people, whatever they have in common.
 */
export const joinPart = (join: KeyJoin, part: number): { peopled: PeopledKeys; collidingKeys: number } => {
  const { spill, hasAccounts, onPerson } = join;
  const slots = new Map<string, Slot>();
  /** In the order of the lines, so that each key is looked up once. */
  const inOrder: Slot[] = [];
  let isShared = false;
  for (const line of spill.lines(readingLanes.people, part)) {
    const key = line.slice(0, keyEnd(line));
    let slot = slots.get(key);
    if (slot === undefined) {
      slot = emptySlot();
      slots.set(key, slot);
    } else isShared = true;
    slot.people += 1;
    inOrder.push(slot);
  }
  if (hasAccounts) findAccounts(join, part, slots);
  const letIn = isShared ? whoIsLetIn(join, part, inOrder) : null;
  let at = 0;
  for (const line of spill.lines(readingLanes.people, part)) {
    const person = line.slice(keyEnd(line));
    const slot = inOrder[at];
    if (slot !== undefined) settle(join, slot, person, letIn?.has(at) ? slot.letIn : null);
    onPerson(person);
    at += 1;
  }
  let collidingKeys = 0;
  for (const slot of slots.values()) {
    if (slot.people === 0 && slot.account !== '') setFree(join, slot.account);
    if (slot.letIn !== null && slot.letIn.count > 1) collidingKeys += 1;
  }
  return { peopled: peopledOf(slots), collidingKeys };
};

const findAccounts = (join: KeyJoin, part: number, slots: Map<string, Slot>): void => {
  const { spill, by, told } = join;
  if (by === 'username') {
    placeAccounts(spill, part, slots, emptySlot, (account) => setFree(join, account), told);
    for (const slot of slots.values()) if (slot.account !== '') slot.matches = 1;
    return;
  }
  for (const { key, rest } of keyedLines(spill, finishingLanes.byEmail, part)) {
    const slot = slots.get(key);
    if (slot === undefined) setFree(join, rest);
    else {
      slot.matches += 1;
      slot.accounts ??= [];
      slot.accounts.push(rest);
      if (slot.accounts.length > 2 * mostKept) keepFirst(slot, slot.accounts);
    }
  }
  for (const slot of slots.values()) if (slot.accounts !== null) keepFirst(slot, slot.accounts);
};

/** In the order in which they were told, whatever the parts. */
const keepFirst = (slot: Slot, accounts: string[]): void => {
  if (accounts.length > 1) accounts.sort((one, other) => ordinalOf(one) - ordinalOf(other)).splice(mostKept);
  slot.account = accounts[0] ?? '';
};

const peopledOf = (slots: ReadonlyMap<string, Slot>): PeopledKeys => {
  const has = (key: string) => (slots.get(key)?.people ?? 0) > 0;
  return {
    has,
    *keys() {
      for (const [key, { people }] of slots) if (people > 0) yield key;
    },
  };
};

/** Of people who share a key, those who are let in: noted by slot, and by the number of their lines. */
const whoIsLetIn = ({ spill, isLetIn, usernameOf }: KeyJoin, part: number, inOrder: readonly Slot[]): Set<number> => {
  const lines = new Set<number>();
  let at = -1;
  for (const line of spill.lines(readingLanes.people, part)) {
    at += 1;
    const slot = inOrder[at];
    if (slot === undefined || slot.people < 2) continue;
    const person = parsePerson(line.slice(keyEnd(line)));
    if (!isLetIn(person, ownOf(slot, person, usernameOf), slot.matches)) continue;
    slot.letIn ??= new NamesMet();
    slot.letIn.add(person.at, calledAs(person));
    lines.add(at);
  }
  return lines;
};

/** Where several have the e-mail, the one that is called as the person, else the first. */
const ownOf = (slot: Slot, { name }: Pick<TalliedPerson, 'name'>, usernameOf: KeyJoin['usernameOf']): string =>
  slot.accounts === null
    ? slot.account
    : (slot.accounts.find((account) => nameKey(usernameOf(account)) === nameKey(name)) ?? slot.account);

const settle = (join: KeyJoin, slot: Slot, person: string, letIn: NamesMet | null): void => {
  const { spill, deal, hasAccounts, usernameOf } = join;
  const { matches } = slot;
  const others = letIn !== null && letIn.count > 1 ? writeOthers(letIn.besides(placeOf(person))) : '';
  // Most people share nothing, and need not be read here.
  if (matches > 0) {
    const account = matches > 1 ? ownOf(slot, parsePerson(person), usernameOf) : slot.account;
    spill.append(finishingLanes.results, resultPart(person), writeResult('reached', matches, others, account, person));
  } else if (hasAccounts) {
    const key = nameKey(parsePerson(person).name);
    spill.append(finishingLanes.seekByName, deal(key), keyed(key, `${others}\t${person}`));
  } else spill.append(finishingLanes.results, resultPart(person), writeResult('none', 0, others, '', person));
};

/** An account that nobody reaches may be somebody's today, by its name. */
export const setFree = (seeking: Seeking, account: string): void => {
  const key = nameKey(seeking.usernameOf(account));
  if (key === '') freeByEmail(seeking, account);
  else seeking.spill.append(finishingLanes.freeByName, seeking.deal(key), keyed(key, account));
};
