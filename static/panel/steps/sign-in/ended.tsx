import type { TargetView } from '../../../../src/contract/panel-calls';
import type { SignInNote, SignInView } from '../../../../src/contract/sign-in';
import { productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { AboutLink } from '../../parts/about-check';
import { Mark } from '../../parts/mark';
import { timeOf } from '../../parts/moment';
import type { Meaning } from '../../parts/verdict-words';
import { NoSecret } from './before';
import { CallbackCard } from './callback-card';
import { endedAs, howItEnded } from './sign-in-words';
import { StartButton } from './start-button';
import type { CallbackAnswer } from './use-callback-answer';

type EndedProps = { view: SignInView; target: TargetView; callback: CallbackAnswer };

/** A test whose result is not here: cancelled, interrupted, somebody else's, or no longer kept. */
export const Ended = ({ view, target, callback }: EndedProps) => {
  const { signIn } = usePanel();
  const product = productNames[target.settings.value.product];
  const note = signIn.state?.history.find(({ id }) => id === view.id) ?? null;
  const { of, headline, text } = wordsOf(view, note);
  const cause = view.state === 'done' ? (note?.cause ?? null) : null;
  return (
    <div className="stack">
      <section className={`verdict verdict-${of}`} aria-label="Test sign-in">
        <Mark of={of} size="large" silent />
        <div className="verdict-body">
          <h2 id="sign-in-answer" tabIndex={-1}>
            {headline}
          </h2>
          <p>
            {cause && (
              <>
                The cause: <AboutLink id={cause.check} title={cause.title} />.{' '}
              </>
            )}
            {text}
          </p>
        </div>
      </section>
      <NoSecret target={target} />
      <CallbackCard uri={signIn.state?.callbackUri ?? ''} callback={callback} product={product} />
      <div className="actions">
        <StartButton
          label={view.isMine ? 'Start again' : 'Start a test sign-in'}
          isPrimary={callback.answer?.state !== 'missing'}
        />
      </div>
    </div>
  );
};

type Words = { of: Meaning; headline: string; text: string };

const wordsOf = (view: SignInView, note: SignInNote | null): Words => {
  const { who, isMine, startedAt, isStale } = view;
  if (view.state === 'cancelled')
    return {
      of: 'not-yet',
      headline: isMine ? 'This test was cancelled' : `The test of ${who} was cancelled`,
      text: 'Its link opens nothing any more.',
    };
  if (view.state === 'interrupted')
    return {
      of: 'not-yet',
      headline: 'This test was interrupted',
      text: "Casdoor's answer had come when this product was stopped. Its code works once and is spent, so another sign-in needs a new link. Nothing was accepted.",
    };
  const how = note ? howItEnded(note) : 'has ended';
  const stale = isStale ? ' Settings were saved since, so it says nothing of the present ones.' : '';
  if (!isMine)
    return {
      of: isStale || !note ? 'not-yet' : endedAs(note, view).of,
      headline: `The test of ${who} at ${timeOf(startedAt)} ${how}`,
      text: `What came back is shown to ${who} alone.${stale}`,
    };
  return {
    of: 'not-yet',
    headline: `Your test at ${timeOf(startedAt)} ${how}`,
    text: `What came back was deleted, or its 24 hours are over.${stale}`,
  };
};
