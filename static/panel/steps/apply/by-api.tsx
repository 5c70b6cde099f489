import Button from '@atlaskit/button/default/button';
import { useEffect, useState } from 'react';
import type { ApplyChange, ApplyPlan, ApplyState, PluginAccess } from '../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { keepDraft, readDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { isAbout } from '../../parts/failure-banner';
import { counted } from '../../parts/numbers';
import { placeOf } from '../../shell/target-words';
import { AccessForm } from './access-form';
import { AccessLine } from './access-line';
import { nameOfApply } from './after/history-words';
import { orderFromHere } from './apply-order';
import { Head } from './head';
import { OutcomeBanner } from './outcome-banner';
import { PlanPage } from './plan-page';
import { PlanSince } from './plan-since-banner';
import { PluginEgress } from './plugin-egress';
import { Reading } from './reading';
import { RedirectOffer } from './redirect-offer';
import { useFocusOf } from './use-focus-of';
import { usePlan } from './use-plan';
import type { WriteDraft } from './use-write-draft';

export type BeforeProps = {
  target: TargetView;
  state: ApplyState;
  change: ApplyChange;
  onChange: (change: ApplyChange) => void;
  draft: WriteDraft;
};

type ByApiProps = BeforeProps & { onByHand: () => void };

/** The plan, what came of the last order, and what the plugin is read and written with. */
export const ByApi = ({ target, state, change, onChange, draft, onByHand }: ByApiProps) => {
  const { check, apply, directory, signIn } = usePanel();
  const { access, order, newest } = state;
  const [isReplacing, setIsReplacing] = useState(false);
  // Those of somebody else that are not shared are told to nobody.
  const isKnown = access.kind !== 'none';
  const refused = useRefused(target.id, access);
  const planning = usePlan(
    target.id,
    change,
    isKnown && refused.failure === null
      ? madeOf(target, state, [check.reportRun, directory.state?.last?.id, signIn.summary?.verdict])
      : null,
    (failed) => {
      if (isAbout(failed, 'access')) refused.note(failed);
    },
    draft.shown,
  );
  const { since } = planning;
  const changeDraft = draft.change;
  // What was overruled was so for the fields that were shown then.
  useEffect(() => {
    if (since !== null && since.length > 0) changeDraft({ overruled: [], typedName: '' });
  }, [since, changeDraft]);
  const { plan, isLoading } = planning;
  // "Try again" goes with what it was about.
  useFocusOf(planning.failure === null ? 'read' : planning.failure.code, 'apply-heading');
  // What was said of credentials that are replaced is said no more.
  const failure = refused.failure ?? (isAbout(planning.failure, 'access') ? null : planning.failure);
  const ofHere = order?.what === 'write' && order.apply === orderFromHere(target.id) ? order : null;
  const isAboutAccess = isAbout(failure, 'access');
  const asksForAccess = !isKnown || isReplacing || isAboutAccess;
  const { notePlanned } = apply;
  const planned = plan?.change.kind === 'settings' ? plan.summary.changes.length : null;
  useEffect(() => {
    if (planned !== null) notePlanned(planned);
  }, [planned, notePlanned]);
  return (
    <>
      <Head>{headOf(target, plan, { hasFailed: failure !== null, history: state.history })}</Head>
      <div className="stack plan-news">
        {ofHere?.outcome && (
          <OutcomeBanner
            order={ofHere}
            view={newest?.id === ofHere.apply ? newest : null}
            called={plan?.called ?? placeOf(target.settings.value)}
            isAsShown={since !== null && since.length === 0}
          />
        )}
        {plan && <PlanSince since={since} at={plan.at} />}
        {change.kind !== 'settings' && (
          <p className="plan-back">
            <button type="button" className="link-button" onClick={() => onChange({ kind: 'settings' })}>
              Back to the fields of the settings
            </button>
          </p>
        )}
        {failure &&
          (failure.code === 'egress-not-granted' ? (
            <div role="alert">
              <PluginEgress target={target} onGranted={() => void planning.again()} />
            </div>
          ) : (
            <div role="alert">
              <Banner
                of="blocker"
                title={failure.message}
                label="No plan"
                // The same credentials once more would only bring the account closer to being locked.
                actions={
                  isAboutAccess ? undefined : (
                    <Button onClick={() => void planning.again()}>{isLoading ? 'Trying again' : 'Try again'}</Button>
                  )
                }
              >
                {failure.remedy}
              </Banner>
            </div>
          ))}
      </div>
      {isKnown && plan === null && failure === null && <Reading place={placeOf(target.settings.value)} />}
      {plan && (
        <PlanPage
          key={JSON.stringify(change)}
          target={target}
          state={state}
          plan={plan}
          planning={planning}
          draft={draft}
        />
      )}
      {plan?.redirect && change.kind === 'settings' && (
        <RedirectOffer
          plan={plan}
          onShow={(isOn) => {
            onChange({ kind: 'redirect', isOn });
            setTimeout(() => document.getElementById('apply-heading')?.focus(), 0);
          }}
        />
      )}
      <section className="group" aria-labelledby="plugin-access">
        <h2 id="plugin-access" className="group-title">
          {asksForAccess ? 'What the plugin is read and written with' : 'Read and written with'}
        </h2>
        <div className="card card-padded stack">
          {access.kind !== 'none' && !isReplacing && (
            <AccessLine access={access} onReplace={isAboutAccess ? null : () => setIsReplacing(true)} />
          )}
          {asksForAccess && (
            <>
              <AccessForm
                target={target}
                access={access}
                onSaved={() => {
                  setIsReplacing(false);
                  // The form goes with its button.
                  setTimeout(() => document.getElementById('apply-heading')?.focus(), 0);
                }}
              />
              {isReplacing && (
                <div className="actions">
                  <Button appearance="subtle" onClick={() => setIsReplacing(false)}>
                    Keep the old ones
                  </Button>
                </div>
              )}
            </>
          )}
          <p>
            No API allowed?{' '}
            <button type="button" className="link-button" onClick={onByHand}>
              Do it by hand instead
            </button>
          </p>
        </div>
      </section>
    </>
  );
};

