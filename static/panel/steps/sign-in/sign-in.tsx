import { useEffect, useRef } from 'react';
import { readAddress } from '../../../../src/casdoor/address';
import type { PanelState, TargetView } from '../../../../src/contract/panel-calls';
import type { SignInResult } from '../../../../src/contract/sign-in';
import { productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { AddedUris } from '../../parts/mend/added-uris';
import { MendingOf } from '../../parts/mend/mending';
import { Skeleton } from '../../parts/skeleton';
import { StepFoot } from '../../parts/step-foot';
import { hrefOf } from '../../routes';
import { Before } from './before';
import { Ended } from './ended';
import { History } from './history';
import { SignInResultView } from './sign-in-result';
import { type CallbackAnswer, useCallbackAnswer } from './use-callback-answer';
import { Waiting } from './waiting';
import { isWaiting } from './waiting-time';
import './sign-in.css';

/** One real sign-in, judged. */
const SignInStep = () => {
  const { state, target } = usePanel();
  const lacks = lacking(state, target);
  if (target && lacks === null) return <SignInOf key={target.id} target={target} />;
  return (
    <div className="sign-in-narrow">
      <Head product={productNames[target?.settings.value.product ?? state.place.product]} />
      {lacks && (
        <p>
          {lacks.text} <a href={hrefOf(lacks.step)}>{lacks.link}</a>
        </p>
      )}
      <StepFoot step="sign-in" />
    </div>
  );
};

const Head = ({ product }: { product: string }) => (
  <div className="head">
    <h1>Sign-in</h1>
    <p>One real sign-in shows what the checks can only guess. Nothing in {product} changes.</p>
  </div>
);

type Lacking = { text: string; link: string; step: 'connect' | 'client' };

const lacking = ({ connection }: PanelState, target: TargetView | null): Lacking | null => {
  if (connection === null)
    return {
      text: 'There is no Casdoor yet that somebody could sign in at.',
      link: 'Give its address in Connect',
      step: 'connect',
    };
  if (!target)
    return {
      text: 'A test signs in as the plugin does, and there is no plugin yet.',
      link: 'Name it in Client',
      step: 'client',
    };
  const address = readAddress(connection.value.address);
  // A pasted address of a sign-in page has the client ID in it.
  if (target.settings.value.clientId === '' && !(address.ok && address.value.clientId))
    return {
      text: 'Casdoor knows the plugin by its client ID, and there is none yet.',
      link: 'Fill it in in Client',
      step: 'client',
    };
  return null;
};

const SignInOf = ({ target }: { target: TargetView }) => {
  const callback = useCallbackAnswer(target);
  return (
    <MendingOf target={target} onWritten={() => void callback.ask()}>
      <Phases target={target} callback={callback} />
    </MendingOf>
  );
};

const Phases = ({ target, callback }: { target: TargetView; callback: CallbackAnswer }) => {
  const { signIn } = usePanel();
  const current = signIn.state?.current ?? null;
  const { refresh } = signIn;
  // What others did since the panel was opened.
  useEffect(() => void refresh(), [refresh]);
  const phase = current === null ? 'before' : `${current.id} ${phaseOf(current)}`;
  useFocusOf(phase);
  if (current?.result)
    return (
      <div className={hasClaims(current.result) ? undefined : 'sign-in-narrow'}>
        <div className="head">
          <h1>Sign-in</h1>
        </div>
        <FailureBanner failure={signIn.failure} />
        <SignInResultView view={current} result={current.result} target={target} callback={callback} />
        <AddedUris uri="test-sign-in" />
        <History />
        <StepFoot step="sign-in" />
      </div>
    );
  return (
    <div className="sign-in-narrow">
      <Head product={productNames[target.settings.value.product]} />
      <FailureBanner failure={signIn.failure} />
      {signIn.state === null && !signIn.failure && <Skeleton label="The last test sign-in is being looked up" />}
      {signIn.state && current === null && <Before target={target} callback={callback} />}
      {current && isWaiting(current) && <Waiting view={current} target={target} callback={callback} />}
      {current && !isWaiting(current) && <Ended view={current} target={target} callback={callback} />}
      <AddedUris uri="test-sign-in" />
      <History />
      <StepFoot step="sign-in" />
    </div>
  );
};

/** Nothing but how it went is there to be shown where nothing came. */
const hasClaims = ({ claims }: SignInResult) => Object.values(claims).some((each) => each !== null);

/** Another of these is another screen: what had the focus is gone. */
const phaseOf = (view: Parameters<typeof isWaiting>[0]) =>
  isWaiting(view) ? 'waiting' : view?.result ? 'result' : 'ended';

/** A focus that went with the screen before goes to the heading of this one. */
const useFocusOf = (phase: string) => {
  const shown = useRef(phase);
  useEffect(() => {
    if (shown.current === phase) return;
    shown.current = phase;
    if (document.activeElement === null || document.activeElement === document.body)
      document.getElementById('sign-in-answer')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [phase]);
};

// React.lazy asks for a default.
export default SignInStep;
