import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useId, useState } from 'react';
import type { PluginAccess } from '../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { type Product, productNames } from '../../../../src/contract/target';
import { keepDraft, readDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { FailureBanner, isAbout } from '../../parts/failure-banner';
import { describedBy, LabelledField } from '../../parts/labelled-field';
import { Tick } from '../../parts/tick';

type Way = 'as-accounts' | 'password' | 'token';
type Typed = { way: Way; user: string; isKept: boolean; isShared: boolean };

type AccessFormProps = { target: TargetView; access: PluginAccess; onSaved: () => void };

/** Credentials that the plugin is read and written with. They live in memory until they are saved, and come back to nobody. */
export const AccessForm = ({ target, access, onSaved }: AccessFormProps) => {
  const { apply, directory, announce } = usePanel();
  const id = useId();
  const { baseUrl, plugin, product } = target.settings.value;
  const name = productNames[product];
  // miniOrange's API takes Basic authentication alone.
  const takesToken = plugin !== 'miniorange';
  const canUseAccounts =
    access.kind === 'none' && access.canUseAccounts && (takesToken || directory.state?.access.kind === 'password');
  const draft = `plugin-access:${target.id}`;
  const [typed, setTyped] = useState<Typed>(
    () =>
      readDraft<Typed>(draft)?.value ?? {
        way: canUseAccounts ? 'as-accounts' : 'password',
        user: '',
        isKept: false,
        isShared: false,
      },
  );
  const [secret, setSecret] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const change = (part: Partial<Typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    keepDraft(draft, { base: 0, value: next });
  };
  const isOffered = typed.way === 'as-accounts' ? canUseAccounts : typed.way === 'password' || takesToken;
  const way = isOffered ? typed.way : 'password';
  const ways = waysFor(product, { canUseAccounts, takesToken });
  const isSaving = apply.doing === 'access';
  const colon = way === 'password' ? colonIn(typed.user, secret, plugin === 'miniorange') : null;
  const isReady = way === 'as-accounts' || (secret !== '' && (way === 'token' || typed.user.trim() !== ''));
  const failure = wasTried && apply.failedDoing === 'access' && !isSaving ? apply.failure : null;
  const save = async () => {
    if (!isReady || isSaving || colon !== null) return;
    setWasTried(true);
    const isSaved = await apply.saveAccess({
      access:
        way === 'as-accounts'
          ? { kind: 'as-accounts' }
          : way === 'token'
            ? { kind: 'token', token: secret.trim() }
            : { kind: 'password', user: typed.user.trim(), password: secret },
      isKept: typed.isKept,
      isShared: typed.isShared,
    });
    if (!isSaved) return;
    setSecret('');
    announce('The credentials are saved. The plugin is read with them now.');
    onSaved();
  };
  const faultOf = (field: string) =>
    colon?.field === field
      ? { of: 'serious' as const, text: colon.text }
      : isAbout(failure, field) && failure
        ? { of: 'serious' as const, text: `${failure.message} ${failure.remedy ?? ''}` }
        : null;
  const faults = { user: faultOf('user'), secret: faultOf(way) };
  const power = `Never shown again, and sent to ${baseUrl} only.`;
  return (
    <form
      className="stack"
      aria-label={`Credentials of ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {!faults.user && !faults.secret && <FailureBanner failure={failure} />}
      {ways.length === 1 ? (
        <p className="subtle">{ways[0]?.note}</p>
      ) : (
        <fieldset className="plain">
          <legend className="unseen">What the plugin is written with</legend>
          {ways.map(({ value, label, note }) => (
            <Tick
              key={value}
              group={`${id}-way`}
              label={label}
              note={note}
              checked={way === value}
              onChange={() => {
                setSecret('');
                change({ way: value });
              }}
            />
          ))}
        </fieldset>
      )}
      {way !== 'as-accounts' && (
        <div className="fields">
          {way === 'password' && (
            <LabelledField id={`${id}-user`} label={`User name in ${name}`} fault={faults.user}>
              <Textfield
                id={`${id}-user`}
                autoComplete="off"
                spellCheck={false}
                value={typed.user}
                isInvalid={faults.user !== null}
                {...describedBy(`${id}-user`, faults.user !== null)}
                onChange={(event) => change({ user: event.currentTarget.value })}
              />
            </LabelledField>
          )}
          <LabelledField
            id={`${id}-secret`}
            label={way === 'token' ? 'Personal access token' : 'Password'}
            fault={faults.secret}
            hint={way === 'token' ? `In ${name}: your picture, Profile, Personal Access Tokens. ${power}` : power}
          >
            <Textfield
              id={`${id}-secret`}
              type="password"
              autoComplete="new-password"
              value={secret}
              isInvalid={faults.secret !== null}
              {...describedBy(`${id}-secret`, true)}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
          </LabelledField>
        </div>
      )}
      <div>
        <Tick
          label="Keep them after this apply"
          note="Otherwise they are deleted as soon as what was written is kept or restored."
          checked={typed.isKept}
          onChange={(isKept) => change({ isKept })}
        />
        <Tick
          label="Let other administrators write with them, too"
          note="Otherwise they write for you alone."
          checked={typed.isShared}
          onChange={(isShared) => change({ isShared })}
        />
      </div>
      <div className="actions">
        <Button type="submit" appearance="primary" isDisabled={!isReady}>
          {isSaving ? 'Trying them' : 'Read the plugin’s settings'}
        </Button>
        <span className="small subtle">They are tried once. Nothing is written by this.</span>
      </div>
    </form>
  );
};

const waysFor = (
  product: Product,
  { canUseAccounts, takesToken }: { canUseAccounts: boolean; takesToken: boolean },
): { value: Way; label: string; note: string }[] => {
  const name = productNames[product];
  return [
    ...(canUseAccounts
      ? [
          {
            value: 'as-accounts' as const,
            label: 'With those that the accounts are read with',
            note: 'As they are saved in Directory. They must be a system administrator’s.',
          },
        ]
      : []),
    {
      value: 'password',
      label: 'With a user name and password',
      note: `Those of a system administrator of ${name}. Basic authentication has to be allowed there.${takesToken ? '' : ' The plugin’s API takes no token.'}`,
    },
    ...(takesToken
      ? [
          {
            value: 'token' as const,
            label: 'With a personal access token',
            note: `Of a system administrator of ${name}.`,
          },
        ]
      : []),
  ];
};

/** Basic authentication ends the name at its first colon (RFC 7617 §2), and miniOrange's API the password as well. */
const colonIn = (user: string, password: string, endsPassword: boolean): { field: string; text: string } | null => {
  if (user.includes(':'))
    return {
      field: 'user',
      text: 'The name has a colon, at which Basic authentication ends it. Take another account.',
    };
  if (endsPassword && password.includes(':'))
    return {
      field: 'password',
      text: 'The password has a colon, at which the plugin’s API ends it. Take an account whose password has none.',
    };
  return null;
};
