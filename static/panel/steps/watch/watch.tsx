import Button from '@atlaskit/button/default/button';
import RefreshIcon from '@atlaskit/icon/core/refresh';
import Lozenge from '@atlaskit/lozenge';
import { useEffect } from 'react';
import { type WatchedPart, type WatchState, whyUnread } from '../../../../src/contract/watch';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { FailureBanner } from '../../parts/failure-banner';
import { Mark } from '../../parts/mark';
import { Skeleton } from '../../parts/skeleton';
import { StepFoot } from '../../parts/step-foot';
import { hrefOf } from '../../routes';
import { Events } from './events';
import { LookStrip } from './look-strip';
import { restrictions, unreadWords, watchWords } from './watch-words';
import './watch.css';

/** Whether what was applied still is so: today's state, the last looks, what changed. */
const WatchStep = () => {
  const { target, watch } = usePanel();
  const { refresh, state, failure } = watch;
  // What a schedule has seen meanwhile.
  useEffect(() => void refresh(), [refresh]);
  return (
    <>
      <div className="head">
        <h1>Watch</h1>
      </div>
      {target === null ? (
        <p>
          There is no plugin yet that could be watched. <a href={hrefOf('client')}>Name it in Client</a>
        </p>
      ) : (
        <>
          <FailureBanner failure={failure} />
          {state === null && failure === null && <Skeleton label="What was seen is being loaded" />}
          {state !== null && (state.since === null ? <NothingApplied /> : <Watched state={state} />)}
        </>
      )}
      <StepFoot step="watch" />
    </>
  );
};

const NothingApplied = () => {
  const way = usePanel().apply.state?.way;
  return (
    <section className="verdict verdict-not-yet" aria-label="Verdict">
      <Mark of="not-yet" size="large" silent />
      <div className="verdict-body">
        <h2>{way?.kind === 'by-hand' ? 'Nothing can be watched here' : 'Nothing was applied from here yet'}</h2>
        {way?.kind === 'by-hand' ? (
          <p>
            {way.why} What is filled in by hand cannot be read again from here; <a href={hrefOf('apply')}>Apply</a>{' '}
            compares the plugin’s exported file.
          </p>
        ) : (
          <p>
            Once settings were written and kept, they are read again once a day, and whatever differs is shown here.{' '}
            <a href={hrefOf('apply')}>Write them in Apply</a>
          </p>
        )}
      </div>
    </section>
  );
};

const Watched = ({ state }: { state: WatchState }) => {
  const { watch } = usePanel();
  const { of, headline, text, lozenge } = watchWords(state);
  const last = state.looks.at(-1);
  // By the headline, or by why a part cannot be compared.
  const isTold =
    last === undefined ||
    headline === unreadWords(last) ||
    state.parts.some(({ isCompared, why }) => !isCompared && why !== null);
  const isLooking = watch.doing === 'look' || state.isLooking;
  // Not disabled meanwhile: that would take the focus away.
  const look = () => {
    if (!isLooking && watch.doing === null) void watch.look();
  };
  return (
    <>
      <section className={`verdict verdict-${of}`} aria-label="Verdict">
        <Mark of={of} size="large" silent />
        <div className="verdict-body">
          <div className="row">
            <h2 id="watch-outcome" tabIndex={-1}>
              {headline}
            </h2>
            {lozenge && <Lozenge appearance={lozenge.appearance}>{lozenge.text}</Lozenge>}
          </div>
          {text !== null && <p>{text}</p>}
        </div>
        <div className="verdict-side">
          <Button iconBefore={RefreshIcon} onClick={look}>
            {isLooking ? 'Looking' : 'Check now'}
          </Button>
        </div>
      </section>
      {restrictions(state.parts).map((sentence) => (
        <p key={sentence} className="small subtle below-verdict">
          {sentence}
        </p>
      ))}
      {isLooking && (
        <p className="small subtle below-verdict">
          <Mark of="running" silent /> The plugin and Casdoor are being read; what stands here is of the look before.
        </p>
      )}
      {last?.failure && !isTold && (
        <div className="watch-blind">
          <Banner of="look" title={`${unreadWords(last)}.`} label="The last look">
            {whyUnread(last.failure)}
          </Banner>
        </div>
      )}
      {state.parts.map(
        ({ thing, why, remedy }) =>
          why !== null && (
            <div className="watch-blind" key={thing}>
              <NotCompared thing={thing} why={why} remedy={remedy} look={last?.id ?? null} />
            </div>
          ),
      )}
      <LookStrip state={state} />
      <Events state={state} />
    </>
  );
};

type NotComparedProps = Pick<WatchedPart, 'thing' | 'remedy'> & { why: string; look: string | null };

/** Why a part is not compared, and what to do about it: give what it is read with, or take what is there for applied. */
const NotCompared = ({ thing, why, remedy, look }: NotComparedProps) => {
  const { apply, watch } = usePanel();
  const hasAccess = apply.state !== null && apply.state.access.kind !== 'none';
  return (
    <Banner
      of="look"
      title={why}
      label={thing === 'plugin' ? 'The plugin is not looked at' : 'The application is not compared'}
      actions={
        thing === 'plugin' && remedy === null && hasAccess && look !== null ? (
          <Button
            onClick={() => {
              if (watch.doing === null) void watch.accept(look, null);
            }}
          >
            {watch.doing === 'accept' ? 'Accepting' : 'Accept what is there now'}
          </Button>
        ) : null
      }
    >
      {remedy !== null && <a href={hrefOf(remedy.step)}>{remedy.text}</a>}
    </Banner>
  );
};

// React.lazy asks for a default.
export default WatchStep;
