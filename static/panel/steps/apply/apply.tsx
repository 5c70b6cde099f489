import { useEffect, useRef, useState } from 'react';
import { type ApplyView, isOpen } from '../../../../src/contract/apply';
import type { ApplyChange, ApplyState } from '../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { Skeleton } from '../../parts/skeleton';
import { StepFoot } from '../../parts/step-foot';
import { hrefOf } from '../../routes';
import { placeOf } from '../../shell/target-words';
import { useLooking } from '../../use-looking';
import { After } from './after/after';
import { calledIn } from './after/after-words';
import { isUnread, noteClosed } from './after/closed';
import { History } from './after/history';
import { Before } from './before';
import { ByHand } from './by-hand';
import { Head } from './head';
import { useFocusOf } from './use-focus-of';
import { useWriteDraft } from './use-write-draft';
import { Working } from './working';
import './apply.css';

/** What is written into the plugin: before, after, and how to get back. */
const ApplyStep = () => {
  const { target, state } = usePanel();
  if (target) return <ApplyTo key={target.id} target={target} />;
  return (
    <>
      <Head>What would be written into the plugin, and a way back.</Head>
      <p>
        There is no plugin yet that could be written to.{' '}
        <a href={hrefOf(state.connection === null ? 'connect' : 'client')}>
          {state.connection === null ? 'Give the address of Casdoor in Connect' : 'Name it in Client'}
        </a>
      </p>
      <StepFoot step="apply" />
    </>
  );
};

const ApplyTo = ({ target }: { target: TargetView }) => {
  const { apply } = usePanel();
  const { state, failure, refresh } = apply;
  const [change, setChange] = useState<ApplyChange>({ kind: 'settings' });
  // What others did since the panel was opened.
  useEffect(() => void refresh(), [refresh]);
  useLooking(true, othersPause, refresh);
  return (
    <>
      {state === null ? (
        failure === null ? (
          <>
            <Head>What would be written into the plugin on {placeOf(target.settings.value)}, field by field.</Head>
            <Skeleton label="What was written last is being looked up" />
          </>
        ) : (
          <ByHand target={target} why={null}>
            <FailureBanner failure={failure} />
          </ByHand>
        )
      ) : (
        <ApplyPages target={target} state={state} change={change} onChange={setChange} />
      )}
      <StepFoot step="apply" />
    </>
  );
};

/** Milliseconds: another administrator who begins meanwhile is seen before somebody here has read the plan to its end. */
const othersPause = 10_000;

type ApplyPagesProps = {
  target: TargetView;
  state: ApplyState;
  change: ApplyChange;
  onChange: (change: ApplyChange) => void;
};

const ApplyPages = ({ target, state, change, onChange }: ApplyPagesProps) => {
  const { apply } = usePanel();
  const { newest, order } = state;
  /** The apply that was open while this page was: how it ended is shown until it is closed. */
  const [followed, setFollowed] = useState<string | null>(null);
  const isNewestOpen = newest !== null && isOpen(newest.step);
  const open = isNewestOpen ? newest.id : null;
  useEffect(() => {
    if (open !== null) setFollowed(open);
  }, [open]);
  const isAfter =
    newest !== null && (isNewestOpen || isUnread(newest) || (followed === newest.id && newest.step !== 'not-written'));
  const view = newest !== null && newest.id === order?.apply ? newest : null;
  const page = isBeingWritten(state) ? 'working' : isAfter ? 'after' : 'before';
  // What is kept at once has ended before anybody sees it open.
  const ordered = page === 'working' ? (order?.apply ?? null) : null;
  useEffect(() => {
    if (ordered !== null) setFollowed(ordered);
  }, [ordered]);
  useFocusOf(page, 'apply-outcome', 'apply-heading');
  useTopOf(page);
  const draft = useWriteDraft(`${target.id} ${JSON.stringify(change)}`);
  // What was planned went on to the plugin. Up to there the plan stays, with what was chosen beside it.
  const beginAnew = useRef(() => {});
  beginAnew.current = () => {
    draft.forget();
    onChange({ kind: 'settings' });
  };
  useEffect(() => {
    if (page === 'after') beginAnew.current();
  }, [page]);
  const close = (ended: ApplyView) => {
    noteClosed(ended);
    setFollowed('');
  };
  return (
    <>
      {page === 'working' && order && (
        <>
          <Head />
          {apply.failedDoing === null && <FailureBanner failure={apply.failure} />}
          <Working
            order={order}
            view={view}
            called={`${calledIn[target.settings.value.plugin]} on ${placeOf(target.settings.value)}`}
            needsProcess={state.needsProcess}
          />
        </>
      )}
      {page === 'after' && newest && (
        <>
          <Head />
          <After view={newest} onClose={() => close(newest)} />
        </>
      )}
      {page === 'before' && <Before target={target} state={state} change={change} onChange={onChange} draft={draft} />}
      <History
        onPlan={(next) => {
          // How the last one ended gives way to what is planned now.
          if (newest && !isNewestOpen) close(newest);
          onChange(next);
          scrollTo(0, 0);
          document.getElementById('apply-heading')?.focus();
        }}
      />
    </>
  );
};

/** An order to write is worked on; how it went on from the wait stands on the page after it. */
const isBeingWritten = ({ order, newest }: ApplyState): boolean => {
  if (order === null || order.what !== 'write' || order.outcome !== null) return false;
  return newest === null || newest.id !== order.apply || !newest.isResting;
};

/** Another page is read from its beginning, unless somebody is at work on it already. */
const useTopOf = (page: string) => {
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    if (['apply-outcome', 'apply-heading'].includes(document.activeElement?.id ?? '')) scrollTo(0, 0);
  }, [page]);
};

// React.lazy asks for a default.
export default ApplyStep;
