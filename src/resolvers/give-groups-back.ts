import type { ApplyLog } from '../apply/journal';
import type { ChangeAtlassian } from '../atlassian/accounts/ask-atlassian';
import { visible } from '../checks/visible';
import type { AnswerOf } from '../contract/panel-calls';
import { failed, succeeded } from '../contract/result';
import type { Product } from '../contract/target';
import { nameKey } from '../mapping/same-name';
import { notedPeopleIn } from '../people/noted-people';
import { differs } from '../people/people-since';
import { putGroupsBack } from '../people/put-groups-back';
import type { AskedProduct } from './ask-product';
import type { Asked } from './call';
import { explainedNow, lookAtPeople, nobodyNoted } from './people-of-apply';

/** Fingerprints of what was shown, and who was ticked by name. */
type Press = { shown: string[]; named: string[] };
type Giving = AskedProduct & { change: ChangeAtlassian; product: Product; signal: AbortSignal };

/** What was shown is given, once all administrators were read anew and nothing of it is another by now. */
export const giveGroupsBack = async (
  asked: Asked,
  log: ApplyLog,
  { shown, named }: Press,
  { ask, change, isOwn, product, signal }: Giving,
): Promise<AnswerOf<'putGroupsBack'>> => {
  const { id: apply, target } = log.head;
  const noted = notedPeopleIn(asked.place);
  const counts = await noted.counts(target, apply);
  const people = counts && (await noted.window(target, apply, 0, counts.administrators));
  if (!people) return nobodyNoted();
  const options = { ask, product, signal };
  const look = await lookAtPeople(asked, { log, people }, options);
  if (!look.ok) return failed('refused', look.why, { field: 'access' });
  const meant = look.people.flatMap(({ noted: one, person }) => {
    const losses = person.losses.filter((loss) => shown.includes(loss.shown));
    return losses.length === 0 ? [] : [{ noted: one, losses, groups: losses.flatMap(({ groups }) => groups) }];
  });
  const found = new Set(meant.flatMap(({ losses }) => losses.map((loss) => loss.shown)));
  if (shown.some((each) => !found.has(each)))
    return succeeded({ isGiven: false, people: look.people.map(({ person }) => person).filter(differs) });
  const byName = meant.filter(({ losses }) => losses.some(({ why }) => why !== null));
  const keys = new Set(named.map(nameKey));
  const unnamed = byName.find((one) => !keys.has(nameKey(one.noted.user)));
  if (unnamed)
    return failed('refused', `This apply does not explain what ${visible(unnamed.noted.user)} has lost.`, {
      remedy: 'Tick the person by name, where the groups are to be given back all the same.',
    });
  // With what somebody else lets them use they would make an administrator whom they could not make themselves.
  if (byName.length > 0 && !isOwn)
    return failed('refused', 'What this apply does not explain is given back with credentials of your own alone.', {
      field: 'access',
      remedy: 'Type the user name and password of a system administrator, or a personal access token.',
    });
  const given = await putGroupsBack({ ...options, change }, meant);
  if (!given.ok) return failed('refused', given.why, { field: 'access' });
  const after = await explainedNow(asked, { log, people: meant.map((one) => one.noted) }, given.found);
  return succeeded({
    isGiven: true,
    people: after.map(({ person }, at) => {
      const { byHand = [], problem = null } = given.people[at] ?? {};
      return { ...person, byHand, problem: problem ?? person.problem };
    }),
  });
};
