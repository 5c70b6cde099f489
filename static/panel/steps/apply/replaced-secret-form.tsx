import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useId, useState } from 'react';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { describedBy, LabelledField } from '../../parts/labelled-field';

/** The client secret that stands in the plugin now: it does not show it, and a restore has to put it back. */
export const ReplacedSecretForm = ({ onSaved }: { onSaved: () => Promise<void> }) => {
  const { apply, announce } = usePanel();
  const id = useId();
  const [secret, setSecret] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  const [wasTried, setWasTried] = useState(false);
  const save = async () => {
    if (secret === '' || isSaving) return;
    setIsSaving(true);
    setWasTried(true);
    if (await apply.saveReplacedSecret(secret)) {
      setSecret('');
      announce('The client secret that stands there is known now.');
      await onSaved();
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
      {wasTried && !isSaving && <FailureBanner failure={apply.failure} />}
      <LabelledField
        id={id}
        label="Client secret that stands there now"
        hint="So that a restore can put it back. It cannot be tried; it is never shown again, and deleted once what is written is kept or restored."
      >
        <Textfield
          id={id}
          type="password"
          autoComplete="new-password"
          value={secret}
          {...describedBy(id, true)}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      </LabelledField>
      <div className="actions">
        <Button type="submit" isDisabled={secret === ''}>
          {isSaving ? 'Saving' : 'Save it for the way back'}
        </Button>
      </div>
    </form>
  );
};
