import Button from '@atlaskit/button/default/button';
import Modal, { ModalBody, ModalFooter, ModalHeader, ModalTitle, ModalTransition } from '@atlaskit/modal-dialog';
import { useState } from 'react';
import type { Mapping } from '../../../../src/contract/mapping';
import type { PluginFileReading } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { pluginNames } from '../../../../src/contract/target';
import { ExportedFile, ExportedFrom, readExportedFile } from '../../parts/exported-file';
import { FailureBanner } from '../../parts/failure-banner';
import { Tick } from '../../parts/tick';
import { useMappingForm } from './mapping-form-context';

type FileDialogProps = { onClose: () => void; onPick: (mapping: Mapping, name: string) => void };

/** Takes the mapping out of what the plugin exported. The file holds secrets: it is kept nowhere here. */
const FileDialog = ({ onClose, onPick }: FileDialogProps) => {
  const { plugin } = useMappingForm();
  const [pasted, setPasted] = useState('');
  const [read, setRead] = useState<{ name: string; reading: PluginFileReading } | null>(null);
  const [provider, setProvider] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);

  const look = async (name: string, text: string) => {
    setRead(null);
    const answer = await readExportedFile(name, text);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setRead({ name, reading: answer.value });
    setProvider(answer.value.providers.find(({ mapping }) => mapping !== null)?.key ?? '');
  };
  const isOther = read !== null && read.reading.plugin !== plugin;
  const mapping = read?.reading.providers.find(({ key }) => key === provider)?.mapping ?? null;
  return (
    <ModalTransition>
      <Modal onClose={onClose} width="medium" label="The plugin’s exported file">
        <ModalHeader hasCloseButton>
          <ModalTitle>The plugin’s exported file</ModalTitle>
        </ModalHeader>
        <ModalBody>
          <div className="stack">
            <p className="subtle">
              <ExportedFrom /> Only the mapping is taken, and it is not saved yet.
            </p>
            <ExportedFile
              id="mapping-file"
              pasted={pasted}
              onPaste={setPasted}
              onText={(name, text) => void look(name, text)}
            />
            <FailureBanner failure={failure} />
            {read && (
              <>
                {isOther && (
                  <p>
                    This is a file of {pluginNames[read.reading.plugin]}, and this target has {pluginNames[plugin]}. Its
                    mapping is of no use here.
                  </p>
                )}
                {read.reading.notes.map((note) => (
                  <p key={note} className="subtle">
                    {note}
                  </p>
                ))}
                <fieldset className="plain">
                  <legend>Identity provider</legend>
                  {read.reading.providers.map(({ key, name, address, mapping: mapped }) => (
                    <Tick
                      key={key}
                      group="mapping-provider"
                      label={name || key}
                      note={`${address ?? 'no address'}, ${mapped ? 'with a mapping' : 'without a mapping'}`}
                      checked={key === provider}
                      onChange={() => setProvider(key)}
                    />
                  ))}
                </fieldset>
              </>
            )}
          </div>
        </ModalBody>
        <ModalFooter>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button
            appearance="primary"
            isDisabled={mapping === null || isOther}
            onClick={() => {
              if (mapping && read) onPick(mapping, read.name);
            }}
          >
            Fill in this mapping
          </Button>
        </ModalFooter>
      </Modal>
    </ModalTransition>
  );
};

// React.lazy asks for a default.
export default FileDialog;
