import { indent, type Paint, wrapped } from '../../src/checks/text-layout';
import { visible } from '../../src/checks/visible';
import type { ApplyEntry, Difference, Guard, PlannedChange, TargetFailure } from '../../src/contract/apply';
import type { FieldByHand } from '../../src/contract/apply-calls';
import { isOverruled, unreadIn } from './told-result';

/** What would be written, field by field, as the plugin's screens are laid out. */
export const differenceLines = (
  { changes, unchanged }: Difference,
  called: string,
  byHand: readonly FieldByHand[],
  paint: Paint,
): string[] => {
  const lines = [paint.bold(`${fieldWords(changes.length)} of ${visible(called)} would change`)];
  let tab: string | null = null;
  for (const change of changes) {
    if (change.tab !== tab) lines.push('', `${indent}${paint.bold(visible(change.tab))}`);
    tab = change.tab;
    lines.push(...changeLines(change, paint));
  }
  const unread = unreadIn({ unchanged });
  const staying = unchanged.length - unread.length;
  lines.push(
    '',
    paint.dim(
      `${indent}${fieldWords(staying)} ${staying === 1 ? 'stays' : 'stay'} as ${staying === 1 ? 'it is' : 'they are'}.`,
    ),
    ...unread.map(
      (label) =>
        `${indent}${visible(label)} is not written, and could not be compared: a sign-in through the plugin tells whether it is right.`,
    ),
  );
  if (byHand.length > 0) lines.push('', paint.bold('To be set on its screen: nothing writes it from here'));
  for (const { tab: where, label, value } of byHand)
    lines.push(`${indent}${visible(where)} → ${visible(label)}: ${visible(value)}`);
  return lines;
};

/**
 * That nothing is to be written: what is said of everything must be known of everything.
 *
 * @param holds What is there, a sentence without its point.
 */
export const holdsAll = (holds: string, { unchanged }: Pick<Difference, 'unchanged'>): string => {
  const unread = unreadIn({ unchanged });
  return unread.length === 0
    ? `${holds}.`
    : `${holds}, in everything that can be read. ${unread.join(', ')} could not be compared: a sign-in through the plugin tells whether it is right.`;
};

const fieldWords = (count: number): string => (count === 1 ? '1 field' : count === 0 ? 'No field' : `${count} fields`);

const changeLines = (
  { label, before, after, isSecret, hasSecretBefore, canBeReadBack }: PlannedChange,
  paint: Paint,
) => {
  const value = (text: string | null) => (text === null || text === '' ? paint.dim('nothing') : visible(text));
  const proof = canBeReadBack ? '' : '; reading again cannot prove it, a sign-in does';
  if (isSecret) {
    const how = hasSecretBefore === false ? 'set' : 'changed';
    return [`${indent}${indent}${visible(label)}`, `${indent}${indent}${indent}${how}; it is shown to nobody${proof}`];
  }
  return [
    `${indent}${indent}${visible(label)}`,
    `${indent}${indent}${indent}${paint.dim('now  ')}  ${value(before)}`,
    `${indent}${indent}${indent}${paint.dim('after')}  ${value(after)}`,
  ];
};

/**
 * What has to hold before anything is written, and what can be done where it does not.
 *
 * @param isAsked Those that are overruled are so once somebody has said yes.
 */
export const guardLines = (
  guards: readonly Guard[],
  overruled: readonly string[],
  paint: Paint,
  isAsked = false,
): string[] => [
  paint.bold('Before it is written'),
  ...guards.flatMap((guard) => {
    const { id, holds, canBeOverruled, message, consequence } = guard;
    if (holds) return markedLines(paint.green('✔'), message);
    if (isOverruled(guard, overruled))
      return markedLines(
        paint.yellow('▲'),
        `${message} ${isAsked ? 'Who says yes overrules it' : 'Overruled'}: ${consequence ?? ''}`,
      );
    const way = canBeOverruled
      ? `${consequence ?? ''} Write all the same with --overrule ${id}`
      : 'It cannot be overruled.';
    return [...markedLines(paint.red('✖'), message), ...wrapped(visible(way.trim()), indent + indent)];
  }),
];

/** A sign in front; the lines below it stand in line. */
const markedLines = (mark: string, text: string): string[] => {
  const [first = '', ...rest] = wrapped(visible(text), indent + indent);
  return [`${indent}${mark} ${first.slice(indent.length * 2)}`, ...rest];
};

/** A line of the journal as it comes. */
export const entryLine = ({
  at,
  step,
  message,
  failure,
}: Pick<ApplyEntry, 'at' | 'step' | 'message' | 'failure'>): string => {
  const time = new Date(at).toTimeString().slice(0, 8);
  const why = failure === null || message.includes(failure.message) ? '' : ` ${failure.message}`;
  return visible(`${time}  ${step.padEnd(11)}  ${message}${why}`);
};

export const failureWords = ({ message, remedy }: TargetFailure): string => `${message} ${remedy}`;
