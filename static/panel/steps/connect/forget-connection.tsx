import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import { call, withdrawEgress } from '../../bridge';
import { dropDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { LeftBehind } from '../../parts/mend/left-behind';
import { hostOf } from '../../shell/header';

/** Forgets the address, and with it every secret that was typed for it. */
export const ForgetConnection = () => {
  const { state, adopt, announce } = usePanel();
  const [isAsking, setIsAsking] = useState(false);
  const host = hostOf(state.connection?.value.address) ?? 'this Casdoor';
  const forget = async () => {
    const answer = await call('forgetConnection', {});
    if (!answer.ok) return announce(answer.error.message);
    if (state.place.from === 'cloud') await withdrawEgress();
    dropDraft('connection');
    adopt(answer.value);
    announce(`${host} was forgotten.`);
  };
  return (
    <div className="below">
      {isAsking ? (
        <div className="stack-small">
          <LeftBehind targets={state.targets} />
          <div className="row">
            <span>The address and the client secrets that were typed for it are deleted. Other settings stay.</span>
            <Button spacing="compact" onClick={() => void forget()}>
              Forget {host}
            </Button>
            <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(false)}>
              Keep it
            </Button>
          </div>
        </div>
      ) : (
        <button type="button" className="link-button small" onClick={() => setIsAsking(true)}>
          Forget {host}
        </button>
      )}
    </div>
  );
};
