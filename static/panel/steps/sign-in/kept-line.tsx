import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import { readAddress } from '../../../../src/casdoor/address';
import type { SignInResult } from '../../../../src/contract/sign-in';
import { usePanel } from '../../panel-model';
import { Fold } from '../../parts/fold';
import { exactTimeOf, whenOf } from '../../parts/moment';
import { NewTabLink } from '../../parts/new-tab-link';
import { Value } from '../../parts/rich-text';

/** When it was, what is kept of it and how long, and what is left of it at Casdoor. */
export const KeptLine = ({ result, username }: { result: SignInResult; username: string | null }) => {
  const [isAsking, setIsAsking] = useState(false);
  const { signIn } = usePanel();
  return (
    <>
      <p className="small subtle below-verdict">
        {exactTimeOf(result.at)}. What came is kept until {whenOf(result.keptUntil)}, and shown to you alone.{' '}
        {!isAsking && (
          <button type="button" className="link-button small" onClick={() => setIsAsking(true)}>
            Delete now
          </button>
        )}
      </p>
      {isAsking && (
        <div className="actions below-verdict">
          <span className="small">
            {result.isMeant
              ? 'The result goes at once. Its line among the tests stays, and so do the names of the claims that came, by which Mapping judges.'
              : 'The result goes at once; its line among the tests stays.'}
          </span>
          <Button spacing="compact" onClick={() => void signIn.remove()}>
            {signIn.doing === 'delete' ? 'Deleting' : 'Delete it'}
          </Button>
          <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(false)}>
            Keep it
          </Button>
        </div>
      )}
      {result.tokens && <TokensLeft tokens={result.tokens} username={username} />}
    </>
  );
};

type TokensLeftProps = { tokens: NonNullable<SignInResult['tokens']>; username: string | null };

/** The product keeps no token, so it cannot end one: Casdoor's own page can. */
const TokensLeft = ({ tokens, username }: TokensLeftProps) => {
  const { state } = usePanel();
  const read = state.connection ? readAddress(state.connection.value.address) : null;
  const { count, endsAt, application } = tokens;
  const isOne = count === 1;
  return (
    <>
      <p className="small subtle">
        Casdoor made {count} {isOne ? 'token' : 'tokens'} for this test.{' '}
        {endsAt === null
          ? `How long ${isOne ? 'it lives' : 'they live'} was not said.`
          : `${isOne ? 'It lives' : 'They live'} there until ${whenOf(endsAt)}.`}{' '}
        Nothing of {isOne ? 'it' : 'them'} is kept here.
      </p>
      <Fold summary={`How to end ${isOne ? 'it' : 'them'} earlier`}>
        <div className="stack-small">
          <p>
            In Casdoor, open <strong>Authentication</strong>, <strong>Tokens</strong>. Press <strong>Delete</strong> in{' '}
            {isOne ? 'the row' : 'each row'} of{' '}
            {application === null ? (
              'this application'
            ) : (
              <>
                application <Value>{application}</Value>
              </>
            )}{' '}
            and{' '}
            {username === null ? (
              'the person who signed in'
            ) : (
              <>
                user <Value>{username}</Value>
              </>
            )}{' '}
            that was made by this test.
          </p>
          {read?.ok && (
            <div className="actions">
              <NewTabLink label="Open Tokens in Casdoor" url={`${read.value.origin}${read.value.prefix}/tokens`} />
            </div>
          )}
        </div>
      </Fold>
    </>
  );
};