/** Why credentials were refused, kept in this window: the same ones are not tried again by looking in once more. */
const useRefused = (target: string, access: PluginAccess) => {
  const at = access.kind === 'none' ? null : access.at;
  const key = `plugin-refused:${target}`;
  const [refused, setRefused] = useState(() => readDraft<{ at: string; failure: Failure }>(key)?.value ?? null);
  const note = (failure: Failure) => {
    if (at === null) return;
    setRefused({ at, failure });
    keepDraft(key, { base: 0, value: { at, failure } });
  };
  return { failure: refused !== null && refused.at === at ? refused.failure : null, note };
};

/** What a plan depends on: it is made anew where one of these is another. `looked`: what the other steps found. */
const madeOf = (
  target: TargetView,
  { access, wayBack, order, newest }: ApplyState,
  looked: readonly unknown[],
): string =>
  JSON.stringify([
    target.changedAt,
    access.kind === 'none' ? null : access.at,
    wayBack?.at,
    order?.what === 'write' ? [order.id, order.outcome?.kind] : null,
    newest?.step,
    looked,
  ]);

type Around = { hasFailed: boolean; history: ApplyState['history'] };

const headOf = (target: TargetView, plan: ApplyPlan | null, { hasFailed, history }: Around): string => {
  const place = placeOf(target.settings.value);
  if (plan === null)
    return hasFailed
      ? `What would be written into the plugin on ${place} cannot be told yet. Nothing has been written.`
      : `What would be written into the plugin on ${place}, field by field. Nothing has been yet.`;
  const { changes } = plan.summary;
  if (changes.length === 0) return `What is saved, beside what ${plan.called} holds.`;
  const which = changes.length === 1 ? 'This field' : `These ${counted(changes.length, 'field', 'fields')}`;
  const { change } = plan;
  const earlier = change.kind === 'as-before' ? history.find(({ id }) => id === change.apply) : undefined;
  return change.kind === 'as-before'
    ? `${which} of ${plan.called} would be as before ${earlier ? nameOfApply(earlier) : 'that apply'}. Nothing has been written yet.`
    : `${which} of ${plan.called} would be written. Nothing has been yet.`;
};
