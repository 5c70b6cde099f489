import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { ApplyView } from '../../../../../src/contract/apply';
import type { TargetView } from '../../../../../src/contract/panel-calls';
import { usePanel } from '../../../panel-model';
import { CopyBox } from '../../../parts/copy-box';
import { whenOf } from '../../../parts/moment';
import { DifferenceTable } from '../difference-table';
import { wasRestoring } from './applied-words';
import { handSteps, setByHand } from './by-hand-steps';
import { SaveBackup } from './save-backup';

/** The way out where a restore has failed: where the backup lies, and what to do by hand, step by step. */
export const ByHand = ({ view, target }: { view: ApplyView; target: TargetView }) => {
  const { state, apply } = usePanel();
  const { wayBack = null, access = null } = apply.state ?? {};
  // Whoever writes with a password has proved the way back with it.
  const account = wayBack?.account ?? (access?.kind === 'password' ? access.user : null);
  const { changes } = view;
  const steps = handSteps({ settings: target.settings.value, account, hasBackup: view.backupUntil !== null, changes });
  const fields = setByHand(changes);
  const place = state.place.from === 'cloud' ? "in the app's secret store on Forge" : "in this panel's data folder";
  const command = apply.state?.command ?? null;
  const [isSaving, setIsSaving] = useState(false);
  return (
    <section className="card card-padded stack" aria-labelledby="by-hand">
      <div className="stack-small">
        <h2 className="group-title" id="by-hand">
          By hand, step by step
        </h2>
        <p>
          {view.backupUntil === null
            ? 'The backup is not there any more: set the fields below to what they were.'
            : `The backup, what the plugin held before, lies encrypted ${place} until ${whenOf(view.backupUntil)}.`}
        </p>
        {view.backupUntil !== null && !isSaving && (
          <div className="actions">
            <Button onClick={() => setIsSaving(true)}>Save backup…</Button>
          </div>
        )}
      </div>
      {isSaving && <SaveBackup target={target.id} apply={view.id} onClose={() => setIsSaving(false)} />}
      <ol className="after-steps">
        {steps.map(({ text, copy }) => (
          <li key={text}>
            <div className="stack-small">
              <p>{text}</p>
              {copy !== null && <CopyBox {...copy} />}
            </div>
          </li>
        ))}
      </ol>
      {command !== null && (
        <div className="stack-small">
          <p>Or stop the program behind this panel, and run this in its folder. It asks for what it needs:</p>
          <CopyBox text={command} of="the command that restores" />
        </div>
      )}
      <p>
        Once it is done, press {view.step === 'stuck' && wasRestoring(view) ? '“Try again”' : '“Restore”'}: the plugin
        is read, and where it holds the old settings, this has ended.
      </p>
      {fields.length > 0 && (
        <DifferenceTable
          changes={fields}
          labels={{ before: 'As it was written', after: 'Set it to', changed: 'as it was before' }}
          of="Fields to set by hand"
        />
      )}
    </section>
  );
};
