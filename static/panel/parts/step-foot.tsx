import LinkButton from '@atlaskit/button/link';
import NextIcon from '@atlaskit/icon/core/chevron-right';
import type { JudgedStep } from '../../../src/contract/report';
import { type PanelModel, summaryOf, usePanel } from '../panel-model';
import { hrefOf, isJudged, type Step, stepNames, steps } from '../routes';

/** Back and Next. Next is the thing to do now only where this step has nothing left to do, saving included. */
export const StepFoot = ({ step, isDirty = false }: { step: Step; isDirty?: boolean }) => {
  const model = usePanel();
  const index = steps.indexOf(step);
  const back = steps[index - 1];
  const next = steps[index + 1];
  const isDone = !isDirty && isJudged(step) && !model.check.running && isInOrder(step, model);
  return (
    <nav className="step-foot" aria-label="Neighbouring steps">
      {back && (
        <LinkButton href={hrefOf(back)} appearance="subtle">
          Back
        </LinkButton>
      )}
      {next && (
        <LinkButton data-is-next href={hrefOf(next)} appearance={isDone ? 'primary' : 'default'} iconAfter={NextIcon}>
          Next: {stepNames[next]}
        </LinkButton>
      )}
    </nav>
  );
};

const isInOrder = (step: JudgedStep, model: PanelModel): boolean => {
  const summary = summaryOf(step, model);
  if (summary?.verdict !== 'ready' || summary.counts.passed === 0) return false;
  const { state, person } = model.signIn;
  return step !== 'sign-in' || (state?.current?.result?.isMeant === true && person?.getsIn === true);
};
