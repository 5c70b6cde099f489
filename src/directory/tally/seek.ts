import type { Spill } from '../spill';
import { ordinalOf } from './account-line';
import { type Dealer, rowsPerPart } from './deal';
import { finishingLanes, keyed, keyedLines, readingLanes } from './lanes';
import { parsePerson } from './person-line';
import { resultPart, writeResult } from './result-line';

export type Seeking = {
  spill: Spill;
  deal: Dealer;
  usernameOf: (account: string) => string;
  emailOf: (account: string) => string | null;
};

/**
 * Of people whom the plugin finds no account for, and accounts that it finds for nobody, in one part: whose username is a
 * person's name in Casdoor is theirs today. Where several differ by capitals alone, the one who is called exactly so has
 * it, else the first in the directory.
 */
export const seekByName = (seeking: Seeking, part: number, hasAccounts: boolean): void => {
  const { spill, usernameOf } = seeking;
  const free = new Map<string, { account: string; owner: number | null; isExact: boolean }>();
  for (const { key, rest } of keyedLines(spill, finishingLanes.freeByName, part))
    free.set(key, { account: rest, owner: null, isExact: false });
  if (free.size > 0)
    for (const { key, person } of seekers(spill, part)) {
      const one = free.get(key);
      if (one === undefined) continue;
      const { at, name } = parsePerson(person);
      const isExact = name === usernameOf(one.account);
      // Lines of different lanes come in the order of their lanes.
      if (one.owner === null || (isExact && !one.isExact) || (isExact === one.isExact && at < one.owner))
        Object.assign(one, { owner: at, isExact });
    }
  for (const { key, others, person } of seekers(spill, part)) {
    const read = parsePerson(person);
    const one = free.get(key);
    if (one !== undefined && one.owner === read.at)
      spill.append(finishingLanes.results, resultPart(person), writeResult('had', 0, others, one.account, person));
    else if (hasAccounts && read.email !== '') {
      const email = read.email.toLowerCase();
      spill.append(finishingLanes.seekByEmail, seeking.deal(email), keyed(email, `${others}\t${person}`));
    } else spill.append(finishingLanes.results, resultPart(person), writeResult('none', 0, others, '', person));
  }
  for (const { account, owner } of free.values()) if (owner === null) freeByEmail(seeking, account);
};

type Seeker = { key: string; others: string; person: string };

/** People of whom the plugin reads no key, and those whose key finds nothing. */
function* seekers(spill: Spill, part: number): Generator<Seeker> {
  for (const lane of [readingLanes.keyless, finishingLanes.seekByName]) yield* seekersIn(spill, lane, part);
}

function* seekersIn(spill: Spill, lane: string, part: number): Generator<Seeker> {
  for (const { key, rest } of keyedLines(spill, lane, part)) {
    const end = rest.indexOf('\t');
    yield { key, others: rest.slice(0, end), person: rest.slice(end + 1) };
  }
}

/** Of whoever is left: an e-mail that exactly one of these people has in Casdoor, and exactly one of these accounts. */
export const seekByEmail = ({ spill }: Seeking, part: number): void => {
  const free = new Map<string, { accounts: number; people: number }>();
  for (const { key } of keyedLines(spill, finishingLanes.freeByEmail, part)) {
    const one = free.get(key);
    if (one === undefined) free.set(key, { accounts: 1, people: 0 });
    else one.accounts += 1;
  }
  if (free.size > 0)
    for (const { key } of seekersIn(spill, finishingLanes.seekByEmail, part)) {
      const one = free.get(key);
      if (one !== undefined) one.people += 1;
    }
  const had = new Map<string, string>();
  for (const { key, rest } of keyedLines(spill, finishingLanes.freeByEmail, part)) {
    const one = free.get(key);
    if (one?.accounts === 1 && one.people === 1) had.set(key, rest);
    else setUnreached(spill, rest);
  }
  for (const { key, others, person } of seekersIn(spill, finishingLanes.seekByEmail, part)) {
    const account = had.get(key);
    const line =
      account === undefined
        ? writeResult('none', 0, others, '', person)
        : writeResult('had', 0, others, account, person);
    spill.append(finishingLanes.results, resultPart(person), line);
  }
};

/** Whether somebody has it is told by its e-mail, or by nothing. */
export const freeByEmail = ({ spill, deal, emailOf }: Seeking, account: string): void => {
  const email = emailOf(account)?.trim().toLowerCase() ?? '';
  if (email === '') setUnreached(spill, account);
  else spill.append(finishingLanes.freeByEmail, deal(email), keyed(email, account));
};

const setUnreached = (spill: Spill, account: string): void =>
  spill.append(finishingLanes.unreached, Math.floor(ordinalOf(account) / rowsPerPart), account);
