import type { PersonSince } from '../../../../../src/contract/apply-calls';
import { counted, countOf } from '../../../parts/numbers';
import { listed } from './applied-words';

type Difference = PersonSince['differences'][number];

/** What differs of somebody since they were noted, each a sentence. */
export const differenceWords = ({ field, before, now }: Difference): string => {
  switch (field) {
    case 'groups-lost':
      return `Not in ${before || now} any more.`;
    case 'groups-gained':
      return `In ${now || before} now.`;
    case 'email':
      return `E-mail: ${before || 'nothing'} before, ${now || 'nothing'} now.`;
    case 'full-name':
      return `Full name: ${before || 'nothing'} before, ${now || 'nothing'} now.`;
  }
};

/** Those who are to be shown: the rest are as they were. */
export const whoDiffers = (people: readonly PersonSince[]): PersonSince[] =>
  people.filter(({ differences, problem }) => differences.length > 0 || problem !== null);

/** Administrators who lost groups that can be given back. */
export const robbed = (people: readonly PersonSince[]): PersonSince[] =>
  people.filter(({ isAdministrator, groupsLost }) => isAdministrator && groupsLost.length > 0);

/** "Give 3 administrators their groups back". */
export const giveBackWords = (administrators: readonly PersonSince[]): string =>
  administrators.length === 1
    ? `Give ${administrators[0]?.user} the groups back`
    : `Give ${administrators.length} administrators their groups back`;

/** The answer above the list. */
export const peopleAnswer = (
  people: readonly PersonSince[],
  { looked, total }: { looked: number; total: number },
): string => {
  if (total === 0) return 'Nobody was noted before this write.';
  const differing = people.filter(({ differences }) => differences.length > 0);
  const unread = people.filter(({ problem }) => problem !== null).length;
  const of =
    looked < total
      ? `the first ${countOf(looked)} of ${countOf(total)}`
      : counted(total, 'person who was noted', 'people who were noted');
  const untold = unread === 0 ? '' : ` ${counted(unread, 'person', 'people')} could not be looked at.`;
  if (differing.length === 0) return `${unread === 0 ? 'Nobody' : 'Nobody else'} differs of ${of}.${untold}`;
  const administrators = differing.filter(({ isAdministrator }) => isAdministrator).length;
  const among =
    administrators === 0 ? '' : `, ${counted(administrators, 'administrator', 'administrators')} among them`;
  return `${counted(differing.length, 'person differs', 'people differ')} of ${of}${among}.${untold}`;
};

/** What came of giving groups back, as it is announced. */
export const gaveBackWords = (people: readonly PersonSince[]): string => {
  const done = people.filter(({ problem, groupsLost }) => problem === null && groupsLost.length === 0);
  const not = people.filter((person) => !done.includes(person));
  if (not.length === 0)
    return `${listed(done.map(({ user }) => user))} ${done.length === 1 ? 'has' : 'have'} the groups again.`;
  return `${counted(done.length, 'administrator has', 'administrators have')} the groups again; ${listed(not.map(({ user }) => user))} ${not.length === 1 ? 'does' : 'do'} not.`;
};
