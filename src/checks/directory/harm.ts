import type { DryRunSums, GroupSum } from '../../contract/dry-run';
import { plain } from '../../contract/report';
import { cannotTell, type Judgement, type Particulars, pass } from '../define-check';
import { ownWords, type Sentence, say, type Values } from '../say';

/** The way to see who the people of a finding are: the sums name nobody. */
export const whoTheyAre = 'Directory lists them (in a terminal: `--people`).';

/** A finding with the way to see who it is about. */
export const withWho = (sentence: string): string => `${sentence} ${whoTheyAre}`;

/**
 * The verdict's one sentence. Administrators head everything: where one of them is harmed that is it, whichever finding
 * is the cause.
 */
export const headlineOf = (sums: DryRunSums, text: string, values: Values = {}): Sentence =>
  administratorsHeadline(sums) ?? { text, values };

/** Such as "3 of 41 administrators would lose rights or access"; null where none would. */
export const administratorsHeadline = ({ administrators }: DryRunSums): Sentence | null => {
  const { total, lockedOut, losingRights } = administrators;
  const harmed = lockedOut + losingRights;
  if (harmed === 0) return null;
  const loses = ownWords(losingRights === 0 ? 'access' : lockedOut === 0 ? 'rights' : 'rights or access');
  const values = { harmed, total: total ?? 0, loses };
  if (total === null || total < harmed)
    return {
      text: '{harmed, plural, one {# administrator} other {# administrators}} would lose {loses}',
      values,
    };
  if (total === 1) return { text: 'The only administrator would lose {loses}', values };
  if (total === harmed) return { text: 'All {total} administrators would lose {loses}', values };
  return { text: '{harmed} of {total} administrators would lose {loses}', values };
};

/** Nobody is concerned, which can be said only where of everybody it is certain. */
export const passIfTold = (everybodyTold: number | undefined, text?: string, values: Values = {}): Judgement =>
  everybodyTold === undefined ? cannotTell('everybodyTold') : pass(text, values);

/** "of 214 people", beside an item of a list. */
export const ofPeople = (people: number): string =>
  plain(say('of {people, plural, one {# person} other {# people}}', { people }));

/** What sign-ins take away, for a finding that has anything to list. */
export const groupsTaken = (lost: readonly GroupSum[]): Pick<Particulars, 'detail'> =>
  lost.length === 0
    ? {}
    : {
        detail: {
          kind: 'list',
          label: 'Groups that sign-ins take away',
          items: lost.map(({ name, people }) => ({ text: name, note: ofPeople(people) })),
        },
      };

export const sumOf = (...numbers: (number | undefined)[]): number =>
  numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0);
