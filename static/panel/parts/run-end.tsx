import Button from '@atlaskit/button/default/button';
import { usePanel } from '../panel-model';
import { Banner } from './banner';
import { timeOf } from './moment';

/** How the last run ended, where it did not end with a report. What was known before stays below. */
export const RunEnd = () => {
  const { check, report } = usePanel();
  if (check.running || !check.ended) return null;
  const again = <Button onClick={() => void check.start()}>Check again</Button>;
  const kept = report ? `What follows is from ${timeOf(report.at)}.` : 'Nothing has been checked yet.';
  if (check.ended.kind === 'cancelled') {
    const { done, of } = check.ended.run.progress;
    return (
      <Banner
        of="not-yet"
        title={of > 0 ? `Cancelled after ${done} of ${of}.` : 'Cancelled.'}
        actions={again}
        label="Cancelled check"
      >
        {kept}
      </Banner>
    );
  }
  return (
    <Banner of="look" title={check.ended.problem} actions={again} label="The check did not end">
      {check.ended.remedy} {kept}
    </Banner>
  );
};
