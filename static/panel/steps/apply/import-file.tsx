import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { ExportedFile, tooLarge } from '../../parts/exported-file';
import { FailureBanner } from '../../parts/failure-banner';
import { TypeAfterwards, useImportFile } from './save-import-file';

/** The same plan as a file for the plugin's own import, made from what stands there now. */
export const ImportFile = ({ target }: { target: TargetView }) => {
  const { made, failure, isMaking, make, fail } = useImportFile(target.id);
  const [pasted, setPasted] = useState('');
  return (
    <section className="group" aria-labelledby="import-file">
      <h2 id="import-file" className="group-title" tabIndex={-1}>
        Or a file to import
      </h2>
      <div className="card card-padded stack">
        <p className="subtle">
          An import clears the plugin first. Choose what it exports now (Backup/Restore Configurations, Export App
          Configuration): the file is made from it, so that other identity providers and settings survive. It is kept
          nowhere here.
        </p>
        <ExportedFile
          id="import-from"
          pasted={pasted}
          onPaste={setPasted}
          read="Make the file from it"
          onText={(name, text) => {
            const large = tooLarge(name, text);
            if (large !== null && !large.ok) fail(large.error);
            else void make(text);
          }}
        />
        <div className="actions">
          <span className="subtle">Nothing is set up in the plugin yet?</span>
          <Button
            onClick={() => {
              if (!isMaking) void make(null);
            }}
          >
            {isMaking ? 'Making the file' : 'Make it without'}
          </Button>
        </div>
        <FailureBanner failure={failure} />
        {made && (
          <div role="status">
            <TypeAfterwards file={made} />
          </div>
        )}
      </div>
    </section>
  );
};
