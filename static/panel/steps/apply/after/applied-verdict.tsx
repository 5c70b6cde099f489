import Button from '@atlaskit/button/default/button';
import UndoIcon from '@atlaskit/icon/core/undo';
import Lozenge from '@atlaskit/lozenge';
import { useEffect, useRef } from 'react';
import { type ApplyView, isOpen } from '../../../../../src/contract/apply';
import { orderedOf } from '../../../apply-goes-on';
import { usePanel } from '../../../panel-model';
import { Mark } from '../../../parts/mark';
import { timeOf } from '../../../parts/moment';
import { useNow } from '../../../parts/use-now';
import { clockOf } from '../../sign-in/waiting-time';
import { appliedWords, keepLacks, wasRestoring } from './applied-words';
import { WithoutPanel } from './without-panel';

type AppliedVerdictProps = { view: ApplyView; called: string; onClose: () => void };

/** How it stands, the time that is left, and the two ways out. */
export const AppliedVerdict = ({ view, called, onClose }: AppliedVerdictProps) => {
  const { state, apply } = usePanel();
  const { step, deadlineAt } = view;
  const isWaiting = step === 'waiting' && deadlineAt !== null;
  const now = useNow(isWaiting);
  const { of, headline, text, remedy, lozenge } = appliedWords(view, { called, me: state.me, now });
  const left = isWaiting ? Date.parse(deadlineAt) - now : 0;
  useFocusOf(step);
  return (
    <section className={`verdict verdict-${of === 'info' ? 'running' : of}`} aria-label="What was applied">
      <Mark of={of} size="large" silent />
      <div className="verdict-body">
        <div className="row">
          <h2 id="apply-outcome" tabIndex={-1}>
            {headline}
          </h2>
          {lozenge && <Lozenge appearance={lozenge.appearance}>{lozenge.text}</Lozenge>}
        </div>
        <p>
          {text}
          {remedy !== null && ` ${remedy}`}
        </p>
        {view.who !== state.me && isOpen(step) && (
          <p>
            {view.who} has been applying since {timeOf(view.startedAt)}. Until it is kept or restored, nobody else can
            write.
          </p>
        )}
        {isWaiting && left > 0 && (
          <p className="after-countdown">
            <strong className="figures" role="timer" aria-label="Time left">
              {clockOf(left)}
            </strong>{' '}
            until the old settings return by themselves, at {timeOf(deadlineAt)}.
          </p>
        )}
        {isOpen(step) && step !== 'stuck' && <WithoutPanel />}
      </div>
      <div className="verdict-side">
        {isOpen(step) ? (
          <WaysOut view={view} isOver={isWaiting && left <= 0} />
        ) : (
          <Button onClick={onClose}>{step === 'kept' ? 'Done' : 'Back to the plan'}</Button>
        )}
        {(apply.failure === null || apply.failedDoing === 'write') && isOpen(step) && step === 'waiting' && (
          <Lacks view={view} />
        )}
      </div>
    </section>
  );
};

/** A button that went with the step before had the focus: it goes to how it stands now. */
const useFocusOf = (step: string) => {
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    if (document.activeElement === null || document.activeElement === document.body)
      document.getElementById('apply-outcome')?.focus({ preventScroll: true });
  }, [step]);
};

/** What is missing for Keep stands beside it. */
const Lacks = ({ view }: { view: ApplyView }) => {
  const lacks = keepLacks(view);
  return lacks === null ? null : (
    <p id="keep-lacks" className="small after-lacks">
      {lacks}
    </p>
  );
};

const WaysOut = ({ view, isOver }: { view: ApplyView; isOver: boolean }) => {
  const { apply } = usePanel();
  const { doing, state } = apply;
  const { id, step } = view;
  const lacks = keepLacks(view);
  const ordered = orderedOf(state, id);
  // Two presses would be two orders. Not disabled meanwhile: that would take the focus away.
  const unlessBusy = (act: () => Promise<unknown>) => () => {
    if (doing === null && ordered === null) void act();
  };
  return (
    <div className="after-ways">
      {(step === 'waiting' || step === 'keeping') && (
        <Button
          appearance="primary"
          data-is-primary
          isDisabled={lacks !== null || isOver}
          {...(lacks === null ? {} : { 'aria-describedby': 'keep-lacks' })}
          onClick={unlessBusy(() => apply.keep(id))}
        >
          {doing === 'keep' || ordered === 'keep' ? 'Keeping' : 'Keep the new ones'}
        </Button>
      )}
      {isOver && (
        <Button onClick={unlessBusy(apply.look)}>
          {doing === 'look' || ordered === 'look' ? 'Looking' : 'Look now'}
        </Button>
      )}
      <Button
        {...(step === 'stuck'
          ? ({ appearance: 'primary', 'data-is-primary': true } as const)
          : { iconBefore: UndoIcon })}
        onClick={unlessBusy(() => apply.restore(id, null))}
      >
        {doing === 'restore' || ordered === 'restore'
          ? 'Restoring'
          : wasRestoring(view) && step === 'stuck'
            ? 'Try again'
            : 'Restore'}
      </Button>
      {step === 'stuck' && (
        <Button appearance="subtle" onClick={unlessBusy(() => apply.leave(id))}>
          {doing === 'leave' ? 'Leaving' : 'Leave as it is'}
        </Button>
      )}
    </div>
  );
};
