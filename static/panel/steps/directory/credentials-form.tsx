import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useState } from 'react';
import type { AccountsAccess } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { FailureBanner, isAbout } from '../../parts/failure-banner';
import { describedBy, LabelledField } from '../../parts/labelled-field';

type CredentialsFormProps = {
  way: 'password' | 'token';
  target: TargetView;
  product: string;
  user: string;
  onUser: (user: string) => void;
  onSaved: (access: AccountsAccess) => void;
};

/** Write-only: the password or token lives in memory until it is saved, and comes back to nobody. */
export const CredentialsForm = ({ way, target, product, user, onUser, onSaved }: CredentialsFormProps) => {
  const [secret, setSecret] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isReady = secret !== '' && (way === 'token' || user.trim() !== '');
  const save = async () => {
    if (!isReady || isSaving) return;
    setIsSaving(true);
    setFailure(null);
    const answer = await call('saveAccountsAccess', {
      target: target.id,
      access:
        way === 'token'
          ? { kind: 'token', token: secret.trim() }
          : { kind: 'password', user: user.trim(), password: secret },
    });
    setIsSaving(false);
    if (!answer.ok) return setFailure(answer.error);
    setSecret('');
    onSaved(answer.value);
  };
  const faultOf = (field: string) =>
    isAbout(failure, field) && failure ? { of: 'serious' as const, text: failure.message } : null;
  const faults = { user: faultOf('user'), secret: faultOf(way) };
  const power = `Never shown again, and sent to ${target.settings.value.baseUrl} only. It can do there what its owner can.`;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {!faults.user && !faults.secret && <FailureBanner failure={failure} />}
      <div className="fields">
        {way === 'password' && (
          <LabelledField id="accounts-user" label={`User name in ${product}`} fault={faults.user}>
            <Textfield
              id="accounts-user"
              autoComplete="off"
              spellCheck={false}
              value={user}
              isInvalid={faults.user !== null}
              {...describedBy('accounts-user', faults.user !== null)}
              onChange={(event) => onUser(event.currentTarget.value)}
            />
          </LabelledField>
        )}
        <LabelledField
          id="accounts-secret"
          label={way === 'token' ? 'Personal access token' : 'Password'}
          fault={faults.secret}
          hint={way === 'token' ? `In ${product}: your picture, Profile, Personal Access Tokens. ${power}` : power}
        >
          <Textfield
            id="accounts-secret"
            type="password"
            autoComplete="new-password"
            value={secret}
            isInvalid={faults.secret !== null}
            {...describedBy('accounts-secret', true)}
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
        </LabelledField>
      </div>
      <div className="actions">
        <Button type="submit" isDisabled={!isReady}>
          {isSaving ? 'Saving' : way === 'token' ? 'Save the token' : 'Save user name and password'}
        </Button>
      </div>
    </form>
  );
};
