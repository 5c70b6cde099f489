import type { SignInView } from '../../../src/contract/sign-in';
import { timeOf } from '../parts/moment';
import { type Meaning, verdictMeanings } from '../parts/verdict-words';
import { markOf } from '../steps/sign-in/note-mark';
import { isWaiting, leftOf } from '../steps/sign-in/waiting-time';
import type { SignIn } from '../use-sign-in';

type Standing = {
  of: Meaning | null;
  text: string;
  /** It begins with somebody's name, whose capitals count. */
  isName?: true;
};

type Told = Pick<SignIn, 'state' | 'person' | 'summary'>;

/** How the test sign-in stands by itself; null where the checks of its result say more. */
export const standingOfSignIn = ({ state, person, summary }: Told, now: number): Standing | null => {
  const current = state?.current;
  if (!current) return { of: null, text: '' };
  if (isWaiting(current))
    return {
      of: 'running',
      text: current.state === 'judging' ? 'Being judged' : `Waiting, ${leftOf(current, now)} left`,
    };
  if (current.state === 'cancelled') return { of: null, text: 'Cancelled' };
  if (current.state === 'interrupted') return { of: 'not-yet', text: 'Interrupted' };
  if (current.isStale) return { of: 'not-yet', text: 'Changed since the test' };
  const { result } = current;
  if (!result) return standingOfNote(state, current);
  if (result.isMeant === false) return { of: 'not-yet', text: 'Somebody else signed in' };
  if (summary?.verdict !== 'ready' && summary?.verdict !== 'at-risk') return null;
  if (!person) return null;
  const isOpen = person.lacks?.kind === 'account' && summary.verdict === 'ready';
  if (!person.getsIn)
    return person.trail.outcome === 'not-certain'
      ? { of: 'not-certain', text: 'Not certain who it is' }
      : { of: 'serious', text: 'Would not be let in' };
  const of = isOpen ? 'look' : verdictMeanings[summary.verdict];
  return { of, text: `${person.lookedFor}, ${timeOf(result.at)}`, isName: true };
};

/** Of somebody else's test, and of one whose result is gone, only the line of the history is known. */
const standingOfNote = ({ history }: NonNullable<SignIn['state']>, { id, isMine }: SignInView): Standing => {
  const note = history.find((each) => each.id === id);
  if (!note || note.outcome === null) return { of: 'not-yet', text: 'Ended' };
  const text = `${note.outcome === 'succeeded' ? 'Worked' : 'Did not work'}, ${timeOf(note.at)}`;
  // What was deleted cannot be looked at any more: nothing is there that would be worth a colour.
  if (isMine) return { of: null, text };
  return { of: markOf(note), text };
};
