import { LinkButton } from '@atlaskit/button/new';
import NextIcon from '@atlaskit/icon/core/chevron-right';
import { usePanel } from '../panel-model';
import { hrefOf, isJudged, type Step, stepNames, steps } from '../routes';

/** Back and Next. Next is the thing to do now only where this step has nothing left to do. */
export const StepFoot = ({ step }: { step: Step }) => {
  const { report, check } = usePanel();
  const index = steps.indexOf(step);
  const back = steps[index - 1];
  const next = steps[index + 1];
  const isDone =
    isJudged(step) && !check.running && report?.steps[step].verdict === 'ready' && report.steps[step].counts.passed > 0;
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
