import type { TargetView } from '../../../../src/contract/panel-calls';
import { productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { hrefOf } from '../../routes';
import { CallbackCard } from './callback-card';
import { StartButton } from './start-button';
import type { CallbackAnswer } from './use-callback-answer';

/** What a test is, and whether one can be made. */
export const Before = ({ target, callback }: { target: TargetView; callback: CallbackAnswer }) => {
  const { state, signIn } = usePanel();
  const product = productNames[target.settings.value.product];
  const where = state.place.from === 'local' ? 'on this computer' : 'anywhere';
  return (
    <div className="stack">
      <p>
        A link that works once lets you, or somebody else {where}, sign in at Casdoor as they would for {product}. Then
        it stands here what came back, whether {product} would accept it, and whom it would make of that person.
      </p>
      <NoSecret target={target} />
      <CallbackCard uri={signIn.state?.callbackUri ?? ''} callback={callback} product={product} />
      <div className="actions">
        <StartButton label="Start a test sign-in" isPrimary={callback.answer?.state !== 'missing'} />
      </div>
    </div>
  );
};

/** A public client needs none; whether the plugin's own is right then stays open. */
export const NoSecret = ({ target }: { target: TargetView }) =>
  target.secret.kind === 'saved' ? null : (
    <p className="subtle">
      There is no client secret yet, so the test goes without one and does not show whether the plugin's is right.{' '}
      <a href={hrefOf('client')}>Type it in Client</a>
    </p>
  );
