import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { DryRunResult, DryRunView } from '../../../../src/contract/dry-run';
import { usePanel } from '../../panel-model';
import { whenOf } from '../../parts/moment';
import { lastedOf } from './running-words';

/** When it was, by which mapping, and how long what was read is kept. */
export const KeptLine = ({ run, result }: { run: DryRunView; result: DryRunResult }) => {
  const { directory, state } = usePanel();
  const [isAsking, setIsAsking] = useState(false);
  const isDeleting = directory.doing === 'delete';
  return (
    <>
      <p className="small subtle below-verdict">
        {whenOf(run.startedAt)}
        {run.who !== state.me && `, started by ${run.who}`}, with mapping version {run.mappingVersion}, in{' '}
        {lastedOf(result.milliseconds)}. People are kept until {whenOf(result.rowsUntil)}.{' '}
        {!isAsking && (
          <button type="button" className="link-button small" onClick={() => setIsAsking(true)}>
            Delete this run
          </button>
        )}
      </p>
      {isAsking && (
        <div className="actions below-verdict">
          <span className="small">
            Everybody who was read, the sums and this page's verdict are deleted at once. Casdoor and the product stay
            as they are.
          </span>
          <Button
            spacing="compact"
            onClick={() => {
              if (!isDeleting) void directory.remove(run.id);
            }}
          >
            {isDeleting ? 'Deleting' : 'Delete it'}
          </Button>
          <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(false)}>
            Keep it
          </Button>
        </div>
      )}
    </>
  );
};
