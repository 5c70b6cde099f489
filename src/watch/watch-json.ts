import * as v from 'valibot';
import type { Product } from '../contract/target';
import { type WatchedPart, type WatchState, watchedThings, whyUnread } from '../contract/watch';
import { isOff, silence } from './watch-log';

/** What the looks came to, of one target and of all. */
export const watchStatuses = ['as-applied', 'drifted', 'not-looked', 'nothing-applied'] as const;
export type WatchStatus = (typeof watchStatuses)[number];

const nullableText = (words: string) => v.pipe(v.nullable(v.string()), v.description(words));

const changeSchema = v.looseObject({
  tab: v.string(),
  label: v.string(),
  applied: nullableText('What was applied or accepted. Null where there was nothing, or where it is told to nobody.'),
  found: nullableText('What is there now; likewise.'),
  isSecret: v.pipe(v.boolean(), v.description('Neither value is told.')),
  meaning: v.pipe(v.string(), v.description('What the difference does to people.')),
});

const partSchema = v.looseObject({
  thing: v.picklist(['plugin', 'application']),
  isCompared: v.pipe(v.boolean(), v.description('The last look held it against what was applied.')),
  since: nullableText('Since when it is compared, ISO 8601; null where it never was.'),
  isLate: v.pipe(v.boolean(), v.description('How it was at the apply is not known: it is compared since later.')),
  why: nullableText('Why it is not compared, and what to do about it.'),
  untold: v.pipe(v.array(v.string()), v.description('Fields that nothing tells, so that they are never compared.')),
});

const openSchema = v.looseObject({
  since: v.pipe(v.string(), v.description('The look that saw it first, ISO 8601.')),
  notYetAt: nullableText(
    'When it was known last not to be so yet, ISO 8601: it came about in between. Null where unknown.',
  ),
  thing: v.picklist(watchedThings),
  check: v.pipe(v.string(), v.description('The check that speaks of it; its page is in docs/checks.')),
  severity: v.picklist(['blocker', 'serious', 'advice', 'good']),
  title: v.string(),
  message: v.string(),
  changes: v.array(changeSchema),
});

const targetSchema = v.looseObject({
  product: v.picklist(['jira', 'confluence']),
  called: v.string(),
  status: v.picklist(watchStatuses),
  since: v.pipe(
    v.nullable(v.looseObject({ at: v.string(), who: v.string(), how: v.picklist(['applied', 'accepted']) })),
    v.description('What it is held against; null where nothing was applied.'),
  ),
  at: nullableText('When it was looked at, ISO 8601.'),
  verdict: nullableText('ready, incomplete, at-risk, broken, drifted; null where nothing could be seen.'),
  problem: nullableText('Why the plugin or Casdoor could not be seen; null where they could.'),
  parts: v.pipe(v.array(partSchema), v.description('What was applied, and how far it is compared.')),
  open: v.pipe(v.array(openSchema), v.description('What is not as it was applied or accepted, newest first.')),
});

/** What `watch --once --json` prints. */
export const watchJsonSchema = v.looseObject({
  schema: v.literal(1),
  status: v.pipe(v.picklist(watchStatuses), v.description('The worst of all targets: exit status 0, 1, 3, 3.')),
  targets: v.array(targetSchema),
});
export type WatchJson = v.InferOutput<typeof watchJsonSchema>;

/** `busy`: why no look could be made; null where one was. */
export type LookedTarget = { product: Product; called: string; state: WatchState; busy: string | null };

/** How one target stands after a look. */
export const statusOf = (target: Pick<LookedTarget, 'state' | 'busy'>): WatchStatus => {
  const { state } = target;
  if (state.since === null) return 'nothing-applied';
  // A Casdoor that does not answer has not drifted: it could not be looked at.
  if (isOff({ events: state.events.filter(({ check }) => !silence.test(check)) })) return 'drifted';
  const isSilent = state.events.some(({ until, check }) => until === null && silence.test(check));
  // Accepted or not, nobody gets in.
  if (state.looks.at(-1)?.verdict === 'broken' && !isSilent) return 'drifted';
  const isWhole = state.looks.length > 0 && state.parts.every(({ isCompared }) => isCompared);
  return !isWhole || problemOf(target) !== null ? 'not-looked' : 'as-applied';
};

/** The worst of all; a target to which nothing was applied says nothing beside others. */
export const statusOfAll = (statuses: readonly WatchStatus[]): WatchStatus =>
  (['drifted', 'not-looked', 'as-applied'] as const).find((status) => statuses.includes(status)) ?? 'nothing-applied';

/** The looks as scripts read them. */
export const toWatchJson = (targets: readonly LookedTarget[]): WatchJson => ({
  schema: 1,
  status: statusOfAll(targets.map(statusOf)),
  targets: targets.map((target) => {
    const { product, called, state } = target;
    const { since, looks, events } = state;
    const last = looks.at(-1) ?? null;
    return {
      product,
      called,
      status: statusOf(target),
      since: since && { at: since.at, who: since.who, how: since.how },
      at: last?.at ?? null,
      verdict: last?.verdict ?? null,
      problem: problemOf(target),
      parts: state.parts.map((part) => ({
        thing: part.thing,
        isCompared: part.isCompared,
        since: part.since,
        isLate: part.isLate,
        why: whyNotCompared(part),
        untold: part.untold,
      })),
      open: events
        .filter(({ until }) => until === null)
        .map(({ at, notYetAt, thing, check, severity, title, message, changes }) => ({
          since: at,
          ...{ notYetAt, thing, check, severity, title, message },
          changes: changes.map(({ tab, label, before, after, isSecret, meaning }) => ({
            ...{ tab, label },
            applied: before,
            found: after,
            isSecret,
            meaning,
          })),
        })),
    };
  }),
});

/** Why something could not be seen; null where all of it could. */
export const problemOf = ({ state, busy }: Pick<LookedTarget, 'state' | 'busy'>): string | null => {
  if (busy !== null) return busy;
  const failure = state.looks.at(-1)?.failure ?? null;
  const words = failure && whyUnread(failure);
  const silent = state.events.find(({ until, check }) => until === null && silence.test(check));
  return words ?? silent?.message ?? state.parts.map(whyNotCompared).find((why) => why !== null) ?? null;
};

/** Why a part is not compared, and what to do about it; null where it is. */
export const whyNotCompared = ({ called, isCompared, why, remedy }: WatchedPart): string | null => {
  if (why !== null) return remedy === null ? why : `${why} ${remedy.text}`;
  return isCompared ? null : `The last look did not compare ${called} with what was applied.`;
};
