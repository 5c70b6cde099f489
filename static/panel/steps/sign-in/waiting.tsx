import Button from '@atlaskit/button/default/button';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { SignInView } from '../../../../src/contract/sign-in';
import { productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { CopyBox } from '../../parts/copy-box';
import { Mark } from '../../parts/mark';
import { timeOf } from '../../parts/moment';
import { NewTabLink } from '../../parts/new-tab-link';
import { useNow } from '../../parts/use-now';
import { hostOf } from '../../shell/header';
import { CallbackCard } from './callback-card';
import { StartButton } from './start-button';
import { TellWords } from './tell-words';
import type { CallbackAnswer } from './use-callback-answer';
import { WaitingStations } from './waiting-stations';
import { leftOf } from './waiting-time';

type WaitingProps = { view: SignInView; target: TargetView; callback: CallbackAnswer };

/** A test that goes on. Waiting is a state of the step: the panel can be closed and finds the result later. */
export const Waiting = ({ view, target, callback }: WaitingProps) => {
  const { state } = usePanel();
  const now = useNow(true);
  const host = hostOf(state.connection?.value.address) ?? 'Casdoor';
  const product = productNames[target.settings.value.product];
  const { headline, text } = wordsOf(view, host);
  return (
    <>
      <section className="verdict verdict-running" aria-label="Test sign-in">
        <Mark of="running" size="large" silent />
        <div className="verdict-body">
          <h2 id="sign-in-answer" tabIndex={-1}>
            {headline}
          </h2>
          <p>{text}</p>
        </div>
        {view.state !== 'judging' && (
          <div className="verdict-side countdown">
            <span className="figures" role="timer" aria-label="Time left">
              {leftOf(view, now)}
            </span>
          </div>
        )}
      </section>
      {view.isMine && view.state === 'open' && <TheLink view={view} />}
      {view.isMine && view.state === 'open' && callback.answer?.state === 'missing' && (
        <div className="below-card">
          <CallbackCard uri={callback.answer.uri} callback={callback} product={product} isAside />
        </div>
      )}
      {view.isMine && view.state === 'at-casdoor' && <TellWords />}
      {!view.isMine && (
        <div className="card card-padded stack-small below-card">
          <p className="subtle">
            The link and what comes back are shown to {view.who} alone. One of your own puts an end to theirs.
          </p>
          <div className="actions">
            <StartButton label="Start one of my own" isPrimary={false} />
          </div>
        </div>
      )}
      <WaitingStations view={view} callback={callback} now={now} product={product} />
    </>
  );
};

const wordsOf = ({ isMine, who, startedAt, state }: SignInView, host: string) => {
  if (state === 'judging')
    return { headline: 'Casdoor has answered', text: 'What came is being verified. It takes a moment.' };
  if (!isMine)
    return {
      headline: `${who} is testing a sign-in`,
      text: `Since ${timeOf(startedAt)}. ${state === 'open' ? 'Nobody has gone on to Casdoor yet.' : `Somebody is at ${host}.`}`,
    };
  if (state === 'open')
    return {
      headline: 'Waiting for somebody to go to Casdoor',
      text: 'Open the link yourself, or have somebody else open it. You can close this panel; the result waits here.',
    };
  return {
    headline: 'Waiting for the sign-in at Casdoor',
    text: `Somebody went on to ${host}. You can close this panel; the result waits here.`,
  };
};

const TheLink = ({ view }: { view: SignInView }) => {
  const { state, signIn } = usePanel();
  const isLocal = state.place.from === 'local';
  const isCancelling = signIn.doing === 'cancel';
  const until = timeOf(view.expiresAt);
  const cancel = (
    <Button appearance="subtle" onClick={() => void signIn.cancel()}>
      {isCancelling ? 'Cancelling' : 'Cancel this test'}
    </Button>
  );
  if (view.link === null)
    return (
      <div className="card card-padded stack-small below-card">
        <p className="subtle">
          The link is not kept where it could be read again. Cancel this test, and start another.
        </p>
        <div className="actions">{cancel}</div>
      </div>
    );
  return (
    <div className="card card-padded stack below-card">
      <div className="stack-small">
        <h3>Sign in yourself</h3>
        <p className="subtle">
          Where this browser is signed in to Casdoor already, Casdoor asks nothing and answers for whoever that is.
        </p>
        <div className="actions">
          <NewTabLink url={view.link} label="Open it in a new tab" isPrimary />
          {cancel}
        </div>
      </div>
      <div className="stack-small">
        <h3>Or sign in as somebody else</h3>
        <p className="subtle">
          {isLocal
            ? `Open this link in a private window of this computer: in this tab an open Casdoor session would answer for you. It works once, until ${until}.`
            : `Open this link in a private window, since in this tab an open Casdoor session would answer for you, or send it to somebody else. It works once, until ${until}.`}
        </p>
        <CopyBox text={view.link} of="link" label="Copy link" />
      </div>
    </div>
  );
};
