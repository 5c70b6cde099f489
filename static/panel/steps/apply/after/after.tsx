import { type ApplyView, isOpen } from '../../../../../src/contract/apply';
import { usePanel } from '../../../panel-model';
import { Banner } from '../../../parts/banner';
import { FailureBanner, isAbout } from '../../../parts/failure-banner';
import { PluginEgress } from '../plugin-egress';
import { calledIn, wordsOfOutcome } from './after-words';
import { AppliedVerdict } from './applied-verdict';
import { isStillNews } from './applied-words';
import { ByHand } from './by-hand';
import { CameIn } from './came-in';
import { Differing } from './differing';
import { Journal } from './journal';
import { Overruled } from './overruled';
import { OwnAccess } from './own-access';
import { People } from './people';
import './after.css';

type AfterProps = {
  view: ApplyView;
  /** Closes an apply that has ended. */
  onClose: () => void;
};

/** What was written, whether it is kept, and the way back. */
export const After = ({ view, onClose }: AfterProps) => {
  const { apply, state, target } = usePanel();
  if (!target || !apply.state) return null;
  const called = calledIn[target.settings.value.plugin];
  const { order } = apply.state;
  const isOfThis = order !== null && isStillNews(order, view);
  const words = isOfThis ? wordsOfOutcome(order, called, view.step) : null;
  const differs = isOfThis && isOpen(view.step) && order.outcome?.kind === 'differs' ? order.outcome : null;
  const { failure, failedDoing } = apply;
  // Somebody else was quicker: theirs is what stands here.
  const isSaidElsewhere =
    failedDoing === 'access' || failedDoing === 'write' || (failedDoing === 'came-in' && isAbout(failure, 'user'));
  return (
    <div className="stack after">
      {!isSaidElsewhere && <FailureBanner failure={failure} />}
      {words && (
        <Banner of={differs ? 'look' : 'serious'} title={words.title} label="What came of it">
          {words.text}
        </Banner>
      )}
      <AppliedVerdict view={view} called={called} onClose={onClose} />
      {isOpen(view.step) && state.place.from === 'cloud' && apply.state.way.kind === 'by-hand' && (
        <PluginEgress target={target} onGranted={() => void apply.refresh()} />
      )}
      {differs && <Differing view={view} called={called} differs={differs} />}
      {isOpen(view.step) && <OwnAccess view={view} target={target} />}
      {needsHands(view) && <ByHand view={view} target={target} />}
      {view.step === 'waiting' && <CameIn view={view} target={target} />}
      <Overruled view={view} />
      {view.step === 'kept' && view.isAsBefore && (
        <p>
          Restoring settings does not restore people: who differs since an earlier apply stands in the history, under
          Compare.
        </p>
      )}
      {view.step === 'restored' && <People view={view} target={target} />}
      <Journal view={view} />
    </div>
  );
};

/** Nothing is tried by itself any more; or it is, and until then perhaps nobody can sign in by what stands there. */
const needsHands = ({ step, isResting, inForce }: ApplyView): boolean =>
  step === 'stuck' || (step === 'restoring' && isResting && inForce === 'neither');
