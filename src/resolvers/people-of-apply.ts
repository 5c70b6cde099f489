import { type ApplyLog, journalIn } from '../apply/journal';
import { type AskAtlassian, askOverVantage } from '../atlassian/accounts/ask-atlassian';
import type { PersonSince } from '../contract/apply-calls';
import { failed } from '../contract/result';
import type { Product } from '../contract/target';
import { lostNow, stillLost, stillThen, withLosses } from '../people/explain-losses';
import { notedPeopleIn } from '../people/noted-people';
import type { NotedPerson } from '../people/noted-person';
import { peopleNow } from '../people/people-since';
import type { PersonNow } from '../people/since-noted';
import { type Asked, logFailure } from './call';
import type { OpenPlugin } from './open-plugin';

/** Milliseconds for a look at all administrators, right after the old settings are back. */
const lookLasts = 20_000;

export const nobodyNoted = () =>
  failed('expired', 'Nobody was noted before this write, or it is too old: people are kept as long as its backup.');

/** When the old settings were back, milliseconds since the epoch; null where they are not. */
export const restoredAt = ({ entries }: ApplyLog): number | null => {
  if (entries.at(-1)?.step !== 'restored') return null;
  const at = entries.find(({ step }) => step === 'restored')?.at;
  return at === undefined ? null : Date.parse(at);
};

/** Whether what administrators lack now is what they lacked when the old settings came back. */
export const isStillAsRestored = (log: ApplyLog, now: number): boolean => {
  const at = restoredAt(log);
  return at !== null && now - at < stillThen;
};

type LookOptions = { ask: AskAtlassian; product: Product; signal: AbortSignal };
export type LookedAt = { ok: true; people: { noted: NotedPerson; person: PersonSince }[] } | { ok: false; why: string };

/** How people are now, beside how they were noted, and what explains what administrators have lost. */
export const lookAtPeople = async (
  asked: Asked,
  about: { log: ApplyLog; people: readonly NotedPerson[] },
  options: LookOptions,
): Promise<LookedAt> => {
  const look = await peopleNow(options, about.people);
  return look.ok ? { ok: true, people: await explainedNow(asked, about, look.people) } : look;
};

/**
 * What explains what administrators have lost, of how they were just found. Whoever has a group again loses it to
 * something else from now on.
 */
export const explainedNow = async (
  { place }: Asked,
  { log, people }: { log: ApplyLog; people: readonly NotedPerson[] },
  found: readonly PersonNow[],
): Promise<Extract<LookedAt, { ok: true }>['people']> => {
  const { id, target } = log.head;
  const noted = notedPeopleIn(place);
  const lost = await noted.lost(target, id);
  const still = lost && stillLost(lost, found);
  if (still) await noted.updateLost(target, id, still);
  const times = { apply: id, restoredAt: restoredAt(log), lost: still ?? lost, now: place.now().getTime() };
  return found.flatMap((person, at) => {
    const one = people[at];
    return one ? [{ noted: one, person: withLosses(one, person, times) }] : [];
  });
};

/**
 * Keeps what administrators have lost at the moment at which the old settings came back: what is lost later was taken by
 * something else. Does nothing for an apply that ended otherwise, or a while ago. Never rejects: without it, each of them
 * is given groups back by name alone.
 */
export const noteWhoLost = async <D, W>(asked: Asked, plugin: OpenPlugin<D, W>, apply: string): Promise<void> => {
  const { place } = asked;
  const { access, settings, targetId, vantage } = plugin;
  try {
    const log = await journalIn(place).read(apply);
    if (!log || !isStillAsRestored(log, place.now().getTime())) return;
    const noted = notedPeopleIn(place);
    const counts = await noted.counts(targetId, apply);
    const administrators = counts && (await noted.window(targetId, apply, 0, counts.administrators));
    if (!administrators) return;
    const ask = askOverVantage(vantage, new URL(settings.baseUrl), access.credentials);
    const signal = AbortSignal.timeout(lookLasts);
    const look = await peopleNow({ ask, product: settings.product, signal }, administrators);
    if (look.ok) await noted.keepLost(targetId, apply, lostNow(look.people));
  } catch (error) {
    logFailure('noteWhoLost', error);
  }
};
