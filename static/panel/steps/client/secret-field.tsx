import Button from '@atlaskit/button/default/button';
import LockIcon from '@atlaskit/icon/core/lock-locked';
import Textfield from '@atlaskit/textfield';
import { useState } from 'react';
import { usePanel } from '../../panel-model';
import { describedBy, type FieldFault, LabelledField } from '../../parts/labelled-field';
import { whenOf } from '../../parts/moment';
import { hostOf } from '../../shell/header';
import type { TypedSecret } from './use-secret';

/** Write-only: what is kept is never shown, only when it was saved, and can be replaced or forgotten. */
export const SecretField = ({ secret, fault }: { secret: TypedSecret; fault: FieldFault | null }) => {
  const { state } = usePanel();
  const [isAsking, setIsAsking] = useState(false);
  const host = hostOf(state.connection?.value.address);
  const power = `Never shown again, and sent to ${host ?? 'the Casdoor it is typed for'} only. It can administer all of your Casdoor, so whoever may open this panel can have it used.`;
  const { saved } = secret;
  if (saved.kind === 'saved' && !secret.isReplacing)
    return (
      <LabelledField id="secret" label="Client secret" isGroup fault={fault} hint={power}>
        <fieldset className="plain secret" aria-labelledby="secret-label" aria-describedby="secret-hint">
          <LockIcon label="" />
          {isAsking ? (
            <>
              <span className="grow">What needs it then waits for a new one.</span>
              <Button
                spacing="compact"
                onClick={() => {
                  setIsAsking(false);
                  void secret.forget();
                }}
              >
                Forget it
              </Button>
              <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(false)}>
                Keep it
              </Button>
            </>
          ) : (
            <>
              <span className="grow">Saved {whenOf(saved.at)}</span>
              <Button
                spacing="compact"
                appearance="subtle"
                aria-label="Replace the client secret"
                onClick={secret.replace}
              >
                Replace
              </Button>
              <Button
                spacing="compact"
                appearance="subtle"
                aria-label="Forget the client secret"
                onClick={() => setIsAsking(true)}
              >
                Forget
              </Button>
            </>
          )}
        </fieldset>
      </LabelledField>
    );
  const because =
    saved.kind !== 'forgotten'
      ? null
      : saved.because === 'address-changed'
        ? 'The one that was saved belonged to another address and was forgotten. '
        : 'The one that was saved belonged to another client ID and was forgotten. ';
  return (
    <LabelledField
      id="secret"
      label="Client secret"
      fault={fault}
      hint={
        <>
          {because}
          {secret.isReplacing && 'The old one is used until this one is saved. '}
          {power}
        </>
      }
    >
      <div className="with-button">
        <div className="grow">
          <Textfield
            id="secret"
            name="client-secret"
            type="password"
            autoComplete="new-password"
            isMonospaced
            value={secret.text}
            isInvalid={fault !== null}
            {...describedBy('secret', true)}
            onChange={(event) => secret.type(event.currentTarget.value)}
          />
        </div>
        {secret.isReplacing && (
          <Button appearance="subtle" onClick={secret.keepOld}>
            Keep the old one
          </Button>
        )}
      </div>
    </LabelledField>
  );
};
