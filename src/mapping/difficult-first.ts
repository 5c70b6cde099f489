import type { Account } from '../contract/mapping';
import { isBlank, type PersonReading } from './field-reading';
import type { JudgedPerson } from './judge-sample';

/** Why somebody is worth a look, the gravest first. People of one kind have the same to say. */
export type Difficulty = {
  /** People of the same kind differ in nothing that matters here. */
  kind: string;
  /** The lower, the earlier. */
  weight: number;
};

/**
 * Picks people out of a sample so that few of them show what a mapping does: the gravest kind first, one of each kind
 * before a second of any, in the order of the sample within a kind.
 */
export const difficultFirst = (judged: readonly JudgedPerson[], most: number): JudgedPerson[] => {
  const kinds = new Map<string, { weight: number; people: JudgedPerson[] }>();
  for (const one of judged) {
    const { kind, weight } = difficultyOf(one);
    const group = kinds.get(kind);
    if (group) group.people.push(one);
    else kinds.set(kind, { weight, people: [one] });
  }
  const groups = [...kinds.values()].sort((one, other) => one.weight - other.weight);
  const picked: { one: JudgedPerson; weight: number }[] = [];
  for (let round = 0; picked.length < Math.min(most, judged.length); round += 1)
    for (const { weight, people } of groups) {
      const one = people[round];
      if (one !== undefined && picked.length < most) picked.push({ one, weight });
    }
  return picked.sort((one, other) => one.weight - other.weight || one.one.at - other.one.at).map(({ one }) => one);
};

/** What is odd about somebody, by the mapping at hand. */
export const difficultyOf = ({ verdict, read, existing, sameEmail }: JudgedPerson): Difficulty => {
  const { outcome, cause, lockedOut, administrator, groupsLost, changes } = verdict;
  const account = typeof existing === 'object' ? existing : null;
  if (lockedOut && administrator === true) return { kind: `administrator-${outcome}`, weight: 0 };
  if (outcome === 'collides') return { kind: 'collides', weight: 1 };
  if (lockedOut) return { kind: `locked-out-${outcome}`, weight: 2 };
  if (outcome === 'refused') return { kind: `refused-${cause ?? verdict.reasons[0] ?? ''}`, weight: 3 };
  if (outcome === 'renamed') return { kind: 'renamed', weight: 4 };
  if (groupsLost.length > 0) return { kind: administrator ? 'administrator-loses-groups' : 'loses-groups', weight: 5 };
  if (outcome === 'not-certain') return { kind: `not-certain-${gistOf(verdict.reasons)}`, weight: 6 };
  // Without an account nothing is lost: Casdoor keeps them out as it should.
  if (outcome === 'barred') return { kind: 'barred', weight: 13 };
  if (outcome === 'updated') return { kind: `updated-${changes.map(({ field }) => field).join('-')}`, weight: 8 };
  if (sameEmail.length > 0) return { kind: 'same-email', weight: 9 };
  if (outcome === 'created' && isBlank(read.fullName.value)) return { kind: 'created-without-name', weight: 10 };
  if (looksLikeCode(read.fullName.value)) return { kind: 'code-as-name', weight: 11 };
  const name = String(read.username.value ?? '');
  if (account !== null && account.username !== name) return { kind: 'username-capitals', weight: 12 };
  if (account !== null && isKept(account, read)) return { kind: 'kept', weight: 12 };
  if (verdict.emailCapitals) return { kind: 'email-capitals', weight: 12 };
  if (!/^[a-z0-9._-]*$/i.test(name)) return { kind: 'unusual-username', weight: 13 };
  return outcome === 'created' ? { kind: 'created', weight: 14 } : { kind: 'unchanged', weight: 15 };
};

/** The sign-in brings something else than the account has, and nothing of it is changed. */
const isKept = ({ email, fullName }: Account, read: PersonReading): boolean =>
  (Boolean(email) && !isBlank(read.email.value) && String(read.email.value).toLowerCase() !== email?.toLowerCase()) ||
  (Boolean(fullName) && !isBlank(read.fullName.value) && read.fullName.value !== fullName);

/** Reasons without the names and values in them. */
const gistOf = (reasons: readonly string[]): string => (reasons[0] ?? '').replace(/\S*[\d@._]\S*/g, '').slice(0, 40);

/** A page that does not take care would run it as HTML, a spreadsheet as a formula. */
export const looksLikeCode = (name: string | readonly string[] | null): boolean =>
  typeof name === 'string' && (/<[a-z!/]/i.test(name) || /^[=+@-]\s*\w+\(/.test(name));
