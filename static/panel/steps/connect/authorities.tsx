import Button from '@atlaskit/button/default/button';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { Fold } from '../../parts/fold';
import { whenOf } from '../../parts/moment';

/** Authorities that administrators trusted for this Casdoor, each with who and when. */
export const Authorities = () => {
  const { state, reload, announce, check } = usePanel();
  if (state.authorities.length === 0) return null;
  const distrust = async (fingerprint: string) => {
    const answer = await call('distrustAuthority', { fingerprint });
    announce(answer.ok ? 'The authority is no longer trusted.' : answer.error.message);
    await reload();
    // What was found while it was trusted no longer holds.
    if (answer.ok) await check.start();
  };
  return (
    <div className="below">
      <Fold summary={`Trusted for this Casdoor: ${state.authorities.length}`}>
        <ul className="stack">
          {state.authorities.map(({ subject, fingerprint, who, at }) => (
            <li key={fingerprint} className="row spread">
              <span className="grow">
                {subject}
                <br />
                <code className="small">{fingerprint}</code>
                <br />
                <span className="small subtle">
                  Trusted by {who}, {whenOf(at)}
                </span>
              </span>
              <Button
                spacing="compact"
                aria-label={`Stop trusting ${subject}`}
                onClick={() => void distrust(fingerprint)}
              >
                Stop trusting
              </Button>
            </li>
          ))}
        </ul>
      </Fold>
    </div>
  );
};
