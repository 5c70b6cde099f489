import type { Account, ClaimSource, Mapping } from '../../../../src/contract/mapping';
import { type Product, productNames } from '../../../../src/contract/target';
import { listed } from '../../../../src/mapping/beside-others';
import { looksLikeCode } from '../../../../src/mapping/difficult-first';
import { isBlank } from '../../../../src/mapping/field-reading';
import type { JudgedPerson } from '../../../../src/mapping/judge-sample';
import type { Meaning } from '../../parts/verdict-words';
import { outcomeWords } from './outcome';

export type PersonLine = { of: Meaning; text: string };

/** What becomes of somebody in one line, so that ten can be read in ten seconds. */
export const lineOf = (judged: JudgedPerson, product: Product): PersonLine => {
  const { verdict, existing } = judged;
  const [usual, word] = outcomeWords[verdict.outcome];
  const odd = oddities(judged);
  const more = moreOf(judged);
  const lostAccount =
    verdict.lockedOut && verdict.outcome !== 'renamed' && typeof existing === 'object' && existing !== null
      ? [`Active in ${productNames[product]}.`]
      : [];
  const sentences = [`${word}.`, ...more.slice(0, 2), ...lostAccount, ...odd.slice(0, 1)];
  return { of: meaningOf(judged, usual, odd.length > 0), text: sentences.join(' ') };
};

/** What the outcome alone does not say. What changes stands in the columns, so its fields are enough. */
const moreOf = ({ verdict }: JudgedPerson): readonly string[] => {
  const { outcome, reasons, changes, groupsGained, groupsLost } = verdict;
  if (isPlain.has(outcome)) return reasons.slice(1);
  if (outcome !== 'updated') return reasons;
  const fields = changes.map(({ field }) => fieldWords[field]);
  return [
    ...(fields.length > 0 ? [startOf(`${listed(fields)} ${fields.length === 1 ? 'changes' : 'change'}.`)] : []),
    ...(groupsLost.length > 0 ? [`It is taken out of ${listed(groupsLost)}.`] : []),
    ...(groupsGained.length > 0 ? [`It is put into ${listed(groupsGained)}.`] : []),
    ...reasons.slice(-1).filter((reason) => reason.endsWith('the same e-mail.')),
  ];
};

const fieldWords = { username: 'username', email: 'e-mail', fullName: 'full name' } as const;
const startOf = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whose first reason says no more than the outcome does. */
const isPlain: ReadonlySet<string> = new Set(['unchanged', 'created']);

const meaningOf = ({ verdict, sameEmail }: JudgedPerson, usual: Meaning, isOdd: boolean): Meaning => {
  const losesRights = verdict.administrator === true && verdict.groupsLost.length > 0;
  if (verdict.lockedOut || losesRights) return 'serious';
  // Whom Casdoor keeps out as it should, and who loses nothing.
  if (verdict.outcome === 'barred') return 'look';
  return usual === 'passed' && (isOdd || sameEmail.length > 0) ? 'look' : usual;
};

const oddities = ({ verdict, read, existing }: JudgedPerson): string[] => {
  if (!isPlain.has(verdict.outcome)) return [];
  const found: string[] = [];
  if (verdict.outcome === 'created' && isBlank(read.fullName.value)) found.push('It gets no full name.');
  if (looksLikeCode(read.fullName.value)) found.push('The full name looks like code.');
  const username = read.username.value;
  if (typeof existing === 'object' && existing !== null && typeof username === 'string')
    if (existing.username !== '' && existing.username !== username && existing.username === username.toLowerCase())
      found.push(`Its account is ${existing.username}, in small letters.`);
  if (verdict.emailCapitals) found.push('Its e-mail differs by capitals alone.');
  return found;
};

export type PersonCell = {
  /** Null: there is nothing; `nothing` says so. */
  value: string | null;
  nothing: 'none' | 'empty';
  /** Nothing where something is needed. */
  isBad: boolean;
  note: string | null;
};

type CellField = 'username' | 'email' | 'fullName';

/** What stands in one field of the account afterwards, and what became of what stood there. */
export const cellOf = (judged: JudgedPerson, field: CellField, product: Product): PersonCell => {
  const { verdict, read, existing, isReached } = judged;
  const value = read[field].value;
  const text = typeof value === 'string' && !isBlank(value) ? value : null;
  const nothing = field === 'fullName' ? 'empty' : 'none';
  const isOut = verdict.outcome === 'barred';
  if (isOut) return { value: text, nothing: 'none', isBad: false, note: null };
  const account = isReached && typeof existing === 'object' ? existing : null;
  const change = verdict.changes.find((one) => one.field === field);
  if (change !== undefined)
    return { value: text, nothing, isBad: text === null, note: change.from === null ? null : `was ${change.from}` };
  const had = account === null ? null : accountValue(account, field);
  const isKept = had !== null && (verdict.outcome === 'unchanged' || verdict.outcome === 'updated');
  // What the sign-in brings does not get into the account: it is empty, or nothing is updated.
  if (isKept && field !== 'username' && had !== text && had.toLowerCase() !== text?.toLowerCase())
    return { value: had, nothing, isBad: false, note: `kept from ${productNames[product]}` };
  return { value: text, nothing, isBad: text === null && account === null, note: null };
};

const accountValue = (account: Account, field: CellField): string | null => account[field] || null;

const counted = [
  ['refused', 'refused'],
  ['collide', 'collide'],
  ['renamed', 'lose their account'],
  ['look', 'need a look'],
  ['not-certain', 'not certain'],
  ['created', 'created'],
  ['updated', 'updated'],
  ['unchanged', 'unchanged'],
] as const;

/** "2 refused, 4 need a look, 1 not certain, 3 unchanged". */
export const summaryOf = (people: readonly JudgedPerson[], product: Product): string => {
  const kinds = people.map((one) => kindOf(one, product));
  return counted
    .map(([kind, words]) => ({ count: kinds.filter((one) => one === kind).length, words }))
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${count} ${count === 1 ? singular(words) : words}`)
    .join(', ');
};

const singular = (words: string): string => {
  if (words === 'need a look') return 'needs a look';
  if (words === 'collide') return 'collides';
  return words === 'lose their account' ? 'loses their account' : words;
};

const kindOf = (judged: JudgedPerson, product: Product): (typeof counted)[number][0] => {
  const { outcome } = judged.verdict;
  if (outcome === 'refused' || outcome === 'barred') return 'refused';
  if (outcome === 'collides') return 'collide';
  if (outcome === 'renamed' || outcome === 'not-certain') return outcome;
  return lineOf(judged, product).of === 'passed' ? outcome : 'look';
};

const sourceWords: Record<ClaimSource, string> = {
  id_token: 'the ID token',
  userinfo: 'userinfo',
  'get-account': 'get-account',
};

/** "From the ID token, format JWT". */
export const originOf = ({ source }: Pick<Mapping, 'source'>, tokenFormat: string): string =>
  (source ?? 'id_token') === 'id_token'
    ? `From the ID token, format ${tokenFormat}`
    : `From ${sourceWords[source ?? 'id_token']}`;
