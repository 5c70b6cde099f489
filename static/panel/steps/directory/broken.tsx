import Button from '@atlaskit/button/default/button';
import type { DryRunView } from '../../../../src/contract/dry-run';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { timeOf } from '../../parts/moment';
import { aboutGoneRun } from './gone-run';

/** A run that ended without a result: what there is of it, and how to go on. */
export const Broken = ({ run, hasResult }: { run: DryRunView; hasResult: boolean }) => {
  const { directory } = usePanel();
  const { doing } = directory;
  const told = aboutGoneRun(run);
  return (
    <section className="broken" aria-labelledby="directory-answer">
      <h2 className="unseen" id="directory-answer" tabIndex={-1}>
        {told.heading}
      </h2>
      <Banner
        of={told.of}
        label="The last run"
        title={told.title}
        actions={
          <>
            {run.canGoOn && (
              <Button
                appearance="primary"
                onClick={() => {
                  if (doing === null) void directory.goOn(run.id);
                }}
              >
                {doing === 'go-on' ? 'Going on' : 'Go on from there'}
              </Button>
            )}
            <Button
              onClick={() => {
                if (doing === null) void directory.start();
              }}
            >
              {doing === 'start' ? 'Starting' : 'Start anew'}
            </Button>
          </>
        }
      >
        {told.text} {hasResult && `Below is the result from before it.`}
      </Banner>
      {run.state === 'stopped' && !run.canGoOn && (
        <p className="small subtle">What it had read does not fit what is saved now, so it begins at the beginning.</p>
      )}
      {run.canGoOn && run.progress?.savedAt && (
        <p className="small subtle">What was kept at {timeOf(run.progress.savedAt)} is not read again.</p>
      )}
    </section>
  );
};
