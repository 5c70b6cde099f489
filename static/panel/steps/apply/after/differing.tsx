import Button from '@atlaskit/button/default/button';
import type { ApplyView } from '../../../../../src/contract/apply';
import type { ApplyOutcome } from '../../../../../src/contract/apply-calls';
import { orderedOf } from '../../../apply-goes-on';
import { usePanel } from '../../../panel-model';
import { counted } from '../../../parts/numbers';
import { DifferenceTable } from '../difference-table';

type DifferingProps = { view: ApplyView; called: string; differs: Extract<ApplyOutcome, { kind: 'differs' }> };

/** The plugin holds something else than was applied: shown first, and restored over by a second press alone. */
export const Differing = ({ view, called, differs }: DifferingProps) => {
  const { apply } = usePanel();
  const { changes, unchanged } = differs.difference;
  const restore = () => {
    if (apply.doing === null && orderedOf(apply.state, view.id) === null)
      void apply.restore(view.id, differs.fingerprint);
  };
  return (
    <section className="stack-small" aria-labelledby="restore-differs">
      <h2 className="group-title" id="restore-differs">
        What restoring would change
      </h2>
      <DifferenceTable
        changes={changes}
        unchanged={unchanged}
        labels={{ before: 'Now', after: 'Restored' }}
        of="What restoring would change"
      />
      <div className="actions">
        <Button onClick={restore}>Restore {counted(changes.length, 'field', 'fields')} over what is there</Button>
        <span className="small subtle">What {called} holds now is lost by this.</span>
      </div>
    </section>
  );
};
