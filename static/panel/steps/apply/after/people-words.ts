import type { GroupLoss, PersonSince } from '../../../../../src/contract/apply-calls';
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

/** What somebody lost, and who that is. */
export type LossOf = GroupLoss & { user: string };

export const lossesOf = (people: readonly PersonSince[]): LossOf[] =>
  people.flatMap(({ user, losses }) => losses.map((loss) => ({ ...loss, user })));

/** What one press gives back: what the apply explains, and whatever was ticked by name. */
export const givenBy = (losses: readonly LossOf[], ticked: readonly string[]): LossOf[] =>
  losses.filter(({ why, shown }) => why === null || ticked.includes(shown));

/** "Give 3 administrators their groups back". */
export const giveBackWords = (losses: readonly LossOf[]): string => {
  const users = [...new Set(losses.map(({ user }) => user))];
  if (users.length === 0) return 'Give groups back';
  return users.length === 1
    ? `Give ${users[0]} the groups back`
    : `Give ${users.length} administrators their groups back`;
};

/** What stands beside the press. */
export const besidePress = (losses: readonly LossOf[], given: readonly LossOf[]): string => {
  const rest = new Set(losses.filter((loss) => !given.includes(loss)).map(({ user }) => user)).size;
  const nobody = 'Nobody is taken out of a group by this.';
  if (rest === 0) return nobody;
  const others = `${counted(rest, 'administrator has', 'administrators have')} lost groups in a way that this apply does not explain`;
  return given.length === 0
    ? `${others}: tick above whom they are to be given to all the same.`
    : `${nobody} ${others}: ${rest === 1 ? 'that one is' : 'those are'} given them only once ticked above.`;
};

/** The tick of what the apply does not explain. */
export const byNameWords = ({ user, groups }: LossOf): string => `Give ${user} ${listed(groups, 20)} back all the same`;

/** The answer above the list. */
export const peopleAnswer = (
  people: readonly PersonSince[],
  { looked, total }: { looked: number; total: number },
): string => {
  if (total === 0) return 'Nobody was noted before this write.';
  const differing = people.filter(({ differences }) => differences.length > 0);
  const unread = people.filter(({ problem, byHand }) => problem !== null && byHand.length === 0).length;
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
  const done = people.filter(({ problem, byHand }) => problem === null && byHand.length === 0);
  const not = people.filter((person) => !done.includes(person));
  if (not.length === 0)
    return `${listed(done.map(({ user }) => user))} ${done.length === 1 ? 'has' : 'have'} the groups again.`;
  if (done.length === 0)
    return `${listed(not.map(({ user }) => user))} ${not.length === 1 ? 'does' : 'do'} not have the groups again: what is left is done by hand.`;
  return `${counted(done.length, 'administrator has', 'administrators have')} the groups again; ${listed(not.map(({ user }) => user))} ${not.length === 1 ? 'does' : 'do'} not.`;
};

/** Somebody differs otherwise by now than was shown, so that nothing was done. */
export const shownAnewWords =
  'Nothing was given back: people differ otherwise by now than was shown. What stands here is how they are now.';
