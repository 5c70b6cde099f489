import type { TargetView } from '../../../../src/contract/panel-calls';
import { plain, type Rich } from '../../../../src/contract/report';
import type { SignInNote, SignInResult, SignInView } from '../../../../src/contract/sign-in';
import { productNames } from '../../../../src/contract/target';
import type { PatternEngine } from '../../../../src/mapping/pattern-rule';
import { type Meaning, verdictMeanings, verdictWords } from '../../parts/verdict-words';
import { outcomeWords } from '../mapping/outcome';
import { markOf } from './note-mark';
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
  const { trail, lookedFor, getsIn, lacks } = person;
  if (getsIn && lookedFor !== null) {
    const looksFor: Rich = ['Everything passed. ', product, ' would look for the account ', { code: lookedFor }, '.'];
    if (isBrokenElsewhere(target))
      return { ...judged, headline: [`The sign-in of ${lookedFor} worked`], cause: cause ?? looksFor };
    if (lacks?.kind === 'account')
      return {
        ...judged,
        of: verdict === 'ready' ? 'look' : judged.of,
        headline: [`${lookedFor} would get in, if there is an account already`],
        cause: cause ?? [lacks.reason],
      };
    const nameless = lacks ? [' A new one would get no full name.'] : [];
    return { ...judged, headline: [`${lookedFor} would get in`], cause: cause ?? [...looksFor, ...nameless] };
  }
  const [meaning, word] = outcomeWords[trail.outcome];
  // Something blank or uncertain that decides is all that `not-certain` can mean here: nobody looks for accounts.
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
export const endOf = (view: SignInView, target: JudgedTarget, engine?: PatternEngine): string => {
  if (view.state === 'cancelled') return 'The test sign-in was cancelled.';
  if (view.state === 'interrupted') return 'The test sign-in was interrupted before it could be judged.';
  if (!view.result) return `The test sign-in of ${view.who} has ended.`;
  const { headline, word } = answerOf(view.result, personOf(view.result, target, engine), target);
  return `${plain(headline)}. ${word}.`;
};

/** The end of a sentence about a test whose result is not at hand. */
export const howItEnded = ({ outcome, verdict }: Pick<SignInNote, 'outcome' | 'verdict'>): string => {
  switch (outcome) {
    case 'succeeded':
      return verdict === 'ready' ? 'worked' : 'worked, with findings';
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
    return { of: markOf(note), text: note.verdict === 'ready' ? 'Worked' : 'Worked, with findings' };
  if (note.outcome !== null) return { of: markOf(note), text: outcomeNames[note.outcome] };
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
