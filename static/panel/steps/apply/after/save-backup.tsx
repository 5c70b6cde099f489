import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useId, useState } from 'react';
import { shortestPassphrase } from '../../../../../src/contract/apply-calls';
import type { Failure } from '../../../../../src/contract/result';
import { call } from '../../../bridge';
import { usePanel } from '../../../panel-model';
import { CopyBox } from '../../../parts/copy-box';
import { FailureBanner } from '../../../parts/failure-banner';
import { describedBy, LabelledField } from '../../../parts/labelled-field';
import { saveFile } from '../../../parts/save-file';
import { openBackupCommand } from './by-hand-steps';

type SaveBackupProps = { target: string; apply: string; onClose: () => void };

/** A backup as a file, encrypted whole: it holds the secrets of all identity providers. */
export const SaveBackup = ({ target, apply, onClose }: SaveBackupProps) => {
  const { announce } = usePanel();
  const id = useId();
  const [passphrase, setPassphrase] = useState('');
  const [isMaking, setIsMaking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isReady = [...passphrase].length >= shortestPassphrase;
  const save = async () => {
    if (!isReady || isMaking) return;
    setIsMaking(true);
    setFailure(null);
    const answer = await call('exportApplyBackup', { target, apply, passphrase });
    setIsMaking(false);
    if (!answer.ok) return setFailure(answer.error);
    const { name, base64 } = answer.value;
    saveFile(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]), name);
    setPassphrase('');
    announce('The encrypted backup is ready.');
    onClose();
  };
  return (
    <form
      className="stack"
      aria-label="Save backup"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <FailureBanner failure={failure} />
      <LabelledField
        id={id}
        label="Passphrase for the file"
        hint={`${shortestPassphrase} characters or more. It is kept nowhere: without it nobody opens the file.`}
      >
        <Textfield
          id={id}
          type="password"
          autoComplete="new-password"
          autoFocus
          value={passphrase}
          {...describedBy(id, true)}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      </LabelledField>
      <div className="stack-small">
        <p className="small subtle">Opened without this product, with the name of the file for backup.enc:</p>
        <CopyBox text={openBackupCommand} of="the command that opens it" />
      </div>
      <div className="actions">
        <Button type="submit" isDisabled={!isReady}>
          {isMaking ? 'Encrypting' : 'Save the file'}
        </Button>
        <Button appearance="subtle" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
};
