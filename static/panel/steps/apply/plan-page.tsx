import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { ApplyPlan, ApplyState, WayBack } from '../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { usePanel } from '../../panel-model';
import { FindingCard } from '../../parts/finding-card';
import type { CheckAgain } from '../../parts/finding-facts';
import { FindingRow } from '../../parts/finding-row';
import { Mark } from '../../parts/mark';
import { timeOf } from '../../parts/moment';
import { meaningOf } from '../../parts/verdict-words';
import { hrefOf } from '../../routes';
import { ByHandFields } from './by-hand-fields';
import { DifferenceTable } from './difference-table';
import { GuardList, shownGuards } from './guard-list';
import { ReplacedSecretForm } from './replaced-secret-form';
import { SaveImportFile } from './save-import-file';
import { TryFromNode } from './try-from-node';
import type { Planning } from './use-plan';
import type { WriteDraft } from './use-write-draft';
import { WayBackForm } from './way-back-form';
import { WriteForm } from './write-form';

type PlanPageProps = {
  target: TargetView;
  state: ApplyState;
  plan: ApplyPlan;
  planning: Planning;
  draft: WriteDraft;
};

/** What would be written, then what stands between it and the button. */
export const PlanPage = ({ target, state, plan, planning, draft }: PlanPageProps) => {
  const { announce } = usePanel();
  const [isTryingAnother, setIsTryingAnother] = useState(false);
  const { summary, guards, wayBack, byHand, findings, called, change, at } = plan;
  const hasChanges = summary.changes.length > 0;
  const readAgain = async () => {
    if (planning.isLoading) return;
    // Why it could not be read says the banner above, which is heard by itself.
    if (await planning.again()) announce('The plugin was read again.');
  };
  const isWayBackOpen = isTryingAnother || needsAccount.has(wayBack.kind);
  return (
    <>
      <Findings findings={findings} again={{ isRunning: planning.isLoading, act: () => void readAgain() }} />
      {hasChanges ? (
        <DifferenceTable changes={summary.changes} unchanged={summary.unchanged} />
      ) : (
        <>
          <p className="row nothing-to-write">
            <Mark of="passed" size="medium" silent />
            <span className="grow">
              {change.kind === 'settings'
                ? `${called} holds ${summary.unchanged.some(({ isUnread }) => isUnread) ? 'what is saved, in everything that can be read' : 'exactly what is saved'}.`
                : `${called} holds this already: there is nothing to write.`}{' '}
              {change.kind === 'settings' && <a href={hrefOf('sign-in')}>Try it by a test sign-in</a>}
            </span>
          </p>
          {summary.unchanged.length > 0 && <DifferenceTable changes={[]} unchanged={summary.unchanged} />}
        </>
      )}
      <p className="row small subtle read-at">
        <span>
          Read at {timeOf(at)}
          {planning.isLoading ? ', being read anew' : planning.failure === null ? '' : ', and not to be read since'}
        </span>
        <button type="button" className="link-button small" onClick={() => void readAgain()}>
          Read again
        </button>
      </p>
      {byHand.length > 0 && <ByHandFields fields={byHand} />}
      {hasChanges && plan.canTryFromNode && <TryFromNode target={target} />}
      {hasChanges && (
        <section className="group" aria-labelledby="before-it-is-written">
          <h2 id="before-it-is-written" className="group-title">
            Before it is written
          </h2>
          <div className="card card-padded stack">
            <GuardList
              guards={shownGuards(guards)}
              wayBack={wayBack}
              overruled={draft.overruled}
              onOverrule={(id, isOverruled) =>
                draft.change({
                  overruled: [...draft.overruled.filter((one) => one !== id), ...(isOverruled ? [id] : [])],
                })
              }
            />
            {guards.some(({ id, holds }) => id === 'secret-cannot-return' && !holds) && (
              <ReplacedSecretForm onSaved={async () => void (await planning.again())} />
            )}
            {!isWayBackOpen && wayBack.kind !== 'not-needed' && (
              <div className="actions">
                {wayBack.kind === 'missing' || wayBack.kind === 'form-missing' ? (
                  <Button spacing="compact" onClick={() => void readAgain()}>
                    {planning.isLoading ? 'Looking' : 'Look again'}
                  </Button>
                ) : (
                  <Button spacing="compact" appearance="subtle" onClick={() => setIsTryingAnother(true)}>
                    Try another emergency account
                  </Button>
                )}
              </div>
            )}
            {isWayBackOpen && (
              <WayBackForm
                target={target}
                onTried={async (found) => {
                  // What was found of the account stays where it was typed until it needs no other one.
                  if (needsAccount.has(found)) setIsTryingAnother(true);
                  await planning.again();
                  if (!needsAccount.has(found)) setIsTryingAnother(false);
                }}
              />
            )}
            <hr className="line" />
            <WriteForm target={target} state={state} plan={plan} draft={draft} planning={planning}>
              {change.kind === 'settings' && <SaveImportFile target={target} />}
            </WriteForm>
          </div>
        </section>
      )}
    </>
  );
};

/** States of the way back in which an account has to be named, or another one. */
const needsAccount: ReadonlySet<WayBack['kind']> = new Set([
  'not-tried',
  'account-refused',
  'account-reached',
  'restricted',
]);

/** What the checks of the plugin found; what passed says nothing here. */
const Findings = ({ findings, again }: Pick<ApplyPlan, 'findings'> & { again: CheckAgain }) => {
  const failures = findings.filter((finding) => ['blocker', 'serious'].includes(meaningOf(finding) ?? ''));
  const looks = findings.filter((finding) => meaningOf(finding) === 'look');
  if (failures.length + looks.length === 0) return null;
  return (
    <section className="plan-findings stack" aria-labelledby="plan-findings">
      <h2 id="plan-findings" className="group-title">
        Found at the plugin
      </h2>
      {failures.map((finding) => (
        // The thing to do now is below: these have no primary button.
        <FindingCard key={finding.id} finding={finding} isFirst={false} again={again} />
      ))}
      {looks.length > 0 && (
        <div className="card folds">
          {looks.map((finding) => (
            <FindingRow key={finding.id} finding={finding} again={again} />
          ))}
        </div>
      )}
    </section>
  );
};
