import Button from '@atlaskit/button/default/button';
import LockIcon from '@atlaskit/icon/core/lock-locked';
import { useState } from 'react';
import type { AccountsAccess } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { productNames } from '../../../../src/contract/target';
import { call } from '../../bridge';
import { dropDraft, keepDraft, readDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { whenOf } from '../../parts/moment';
import { counted } from '../../parts/numbers';
import { Tick } from '../../parts/tick';
import { hrefOf } from '../../routes';
import { AccountsFile } from './accounts-file';
import { CredentialsForm } from './credentials-form';

/** Ways in which the accounts of a product of one's own can be read. */
export type Way = 'password' | 'token' | 'csv';

type Typed = { way: Way | 'none'; user: string };

const draftOf = (target: TargetView) => `accounts:${target.id}`;

type AccountsAccessViewProps = { access: AccountsAccess; target: TargetView };

/** Who may be asked who is there already; what is kept of it is never shown, and can be replaced or forgotten. */
export const AccountsAccessView = ({ access, target }: AccountsAccessViewProps) => {
  const { directory, announce } = usePanel();
  const [typed, setTyped] = useState<Typed>(
    () => readDraft<Typed>(draftOf(target))?.value ?? { way: 'none', user: '' },
  );
  const [isReplacing, setIsReplacing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const product = productNames[target.settings.value.product];
  const { baseUrl } = target.settings.value;
  const change = (part: Partial<Typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    keepDraft(draftOf(target), { base: 0, value: next });
  };
  const adopt = (next: AccountsAccess, sentence: string) => {
    dropDraft(draftOf(target));
    setTyped({ way: 'none', user: '' });
    setIsReplacing(false);
    setFailure(null);
    directory.adopt({ access: next });
    announce(sentence);
  };
  const forget = async () => {
    const answer = await call('forgetAccountsAccess', { target: target.id });
    if (!answer.ok) return setFailure(answer.error);
    adopt(answer.value, access.kind === 'csv' ? 'The file is forgotten.' : 'The credentials are forgotten.');
  };
  return (
    <section className="card card-padded stack" aria-labelledby="who-is-there">
      <div className="stack-small">
        <h2 id="who-is-there" className="group-title">
          Who is in {product} already
        </h2>
        {access.kind === 'own-site' && (
          <p className="subtle">The people of the site that this panel stands in are read, and their groups.</p>
        )}
        {access.kind === 'none' && !isReplacing && (
          <p className="subtle">
            {baseUrl === '' ? (
              <>
                There is no base URL of {product} yet, so only a file can tell.{' '}
                <a href={hrefOf('client')}>Fill it in in Client</a>
              </>
            ) : (
              <>
                Read from <span className="breakable">{baseUrl}</span>, or from a file. Nothing is written there.
              </>
            )}
          </p>
        )}
      </div>
      <FailureBanner failure={failure} />
      {access.kind !== 'none' && access.kind !== 'own-site' && !isReplacing && (
        <Saved access={access} onReplace={() => setIsReplacing(true)} onForget={forget} />
      )}
      {(access.kind === 'none' || isReplacing) && (
        <>
          <fieldset className="plain">
            <legend className="unseen">How the accounts are read</legend>
            {ways(product, baseUrl !== '').map(({ way, label, note }) => (
              <Tick
                key={way}
                group="accounts-way"
                label={label}
                note={note}
                checked={typed.way === way}
                onChange={() => change({ way })}
              />
            ))}
          </fieldset>
          {(typed.way === 'password' || typed.way === 'token') && (
            <CredentialsForm
              key={typed.way}
              way={typed.way}
              target={target}
              product={product}
              user={typed.user}
              onUser={(user) => change({ user })}
              onSaved={(next) => adopt(next, 'The credentials are saved.')}
            />
          )}
          {typed.way === 'csv' && (
            <AccountsFile target={target} product={product} onSaved={(next) => adopt(next, 'The file is read.')} />
          )}
          {isReplacing && (
            <div className="actions">
              <Button appearance="subtle" onClick={() => setIsReplacing(false)}>
                Keep the old one
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
};

const ways = (product: string, hasAddress: boolean): { way: Way | 'none'; label: string; note: string }[] => [
  ...(hasAddress
    ? ([
        { way: 'token', label: 'With a personal access token', note: `Of an administrator of ${product}.` },
        {
          way: 'password',
          label: 'With a user name and password',
          note: `Of an administrator of ${product}. Basic authentication has to be allowed there.`,
        },
      ] as const)
    : []),
  { way: 'csv', label: 'From a file that you hand in', note: 'CSV, where no API is allowed.' },
  { way: 'none', label: 'Not at all', note: `Then nobody can be told what they have in ${product} today.` },
];

type SavedProps = {
  access: Extract<AccountsAccess, { at: string }>;
  onReplace: () => void;
  onForget: () => Promise<void>;
};

const Saved = ({ access, onReplace, onForget }: SavedProps) => {
  const [isAsking, setIsAsking] = useState(false);
  const what =
    access.kind === 'csv'
      ? `${access.name}, ${counted(access.accounts, 'account', 'accounts')}, handed in ${whenOf(access.at)} by ${access.who}`
      : access.kind === 'password'
        ? `User name ${access.user} and a password, saved ${whenOf(access.at)} by ${access.who}`
        : `A token, saved ${whenOf(access.at)} by ${access.who}`;
  return (
    <>
      <fieldset className="plain secret" aria-label="How the accounts are read">
        {access.kind !== 'csv' && <LockIcon label="" />}
        {isAsking ? (
          <>
            <span className="grow">The next run then reads no accounts.</span>
            <Button spacing="compact" onClick={() => void onForget()}>
              Forget it
            </Button>
            <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(false)}>
              Keep it
            </Button>
          </>
        ) : (
          <>
            <span className="grow">{what}</span>
            <Button spacing="compact" appearance="subtle" onClick={onReplace}>
              Replace
            </Button>
            <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(true)}>
              Forget
            </Button>
          </>
        )}
      </fieldset>
      {access.kind === 'csv' && access.notes.length > 0 && (
        <ul className="notes">
          {access.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
};
