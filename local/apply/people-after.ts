import { journalIn } from '../../src/apply/journal';
import type { AskAtlassian } from '../../src/atlassian/accounts/ask-atlassian';
import { visible } from '../../src/checks/visible';
import type { PersonSince } from '../../src/contract/apply-calls';
import { type Product, productNames } from '../../src/contract/target';
import { lostNow } from '../../src/people/explain-losses';
import { notedPeopleIn } from '../../src/people/noted-people';
import { differs, peopleNow } from '../../src/people/people-since';
import type { PersonNow } from '../../src/people/since-noted';
import { isStillAsRestored } from '../../src/resolvers/people-of-apply';
import { storeIn } from '../../src/store/store';
import type { ApplySite } from './apply-site';
import type { Telling } from './telling';

/** Who is not as they were before a write. */
export type PeopleAfter = {
  noted: number;
  looked: number;
  /** Whole sentences; null where it could be looked at. */
  why: string | null;
  differing: Pick<PersonSince, 'user' | 'isAdministrator' | 'differences' | 'problem'>[];
};

/** Null where nobody was noted before that apply. `inPanel`: the panel has the target, and gives groups back in one press. */
export type PeopleAfterLook = (apply: string) => Promise<(PeopleAfter & { product: Product; inPanel: boolean }) | null>;

/** People who are looked at beside administrators: one request or two each. */
const mostOthers = 200;
/** Milliseconds for all of them. */
const lookLasts = 30_000;
/** People who are named in a terminal; the rest are counted. */
const mostNamed = 20;

/**
 * Looks who differs from how they were noted before an apply, administrators first. What administrators have lost by now is
 * kept, as the panel does when the old settings come back: later nobody could tell what took it.
 */
export const peopleAfterIn =
  (of: { site: ApplySite; targetId: string; product: Product; ask: AskAtlassian }): PeopleAfterLook =>
  (apply) => {
    const { site, targetId, product, ask } = of;
    return site.inside(product, async () => {
      const place = site.place(product);
      const noted = notedPeopleIn(place);
      const counts = await noted.counts(targetId, apply);
      const people = counts && (await noted.window(targetId, apply, 0, counts.administrators + mostOthers));
      if (!counts || !people) return null;
      const inPanel = ((await storeIn(place).targets.latest())?.value ?? []).includes(targetId);
      const look = await peopleNow({ ask, product, signal: AbortSignal.timeout(lookLasts) }, people);
      const about = { noted: counts.total, product, inPanel };
      if (!look.ok) return { ...about, looked: 0, why: look.why, differing: [] };
      const log = await journalIn(place).read(apply);
      // Of an apply that ended a while ago, what is lost by now may have been lost later.
      if (log && isStillAsRestored(log, place.now().getTime()))
        await noted.keepLost(targetId, apply, lostNow(look.people.filter(({ isAdministrator }) => isAdministrator)));
      return { ...about, looked: look.people.length, why: null, differing: look.people.filter(differs).map(shownOf) };
    });
  };

const shownOf = ({ user, isAdministrator, differences, problem }: PersonNow) => ({
  user,
  isAdministrator,
  differences,
  problem,
});

/** Says who differs and what to do about it. */
export const toldPeople = async (
  look: PeopleAfterLook,
  apply: string,
  telling: Telling,
): Promise<PeopleAfter | null> => {
  const found = await look(apply);
  if (found === null) return null;
  const { product, inPanel, ...people } = found;
  for (const line of peopleLines(people, { product, inPanel })) telling.say(line);
  return people;
};

const peopleLines = (
  { noted, looked, why, differing }: PeopleAfter,
  { product, inPanel }: { product: Product; inPanel: boolean },
): string[] => {
  const name = productNames[product];
  if (why !== null)
    return ['', `Restoring settings does not restore people, and who differs could not be looked at. ${visible(why)}`];
  const of = looked < noted ? `the first ${looked} of ${noted} people` : counted(noted, 'person', 'people');
  if (differing.length === 0) return ['', `Nobody differs of ${of} who were noted before the write.`];
  const robbed = differing.some(
    ({ isAdministrator, differences }) => isAdministrator && differences.some(({ field }) => field === 'groups-lost'),
  );
  return [
    '',
    `Restoring settings does not restore people: of ${of} who were noted before the write, ${differing.length === 1 ? 'one differs' : `${differing.length} differ`}.`,
    ...differing
      .slice(0, mostNamed)
      .flatMap(({ user, isAdministrator, differences, problem }) => [
        `  ${visible(user)}${isAdministrator ? ', who administers' : ''}`,
        ...differences.map((each) => `    ${visible(differenceWords(each))}`),
        ...(problem === null ? [] : [`    ${visible(problem)}`]),
      ]),
    ...(differing.length > mostNamed ? [`  and ${differing.length - mostNamed} more; --json has all of them.`] : []),
    inPanel && robbed
      ? `The panel gives administrators their groups back: step Apply, History, this apply. All else is set in ${name} under User management.`
      : `What they lack is set in ${name} under User management.`,
  ];
};

const counted = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

const differenceWords = ({ field, before, now }: PersonSince['differences'][number]): string => {
  switch (field) {
    case 'groups-lost':
      return `Not in ${before} any more.`;
    case 'groups-gained':
      return `In ${now} now.`;
    case 'email':
      return `E-mail: ${before || 'nothing'} before, ${now || 'nothing'} now.`;
    case 'full-name':
      return `Full name: ${before || 'nothing'} before, ${now || 'nothing'} now.`;
  }
};
