import { usePanel } from '../../../panel-model';
import { CopyBox } from '../../../parts/copy-box';
import { Fold } from '../../../parts/fold';

/** Where the old settings come back only as long as this process runs: what happens else, and how to do it without it. */
export const WithoutPanel = () => {
  const { apply } = usePanel();
  const { needsProcess = false, command = null } = apply.state ?? {};
  if (!needsProcess && command === null) return null;
  return (
    <>
      {needsProcess && (
        <p>
          That needs the program behind this panel to go on running; this window may be closed. Where it is stopped, the
          old settings return at its next start.
        </p>
      )}
      {command !== null && (
        <Fold summary="Restore without the panel">
          <div className="stack-small">
            <p>Stop the program behind this panel, then run this in its folder:</p>
            <CopyBox text={command} of="the command that restores" />
          </div>
        </Fold>
      )}
    </>
  );
};
