import Button from '@atlaskit/button/default/button';
import LockIcon from '@atlaskit/icon/core/lock-locked';
import { useState } from 'react';
import type { PluginAccess } from '../../../../src/contract/apply-calls';
import { usePanel } from '../../panel-model';
import { whenOf } from '../../parts/moment';

type AccessLineProps = {
  access: Exclude<PluginAccess, { kind: 'none' }>;
  /** Null where others are asked for already. */
  onReplace: (() => void) | null;
};

/** What is known of the credentials that are kept: never what they are. */
export const AccessLine = ({ access, onReplace }: AccessLineProps) => {
  const { apply, announce } = usePanel();
  const [isAsking, setIsAsking] = useState(false);
  const { kind, user, who, at, isOwn, isShared, isKept } = access;
  const forget = async () => {
    if (await apply.forgetAccess()) announce('The credentials are forgotten.');
  };
  return (
    <fieldset className="plain secret access-line" aria-label="Credentials of the plugin">
      <LockIcon label="" />
      {isAsking ? (
        <>
          <span className="grow">The plugin can then neither be read nor written to.</span>
          <Button spacing="compact" onClick={() => void forget()}>
            Forget them
          </Button>
          <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(false)}>
            Keep them
          </Button>
        </>
      ) : (
        <>
          <span className="grow">
            {kind === 'password' ? `User name ${user} and a password` : 'A token'}, saved {whenOf(at)} by{' '}
            {isOwn ? 'you' : who}
            {isShared ? ', for all administrators' : ''}
            {isKept ? '' : '; deleted once what is written is kept or restored'}
          </span>
          {onReplace && (
            <Button spacing="compact" appearance="subtle" onClick={onReplace}>
              Replace
            </Button>
          )}
          {isOwn && (
            <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(true)}>
              Forget
            </Button>
          )}
        </>
      )}
    </fieldset>
  );
};
