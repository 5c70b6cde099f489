import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useId, useState } from 'react';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { describedBy, type FieldFault, LabelledField } from '../../parts/labelled-field';
import { counted } from '../../parts/numbers';

type ReplacedSecretFormProps = {
  /** The plan is made anew by what was saved. */
  onSaved: () => Promise<void>;
};

/** The client secret that stands in the plugin now: it does not show it, and a restore has to put it back. */
export const ReplacedSecretForm = ({ onSaved }: ReplacedSecretFormProps) => {
  const { apply, announce } = usePanel();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  const secret = typed.trim();
  const isReady = secret !== '' && secret.length <= mostCharacters && !/\s/.test(secret);
  const save = async () => {
    if (!isReady || isSaving) return;
    setIsSaving(true);
    if (await apply.saveReplacedSecret(secret)) {
      setTyped('');
      announce('The client secret that stands there is saved for the way back.');
      await onSaved();
      // What was made of it stands there, and the form goes once nothing is left to type.
      setTimeout(() => document.getElementById('guard-secret-cannot-return')?.focus(), 0);
    }
    setIsSaving(false);
  };
  return (
    <form
      className="stack"
      aria-label="Client secret that stands there now"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {!isSaving && apply.failedDoing === 'replaced-secret' && <FailureBanner failure={apply.failure} />}
      <LabelledField
        id={id}
        label="Client secret that stands there now"
        hint="So that a restore can put it back. Casdoor is asked whether it takes it for the client ID that stands there now. It is never shown again, and deleted once what is written is kept or restored."
        fault={faultOf(secret)}
      >
        <Textfield
          id={id}
          type="password"
          autoComplete="new-password"
          value={typed}
          {...describedBy(id, true)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </LabelledField>
      <div className="actions">
        <Button type="submit" isDisabled={!isReady}>
          {isSaving ? 'Saving' : 'Save it for the way back'}
        </Button>
      </div>
    </form>
  );
};

const mostCharacters = 2_000;
/** Of the client secrets that Casdoor makes; somebody may have given it another. */
const usualCharacters = 40;

/** Blanks around it are copied along easily, and are not sent. */
const faultOf = (secret: string): FieldFault | null => {
  if (secret === '') return null;
  if (/\s/.test(secret))
    return { of: 'serious', text: 'There is a blank in it: more than the client secret was pasted.' };
  if (secret.length > mostCharacters) return { of: 'serious', text: 'It is too long for a client secret.' };
  return secret.length === usualCharacters
    ? null
    : {
        of: 'look',
        text: `It has ${counted(secret.length, 'character', 'characters')}; those that Casdoor makes have ${usualCharacters}. Look whether all of it is there.`,
      };
};
