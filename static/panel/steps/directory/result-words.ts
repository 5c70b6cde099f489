import type { DirectoryState, DryRunResult, DryRunSums } from '../../../../src/contract/dry-run';
import { productNames } from '../../../../src/contract/target';
import { counted, countOf } from '../../parts/numbers';
import { type Meaning, verdictMeanings } from '../../parts/verdict-words';

export type Answer = { of: Meaning; headline: string; text: string };

/** Who would get in: with the account that they have, a new one, or another. */
export const gettingIn = ({ outcomes }: DryRunSums): number =>
  outcomes.unchanged + outcomes.updated + outcomes.created + outcomes.renamed;

/** Who would not. */
export const keptOut = ({ outcomes }: DryRunSums): number => outcomes.refused + outcomes.collides + outcomes.barred;

/** Administrators who would lose the right to administer, or the account that has it. */
export const harmedAdministrators = ({ administrators }: DryRunSums): number =>
  administrators.losingRights + administrators.lockedOut;

/** The answer in one sentence, administrators before everybody, and the counts in one more. */
export const answerOf = ({ sums, report }: DryRunResult, product: string): Answer => {
  const told = worst(sums, product);
  const verdict = verdictMeanings[report.steps.directory.verdict];
  return {
    // Whoever is kept out is never on a green ground, whatever the checks make of it.
    of: verdict === 'passed' && told.of !== 'passed' ? told.of : verdict,
    headline: told.headline,
    text: countsOf(sums),
  };
};

const worst = (sums: DryRunSums, product: string): { of: Meaning; headline: string } => {
  const { administrators, outcomes, groups } = sums;
  const harmed = harmedAdministrators(sums);
  if (harmed > 0)
    return {
      of: 'serious',
      headline: `${administrators.total === null ? counted(harmed, 'administrator', 'administrators') : `${countOf(harmed)} of ${counted(administrators.total, 'administrator', 'administrators')}`} would lose rights or access`,
    };
  if (sums.people === 0) return { of: 'look', headline: 'There is nobody in this organization of Casdoor' };
  const out = outcomes.refused + outcomes.collides;
  if (out > 0)
    return { of: 'serious', headline: `${counted(out, 'person', 'people')} whom Casdoor lets in would not get in` };
  const elsewhere = outcomes.renamed;
  if (elsewhere > 0)
    return {
      of: 'serious',
      headline: `${counted(elsewhere, 'person', 'people')} would not get into the account that they have`,
    };
  if (groups.losing > 0)
    return { of: 'look', headline: `${counted(groups.losing, 'person', 'people')} would lose groups in ${product}` };
  if ((sums.noApplicationAccess ?? 0) > 0)
    return {
      of: 'look',
      headline: `${counted(sums.noApplicationAccess ?? 0, 'person', 'people')} would get in without being able to use ${product}`,
    };
  if (outcomes['not-certain'] > 0)
    return {
      of: 'not-certain',
      headline: `What becomes of ${counted(outcomes['not-certain'], 'person', 'people')} cannot be told`,
    };
  if (sums.untold.length > 0) return { of: 'not-certain', headline: 'Not everything could be read' };
  if (outcomes.barred === sums.people) return { of: 'look', headline: 'Casdoor lets none of these people in' };
  return { of: 'passed', headline: 'Everybody whom Casdoor lets in would get in' };
};

/** "Of 48,126 people, 46,988 would get in and 1,138 would not." */
const countsOf = (sums: DryRunSums): string => {
  const open = sums.outcomes['not-certain'];
  const told = `Of ${counted(sums.people, 'person', 'people')}, ${countOf(gettingIn(sums))} would get in and ${countOf(keptOut(sums))} would not`;
  return open === 0 ? `${told}.` : `${told}; of ${countOf(open)} it cannot be told.`;
};

/** How a run ended, said once to people who cannot see it. */
export const endOf = ({ current, last }: DirectoryState): string => {
  if (current?.state === 'cancelled') return 'The run was cancelled.';
  if (current?.problem) return current.problem;
  if (!last?.result) return 'The run has ended.';
  const { headline, text } = answerOf(last.result, productNames[last.result.report.product]);
  return `${headline}. ${text}`;
};
