import type { ApplyEngine } from '../../src/apply/engine';
import { visible } from '../../src/checks/visible';
import type { ApplyView, CameIn, Guard } from '../../src/contract/apply';
import { hasUserComeIn } from '../../src/resolvers/guard-facts';
import type { WhoCameIn } from './meant';
import type { Questions } from './questions';
import type { Telling } from './telling';
import type { ApplyResult } from './told-result';

/*
 * The second plan sends everybody to the new sign-in. It waits for somebody who administers nothing to have come in: that
 * administrators do says nothing of the others, and after it nobody finds the old form any more.
 */

/** Applies that are looked through for somebody who came in. */
const mostLookedAt = 20;

/** Whether the journal has somebody who administers nothing and came in by what is in force. */
export const usersCameIn = async <D, W>(engine: Pick<ApplyEngine<D, W>, 'history'>): Promise<boolean> =>
  hasUserComeIn(await engine.history(mostLookedAt));

/** Whether somebody who administers nothing has come in since the settings in force were written. */
export type UserLook = {
  hasComeIn: boolean;
  /** Where they can; null where nothing that was written from here is in force, so that nobody can show it. */
  address: string | null;
  /** Whole sentences on what the product does not tell; null where it tells. */
  why: string | null;
};

type Asked = {
  mode: 'plan' | 'yes';
  /** As it was said on the command line. */
  cameIn: string | null;
  telling: Telling;
  questions: Questions | null;
  signal: AbortSignal;
};

/**
 * Looks who came in: in the journal, by the product's audit log, and by what somebody says. News are noted in the journal,
 * for the panel and for the moment of writing; with `plan` they are not, since a plan writes nothing.
 */
export const lookForUser = async <D, W>(
  engine: ApplyEngine<D, W>,
  whoCameIn: WhoCameIn | null,
  { mode, cameIn, telling, questions, signal }: Asked,
): Promise<UserLook> => {
  const history = await engine.history(mostLookedAt);
  // What was restored or never arrived is not what people sign in with.
  const inForce = history.find(({ step }) => step !== 'restored' && step !== 'not-written') ?? null;
  if (inForce?.step !== 'kept' || whoCameIn === null) return { hasComeIn: false, address: null, why: null };
  const { address } = whoCameIn;
  if (hasUserComeIn(history)) return { hasComeIn: true, address, why: null };
  const since = inForce.entries.find(({ step }) => step === 'written')?.at ?? inForce.startedAt;
  const found: CameIn[] = [];
  telling.say('');
  const note = async (one: CameIn) => {
    found.push(one);
    // The journal tells what is noted there.
    if (mode === 'yes') await engine.noteCameIn(inForce.id, one);
    if (mode === 'plan' || one.isAdministrator) telling.say(visible(userWords(one)));
  };
  const hasComeIn = () => hasUserComeIn(history.map((view) => (view === inForce ? withFound(view, found) : view)));
  const take = async (user: string) => {
    const answer = await whoCameIn.said(user, since, signal);
    if (answer.ok) await note(answer.cameIn);
    else telling.say(visible(answer.refused));
  };
  const logged = await whoCameIn.look(since, signal);
  for (const one of logged.cameIn) await note(one);
  if (!hasComeIn() && cameIn !== null) await take(cameIn);
  const isAsked = mode === 'yes' && questions !== null && !hasComeIn();
  if (isAsked) {
    if (logged.why !== null) telling.say(visible(logged.why));
    telling.say(`Somebody who administers nothing has to have come in, in a private window at ${visible(address)}`);
  }
  while (isAsked && !hasComeIn() && !signal.aborted) {
    const answer = await questions.ask(
      'Who, of those who administer nothing, came in through the plugin since? Type the user name, or nothing: ',
      signal,
    );
    if (answer === null || answer.trim() === '') break;
    await take(answer.trim());
  }
  return { hasComeIn: hasComeIn(), address, why: logged.why };
};

const withFound = (view: ApplyView, found: readonly CameIn[]): ApplyView => ({
  ...view,
  cameIn: [...view.cameIn, ...found],
});

const userWords = ({ who, isAdministrator, how }: CameIn): string => {
  const told = how === 'said' ? ', as was said' : '';
  return isAdministrator
    ? `${who} has come in through the plugin${told}, and administers: somebody who administers nothing has to.`
    : `${who}, who administers nothing, has come in through the plugin${told}.`;
};

/** What to do where nobody but administrators has come in; nothing where that does not hold the plan back. */
export const howToShowUser = (users: UserLook | null, held: readonly Guard[]): string[] => {
  if (users === null || !held.some(({ id }) => id === 'user-sign-in-missing')) return [];
  if (users.address === null)
    return ['Nothing that people could come in by was written and kept from here: write settings and mapping first.'];
  const untold = users.why === null ? '' : ` ${users.why}`;
  return [
    `In a private window, that is at ${users.address}; then start this again.${untold} Where the product does not tell who it was, add --came-in and the user name.`,
  ];
};

/** That there is a second plan, as the last sentence of what came of the first. */
export const redirectWords = (second: ApplyResult['second']): string => {
  if (second === null) return '';
  return second.isOpen
    ? ` "${second.label}" is changed by itself, with --second.`
    : ` "${second.label}" is changed by itself, with --second, once somebody who administers nothing has come in through the plugin.`;
};
