import type { TargetView } from '../../../../src/contract/panel-calls';
import { plain, type Rich } from '../../../../src/contract/report';
import type { SignInNote, SignInResult, SignInView } from '../../../../src/contract/sign-in';
import { productNames } from '../../../../src/contract/target';
import { type Meaning, verdictMeanings, verdictWords } from '../../parts/verdict-words';
import { outcomeWords } from '../mapping/outcome';
import { personOf, type SeenPerson } from './person-of';

export type SignInAnswer = {
  of: Meaning;
  headline: Rich;
  /** The verdict in one word. */
  word: string;
  /** What follows from it, or the cause, in one more sentence. */
  cause: Rich | null;
};

/** What of a target decides how a sign-in reads. */
type JudgedTarget = Pick<TargetView, 'settings' | 'mapping' | 'lastCheck' | 'changedAt'>;

/**
 * The one sentence of a result. The checks say whether the sign-in holds; whether the person gets in hangs on the mapping
 * too, so a sign-in in which everything passed is not green where the plugin would turn the person away.
 */
export const answerOf = (result: SignInResult, person: SeenPerson | null, target: JudgedTarget): SignInAnswer => {
  const product = productNames[target.settings.value.product];
  const { verdict, headline, cause } = result.report.steps['sign-in'];
  const judged: SignInAnswer = { of: verdictMeanings[verdict], headline, word: verdictWords[verdict], cause };
  if ((verdict !== 'ready' && verdict !== 'at-risk') || person === null) return judged;
  const { trail, username, getsIn, lacks } = person;
  if (getsIn && username !== null) {
    const looksFor: Rich = ['Everything passed. ', product, ' would look for the account ', { code: username }, '.'];
    if (isBrokenElsewhere(target))
      return { ...judged, headline: [`The sign-in of ${username} worked`], cause: cause ?? looksFor };
    if (lacks?.kind === 'account')
      return {
        ...judged,
        of: verdict === 'ready' ? 'look' : judged.of,
        headline: [`${username} would get in, if there is an account already`],
        cause: cause ?? [lacks.reason],
      };
    const nameless = lacks ? [' A new one would get no full name.'] : [];
    return { ...judged, headline: [`${username} would get in`], cause: cause ?? [...looksFor, ...nameless] };
  }
  const [meaning, word] = outcomeWords[trail.outcome];
  // A blank or uncertain username is all that `not-certain` can mean here: nobody looks for accounts.
  const isRefused = trail.outcome !== 'not-certain';
  return {
    of: isRefused ? 'serious' : verdict === 'ready' ? meaning : judged.of,
    headline: isRefused
      ? ['The sign-in worked, but ', product, ' would not let this person in']
      : ['The sign-in worked. Whom ', product, ' would take this person for is not certain'],
    word,
    cause: [trail.reasons.join(' ')],
  };
};

/** What another step found keeps people out, whatever this sign-in came to; a report of earlier settings says nothing. */
const isBrokenElsewhere = ({ lastCheck, changedAt }: JudgedTarget): boolean => {
  const report = lastCheck?.result;
  if (!report || changedAt > report.at) return false;
  return (['connect', 'client', 'mapping'] as const).some((step) => report.steps[step].verdict === 'broken');
};

/** What is said once to people who cannot see that it ended. */
export const endOf = (view: SignInView, target: JudgedTarget): string => {
  if (view.state === 'cancelled') return 'The test sign-in was cancelled.';
  if (view.state === 'interrupted') return 'The test sign-in was interrupted before it could be judged.';
  if (!view.result) return `The test sign-in of ${view.who} has ended.`;
  const { headline, word } = answerOf(view.result, personOf(view.result, target), target);
  return `${plain(headline)}. ${word}.`;
};

/** The end of a sentence about a test whose result is not at hand. */
export const howItEnded = ({ outcome, isReady }: Pick<SignInNote, 'outcome' | 'isReady'>): string => {
  switch (outcome) {
    case 'succeeded':
      return isReady ? 'worked' : 'worked, with findings';
    case 'refused':
      return 'was refused';
    case 'failed':
      return 'failed';
    case 'abandoned':
      return 'was abandoned';
    case null:
      return 'has ended';
  }
};

/** How a test of the history ended. What goes on, or ended otherwise, is told by the state of the newest one. */
export const endedAs = (note: SignInNote, current: SignInView | null): { of: Meaning; text: string } => {
  const state = current?.id === note.id ? current.state : null;
  if (note.outcome === 'succeeded')
    return note.isReady ? { of: 'passed', text: 'Worked' } : { of: 'look', text: 'Worked, with findings' };
  // Nobody came, so nothing is known; how much else weighs is told by its own result.
  if (note.outcome !== null)
    return { of: note.outcome === 'abandoned' ? 'not-yet' : 'serious', text: outcomeNames[note.outcome] };
  if (state === 'cancelled') return { of: 'not-yet', text: 'Cancelled' };
  if (state === 'interrupted') return { of: 'not-yet', text: 'Interrupted' };
  if (state !== null && state !== 'done') return { of: 'running', text: 'Goes on' };
  return { of: 'not-yet', text: 'Ended without a result' };
};

const outcomeNames: Record<Exclude<NonNullable<SignInNote['outcome']>, 'succeeded'>, string> = {
  refused: 'Refused',
  failed: 'Failed',
  abandoned: 'Abandoned',
};
