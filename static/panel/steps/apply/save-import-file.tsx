import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { AnswerOf, TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { saveFile } from '../../parts/save-file';

export type ImportedFile = NonNullable<Extract<AnswerOf<'importFile'>, { ok: true }>['value']>;

/** Has the file made, and hands it over. */
export const useImportFile = (target: string) => {
  const { announce } = usePanel();
  const [made, setMade] = useState<ImportedFile | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isMaking, setIsMaking] = useState(false);
  const make = async (text: string | null) => {
    setIsMaking(true);
    setFailure(null);
    const answer = await call('importFile', { target, text });
    setIsMaking(false);
    if (!answer.ok) return setFailure(answer.error);
    const file = answer.value;
    if (file === null)
      return setFailure({ code: 'refused', message: 'This plugin imports no file: its fields are filled in by hand.' });
    setMade(file);
    saveFile(new Blob([file.text], { type: 'application/json' }), file.name);
    announce(`${file.name} is saved. It holds no secret.`);
  };
  return { made, failure, isMaking, make, fail: setFailure };
};

/** The way for those who may read and must not write: the same plan as a file. */
export const SaveImportFile = ({ target }: { target: TargetView }) => {
  const { made, failure, isMaking, make } = useImportFile(target.id);
  if (target.settings.value.plugin !== 'miniorange') return null;
  return (
    <>
      <Button
        appearance="subtle"
        onClick={() => {
          if (!isMaking) void make(null);
        }}
      >
        {isMaking ? 'Making the file' : 'Save as a file to import'}
      </Button>
      {(failure || made) && (
        <div className="import-result stack-small">
          <FailureBanner failure={failure} />
          {made && <TypeAfterwards file={made} />}
        </div>
      )}
    </>
  );
};

/** What the file leaves out, by where it stands in it. */
export const TypeAfterwards = ({ file }: { file: ImportedFile }) => (
  <div className="stack-small">
    <p>
      <strong>{file.name}</strong> is saved, without secrets. In the plugin: Backup/Restore Configurations, Import App
      Configuration. The import replaces everything that stands there.
    </p>
    {file.typeAfterwards.length > 0 && (
      <>
        <p>
          Then type {file.typeAfterwards.length === 1 ? 'this one' : 'these'} on its screens, from where you keep them:
        </p>
        <ul className="notes">
          {file.typeAfterwards.map((path) => (
            <li key={path.join('/')}>{path.join(', ')}</li>
          ))}
        </ul>
      </>
    )}
  </div>
);
