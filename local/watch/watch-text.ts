import { dayOf } from '../../src/checks/date-words';
import { visible } from '../../src/checks/visible';
import { type LookedTarget, problemOf, statusOf, type WatchStatus } from '../../src/watch/watch-json';

const words: Record<WatchStatus, string> = {
  'as-applied': 'as applied',
  drifted: 'DRIFTED',
  'not-looked': 'could not be looked at',
  'nothing-applied': 'nothing was applied from here yet',
};

/** The looks for whoever reads the mail of cron. Text from outside is made harmless. */
export const watchText = (targets: readonly LookedTarget[]): string =>
  targets.map((target) => `${linesOf(target).map(visible).join('\n')}\n`).join('\n');

const linesOf = (target: LookedTarget): string[] => {
  const { called, state } = target;
  const { since, events } = state;
  const status = statusOf(target);
  const problem = problemOf(target);
  return [
    `${called}: ${words[status]}`,
    ...(since ? [`  Held against what ${since.who} ${since.how} on ${dayOf(since.at)}.`] : []),
    ...(problem === null || since === null ? [] : [`  ${problem}`]),
    ...events
      .filter(({ until }) => until === null)
      .flatMap(({ at, title, message, check, changes }) => [
        `  ${title} (${check}, since ${dayOf(at)})`,
        `    ${message}`,
        ...changes.map(
          ({ tab, label, before, after, isSecret }) =>
            `    ${tab}, ${label}: ${isSecret ? 'changed' : `${before ?? 'nothing'} → ${after ?? 'nothing'}`}`,
        ),
      ]),
  ];
};
