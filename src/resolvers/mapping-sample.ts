import { rowGroups } from '../contract/dry-run';
import type { Account } from '../contract/mapping';
import type { MappingSample, PersonClaims } from '../contract/panel-calls';
import { failed, type Result, succeeded } from '../contract/result';
import { keptRunsIn } from '../directory/kept-runs';
import { accountsAccessOf, accountsSourceOf } from './accounts-of';
import type { Asked } from './call';
import { signInChangedAt } from './changed-at';
import { inDirectory } from './in-directory';
import { requireTarget } from './panel-state';
import { accountsThatBear, sampleAccounts } from './sample-accounts';

/** People of a sample. */
const most = 100;
/** Of the last dry run: the first of each group that is difficult. */
const ofEachGroup = 4;
const ofLastRun = 30;
/** Milliseconds for people and accounts together: a call on Forge lives 25 s. */
const lasts = 20_000;
/** Milliseconds for the accounts of one person. */
const ofOneLasts = 8_000;
/** Characters: an answer on Forge has at most 5 MB. */
const largest = 1_500_000;

/** Some people and their accounts, for trying a mapping without asking again. */
export const mappingSample = async (asked: Asked, target: string, anew: boolean): Promise<Result<MappingSample>> => {
  const kept = asked.store.samples;
  const { value: settings } = await requireTarget(asked, target);
  const [changed, access] = await Promise.all([signInChangedAt(asked, target), accountsAccessOf(asked, target)]);
  const readBy = `${changed} ${access.kind} ${'at' in access ? access.at : ''}`;
  const found = anew ? null : await kept.get(target, readBy);
  if (found) return succeeded(found);
  const begun = Date.now();
  const wanted = await difficultOfLastRun(asked, target);
  return inDirectory(asked, target, async ({ directory, claimsOf }) => {
    const { samplePeople } = await import('../casdoor/sample-people');
    const sampled = await samplePeople(directory, { most, wanted });
    if ('problem' in sampled) return failed('refused', sampled.problem);
    const people = withinSize(sampled.users.map(claimsOf));
    const signal = AbortSignal.timeout(Math.max(1, lasts - (Date.now() - begun)));
    const source = await accountsSourceOf(asked, target);
    try {
      const sample: MappingSample = {
        people,
        total: sampled.total,
        ...(await sampleAccounts(asked, target, settings, people, source, signal)),
        tokenFormat: people[0]?.tokenFormat ?? directory.application.tokenFormat,
        at: asked.place.now().toISOString(),
      };
      await kept.set(target, readBy, sample);
      return succeeded(sample);
    } finally {
      await source.close();
    }
  });
};

/** The accounts that one person may have, and by what they were looked for; nothing where the product was not asked. */
export const accountsOfPerson = async (
  asked: Asked,
  target: string,
  person: PersonClaims,
): Promise<Partial<{ accounts: Account[]; lookedFor: string[] }>> => {
  const { value: settings } = await requireTarget(asked, target);
  const source = await accountsSourceOf(asked, target);
  try {
    const signal = AbortSignal.timeout(ofOneLasts);
    const { accounts, lookedFor } = await sampleAccounts(asked, target, settings, [person], source, signal);
    return accounts === null ? {} : { accounts: accountsThatBear(accounts, [person]), lookedFor };
  } finally {
    await source.close();
  }
};

/** Whoever came out badly in the newest dry run that was done. */
const difficultOfLastRun = async ({ place }: Asked, target: string): Promise<string[]> => {
  const runs = keptRunsIn(place);
  const { last } = await runs.ofTarget(target);
  if (last === null) return [];
  const rows = runs.rows(last.id);
  const names = new Set<string>();
  for (const group of rowGroups) {
    if (group === 'unchanged' || group === 'unreached' || names.size >= ofLastRun) continue;
    const found = await rows.window({ group, search: '', from: 0, count: ofEachGroup });
    for (const { kind, name } of found?.rows ?? []) if (kind === 'person') names.add(name);
  }
  return [...names].slice(0, ofLastRun);
};

/** Somebody may carry much more than others; those who come last are left out where all together are too much. */
const withinSize = (people: readonly PersonClaims[]): PersonClaims[] => {
  let left = largest;
  return people.filter((person) => {
    left -= JSON.stringify(person).length;
    return left >= 0;
  });
};
