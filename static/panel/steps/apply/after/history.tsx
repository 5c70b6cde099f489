import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import { type ApplyView, isOpen } from '../../../../../src/contract/apply';
import type { ApplyChange } from '../../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../../src/contract/panel-calls';
import { usePanel } from '../../../panel-model';
import { Fold } from '../../../parts/fold';
import { Mark } from '../../../parts/mark';
import { dayOf, whenOf } from '../../../parts/moment';
import { saveFile } from '../../../parts/save-file';
import { DifferenceTable } from '../difference-table';
import { calledIn } from './after-words';
import { endOf, exportOf, nameOfApply, whatOf } from './history-words';
import { JournalLines } from './journal';
import { People } from './people';
import { SaveBackup } from './save-backup';
import './after.css';

/** Everything that went on to the plugin: looked at, taken back as a new plan, its backup deleted, handed over. */
export const History = ({ onPlan }: { onPlan: (change: ApplyChange) => void }) => {
  const { apply, target, announce } = usePanel();
  const [opened, setOpened] = useState<string | null>(null);
  const history = apply.state?.history ?? [];
  if (!target || history.length === 0) return null;
  const called = calledIn[target.settings.value.plugin];
  // Nothing is planned while somebody has still to decide.
  const isHeld = history.some(({ step }) => isOpen(step));
  const save = () => {
    const { name, text } = exportOf(history, called, new Date());
    saveFile(new Blob([text], { type: 'application/json' }), name);
    announce('The JSON file is ready.');
  };
  return (
    <section className="group" aria-labelledby="apply-history">
      <div className="row spread">
        <h2 className="group-title" id="apply-history">
          History
        </h2>
        <Button spacing="compact" onClick={save}>
          Export
        </Button>
      </div>
      <div className="card">
        <table className="cards after-history">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">Mapping</th>
              <th scope="col">How it ended</th>
              <th scope="col">
                <span className="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          {history.map((view) => (
            <HistoryRow
              key={view.id}
              target={target}
              view={view}
              isOpened={opened === view.id}
              onOpen={() => setOpened(opened === view.id ? null : view.id)}
              onRestore={isHeld ? null : () => onPlan({ kind: 'as-before', apply: view.id })}
            />
          ))}
        </table>
      </div>
      <p className="small subtle">
        The last twenty are shown. Their backups are kept, encrypted, for ninety days at most. Restoring one is a plan
        like another: it is shown first.
      </p>
    </section>
  );
};

type HistoryRowProps = {
  target: TargetView;
  view: ApplyView;
  isOpened: boolean;
  onOpen: () => void;
  /** Null where no plan can be made now. */
  onRestore: (() => void) | null;
};

const HistoryRow = ({ target, view, isOpened, onOpen, onRestore }: HistoryRowProps) => {
  const { startedAt, who, mappingVersion, backupUntil, changes } = view;
  const name = nameOfApply(view);
  const { of, text } = endOf(view);
  return (
    <tbody>
      <tr>
        <td data-label="When" className="figures">
          <strong>{whenOf(startedAt)}</strong>
        </td>
        <td data-label="Who">
          <span>{who}</span>
        </td>
        <td data-label="What">
          <span>{whatOf(view)}</span>
        </td>
        <td data-label="Mapping" className="figures">
          <span>{mappingVersion === null ? 'As before' : `Version ${mappingVersion}`}</span>
        </td>
        <td data-label="Ended">
          <span className="after-line">
            <Mark of={of} silent />
            <span>{text}</span>
          </span>
        </td>
        <td className="after-acts">
          <span className="row">
            {changes.length > 0 && (
              <Button
                spacing="compact"
                appearance="subtle"
                aria-expanded={isOpened}
                aria-label={`Compare what ${name} wrote`}
                onClick={onOpen}
              >
                Compare
              </Button>
            )}
            {backupUntil !== null && onRestore && (
              <Button spacing="compact" aria-label={`Restore what was there before ${name}`} onClick={onRestore}>
                Restore…
              </Button>
            )}
          </span>
        </td>
      </tr>
      {isOpened && (
        <tr>
          <td colSpan={6} className="after-compared">
            <div className="stack">
              <DifferenceTable
                changes={changes}
                labels={{ before: 'Before', after: 'Written' }}
                of={`What ${name} wrote`}
              />
              {view.overruled.length > 0 && (
                <p>
                  Overruled by {who}: {view.overruled.map(({ message }) => message).join(' ')}
                </p>
              )}
              <Fold summary="What was done">
                <JournalLines view={view} />
              </Fold>
              <Backup target={target.id} view={view} />
              {backupUntil !== null && !isOpen(view.step) && (
                <Fold summary="Who differs since the write">
                  <People view={view} target={target} />
                </Fold>
              )}
            </div>
          </td>
        </tr>
      )}
    </tbody>
  );
};

/** Until when it can be restored. A backup holds the secrets of all providers, so it can be deleted before that. */
const Backup = ({ target, view }: { target: string; view: ApplyView }) => {
  const { apply, announce } = usePanel();
  const [isAsking, setIsAsking] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const { id, backupUntil, step } = view;
  if (backupUntil === null) return <p className="subtle">Its backup is not there any more.</p>;
  const remove = async () => {
    if (await apply.deleteBackup(id)) announce('The backup was deleted.');
  };
  if (isSaving) return <SaveBackup target={target} apply={id} onClose={() => setIsSaving(false)} />;
  return (
    <div className="row after-backup">
      <span className="grow">
        {isAsking
          ? 'What the plugin held before cannot be restored from here any more, and people cannot be compared with it.'
          : `Its backup is kept until ${dayOf(backupUntil)}.`}
      </span>
      {!isAsking && (
        <Button spacing="compact" appearance="subtle" onClick={() => setIsSaving(true)}>
          Save backup…
        </Button>
      )}
      {isOpen(step) ? null : isAsking ? (
        <>
          <Button spacing="compact" onClick={() => void remove()}>
            {apply.doing === 'delete-backup' ? 'Deleting' : 'Delete it'}
          </Button>
          <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(false)}>
            Keep it
          </Button>
        </>
      ) : (
        <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(true)}>
          Delete backup
        </Button>
      )}
    </div>
  );
};
