import Button from '@atlaskit/button/default/button';
import ProgressBar from '@atlaskit/progress-bar';
import { usePanel } from '../panel-model';
import { Mark } from './mark';

/** A run that goes on: how far it is, what it does, and a way to stop it. */
export const Progress = () => {
  const { check } = usePanel();
  const { running } = check;
  if (!running) return null;
  const { done, of } = running.progress;
  const isCancelling = running.state === 'cancelling';
  const title = isCancelling ? 'Cancelling' : of > 0 ? `Checking, ${done} of ${of}` : 'Checking';
  return (
    <section className="card progress" aria-label="Running check">
      <div className="row spread">
        <strong className="figures">{title}</strong>
        <Button spacing="compact" isDisabled={isCancelling} onClick={() => void check.cancel()}>
          Cancel
        </Button>
      </div>
      <ProgressBar value={of > 0 ? done / of : 0} isIndeterminate={of === 0} ariaLabel={title} />
      <p className="small subtle row">
        <Mark of="running" silent />
        <span>{running.phase || 'Beginning'}</span>
      </p>
    </section>
  );
};
