import { aligned, indent, labelled, type Paint, under, wrapped } from '../../src/checks/text-layout';
import { visible } from '../../src/checks/visible';
import type { DryRunSums } from '../../src/contract/dry-run';
import { type PersonOutcome, personOutcomes } from '../../src/contract/mapping';
import { type Product, productNames } from '../../src/contract/target';
import { count } from './progress-lines';

const outcomeWords: Record<PersonOutcome, string> = {
  unchanged: 'get in as before',
  updated: 'get in, and their account changes',
  renamed: 'have an account under another username',
  created: 'get a new account',
  collides: 'would share an account with somebody',
  refused: 'do not get in',
  barred: 'are forbidden or deleted in Casdoor',
  'not-certain': 'cannot be told',
};

/** The figures of a dry run for a terminal, administrators first. */
export const dryRunFigures = (sums: DryRunSums, product: Product, paint: Paint): string[] => {
  const name = productNames[product];
  const { people, accounts, outcomes, lockedOut, groups, onlyInTarget, untold } = sums;
  const there =
    accounts === null
      ? `nobody was asked who is in ${name}`
      : accounts === 0 && untold.some(({ what }) => what === 'accounts')
        ? `who is in ${name} could not be read`
        : `${count(accounts)} accounts in ${name}`;
  const harmed: string[] = [];
  if (lockedOut > 0) harmed.push(`${count(lockedOut)} are locked out of the account that they have.`);
  if (groups.losing > 0) harmed.push(`${count(groups.losing)} lose groups.`);
  if (groups.gaining > 0) harmed.push(`${count(groups.gaining)} get groups.`);
  if (sums.noApplicationAccess)
    harmed.push(`${count(sums.noApplicationAccess)} would get in and could not use ${name}.`);
  return [
    ...labelled('Administrators', administratorWords(sums, name), paint),
    ...labelled('People', `${count(people)} in Casdoor, ${there}.`, paint),
    ...aligned(
      personOutcomes
        .filter((outcome) => outcomes[outcome] > 0)
        .map((outcome) => [count(outcomes[outcome]).padStart(9), outcomeWords[outcome]] as const),
    ),
    ...harmed.flatMap((sentence) => wrapped(sentence, under)),
    ...(onlyInTarget === null
      ? []
      : labelled(
          `Only in ${name}`.slice(0, 15),
          `${count(onlyInTarget.total)} accounts, ${count(onlyInTarget.active)} of them active.`,
          paint,
        )),
    ...untold.flatMap(({ message }, at) => {
      const sentence = visible(message);
      return at === 0 ? labelled('Cannot be told', sentence, paint) : wrapped(sentence, under);
    }),
  ].map((line) => line.trimEnd() || indent.trimEnd());
};

const administratorWords = ({ administrators }: DryRunSums, name: string): string => {
  const { total, lockedOut, losingGroups, losingRights } = administrators;
  if (total === null && lockedOut + losingGroups === 0) return 'Who is an administrator cannot be told.';
  const known = total === null ? 'Not all of them are known' : `${count(total)} in ${name}`;
  if (lockedOut + losingGroups === 0) return `${known}; none of them is locked out or loses a group.`;
  return `${known}; ${count(lockedOut)} locked out, ${count(losingGroups)} losing groups, ${count(losingRights)} of them a group that administers.`;
};
