import Button from '@atlaskit/button/default/button';
import Textarea from '@atlaskit/textarea';
import type { PluginFileReading } from '../../../src/contract/panel-calls';
import { failed, type Result } from '../../../src/contract/result';
import type { Plugin } from '../../../src/contract/target';
import { call } from '../bridge';
import { ChooseFile } from './choose-file';
import { LabelledField } from './labelled-field';

type ExportedFileProps = {
  /** Of the field to paste into. */
  id: string;
  pasted: string;
  onPaste: (text: string) => void;
  onText: (name: string, text: string) => void;
  /** Of the button that reads what was pasted. */
  read?: string;
};

/** A plugin's exported file, chosen or pasted. It holds secrets: it is kept nowhere here. */
export const ExportedFile = ({ id, pasted, onPaste, onText, read = 'Read it' }: ExportedFileProps) => (
  <>
    <div className="actions">
      <ChooseFile
        label="Exported file"
        accept=".json,application/json"
        onFile={(file) => void file.text().then((text) => onText(file.name, text))}
      />
    </div>
    <LabelledField id={id} label="Or paste what it holds">
      <Textarea
        id={id}
        minimumRows={3}
        maxHeight="160px"
        isMonospaced
        spellCheck={false}
        value={pasted}
        onChange={(event) => onPaste(event.currentTarget.value)}
      />
    </LabelledField>
    {pasted.trim() !== '' && (
      <div className="actions">
        <Button onClick={() => onText('The pasted text', pasted)}>{read}</Button>
      </div>
    )}
  </>
);

/** Where each plugin has it; all of them where none is given. */
export const ExportedFrom = ({ plugin = null }: { plugin?: Plugin | null }) => (
  <>
    {plugin !== 'atlassian-dc' && 'miniOrange: Backup/Restore Configurations, Export App Configuration. '}
    {plugin !== 'miniorange' && (
      <>
        Atlassian's own SSO: the answer of <code>/rest/authconfig/1.0/idps</code>.
      </>
    )}
  </>
);

/** A plugin's whole configuration is some kilobytes; the bridge takes 500 kB. */
const maxSize = 400_000;

/** Why an exported file is not handed over; null where it can be. */
export const tooLarge = (name: string, text: string): Result<never> | null =>
  text.length > maxSize
    ? failed('refused', `${name} is larger than 400 kB.`, {
        remedy: 'A configuration of one plugin is some kilobytes: look whether it is the right file.',
      })
    : null;

export const readExportedFile = async (name: string, text: string): Promise<Result<PluginFileReading>> =>
  tooLarge(name, text) ?? call('readPluginFile', { text });
