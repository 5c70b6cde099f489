import { dayOf } from '../../src/checks/date-words';
import { visible } from '../../src/checks/visible';
import type { WatchEvent, WatchedPart } from '../../src/contract/watch';
import { type LookedTarget, problemOf, statusOf, type WatchStatus, whyNotCompared } from '../../src/watch/watch-json';

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
  const { since, events, parts } = state;
  const status = statusOf(target);
  const problem = problemOf(target);
  return [
    `${called}: ${words[status]}`,
    ...(since ? [`  Held against what ${since.who} ${since.how} on ${dayOf(since.at)}.`] : []),
    ...(problem === null || since === null ? [] : [`  ${problem}`]),
    ...parts
      .flatMap((part) => [...notCompared(part), ...notKnown(part)])
      .filter((sentence) => sentence !== problem)
      .map((sentence) => `  ${sentence}`),
    ...events
      .filter(({ until }) => until === null)
      .flatMap((event) => [
        `  ${event.title} (${event.check}, ${cameAbout(event)})`,
        `    ${event.message}`,
        ...event.changes.flatMap(({ tab, label, before, after, isSecret, meaning }) => [
          `    ${tab}, ${label}: ${isSecret ? 'changed' : `${before ?? 'nothing'} → ${after ?? 'nothing'}`}`,
          `      ${meaning}`,
        ]),
      ]),
  ];
};

const notCompared = (part: WatchedPart): string[] => {
  const why = whyNotCompared(part);
  return why === null ? [] : [why];
};

/** Of what is compared, what is not known. */
const notKnown = ({ called, isLate, since, untold }: WatchedPart): string[] => [
  ...(isLate && since !== null
    ? [`How ${called} was at the apply is not known: it is compared since ${minuteOf(since)}.`]
    : []),
  ...(untold.length > 0
    ? [
        `“${untold.join('”, “')}” in ${called} cannot be compared, since nothing tells it. A sign-in through the plugin does.`,
      ]
    : []),
];

const cameAbout = ({ at, notYetAt }: WatchEvent): string =>
  notYetAt === null || notYetAt >= at
    ? `seen first ${minuteOf(at)}`
    : `between ${minuteOf(notYetAt)} and ${minuteOf(at)}`;

/** In UTC, such as "6 Dec 2026 13:05 UTC": cron runs where nobody looks. */
const minuteOf = (iso: string): string => `${dayOf(iso)} ${new Date(iso).toISOString().slice(11, 16)} UTC`;
