import type { SignInView } from '../../../../src/contract/sign-in';
import { Value } from '../../parts/rich-text';
import { StationLine } from '../../parts/station-line';
import type { Meaning } from '../../parts/verdict-words';
import { type CallbackAnswer, callbackWords } from './use-callback-answer';
import { clockOf } from './waiting-time';

type WaitingStationsProps = { view: SignInView; callback: CallbackAnswer; now: number; product: string };

/** How far it is. The last ones are named already, so that whoever waits knows what for. */
export const WaitingStations = ({ view, callback, now, product }: WaitingStationsProps) => {
  const { answer } = callback;
  const isOpen = view.state === 'open';
  const isAtCasdoor = view.state === 'at-casdoor';
  const elapsed = clockOf(now - Date.parse(view.pressedAt ?? view.startedAt));
  return (
    <section className="group" aria-labelledby="stations">
      <h2 className="group-title" id="stations">
        Stations
      </h2>
      <ol className="stations stations-narrow">
        <StationLine of={meaningOf(callback)} name="Redirect URI of this test">
          {answer ? (
            <>
              <Value>{answer.uri}</Value> {callbackWords[answer.state]}
            </>
          ) : callback.failure ? (
            callback.failure.message
          ) : (
            'Casdoor is being asked'
          )}
        </StationLine>
        <StationLine
          of={isOpen ? 'running' : 'passed'}
          name="Somebody goes on to Casdoor"
          time={isOpen ? elapsed : undefined}
        >
          {isOpen ? 'Nobody has pressed the button behind the link yet' : null}
        </StationLine>
        <StationLine
          of={isOpen ? 'not-yet' : isAtCasdoor ? 'running' : 'passed'}
          name="Answer of Casdoor's sign-in page"
          time={isAtCasdoor ? elapsed : undefined}
        >
          {isAtCasdoor ? "Waiting for the person at Casdoor's sign-in page" : null}
        </StationLine>
        <StationLine of={view.state === 'judging' ? 'running' : 'not-yet'} name="Code exchanged for tokens" />
        <StationLine of="not-yet" name="ID token: signature, issuer, audience, times, nonce" />
        <StationLine of="not-yet" name="Userinfo: answered, same subject" />
        <StationLine of="not-yet" name={`As ${product} would see it`} />
      </ol>
    </section>
  );
};

const meaningOf = ({ answer, isAsking }: CallbackAnswer): Meaning => {
  if (!answer) return isAsking ? 'running' : 'not-certain';
  if (answer.state === 'missing') return 'blocker';
  return answer.state === 'not-certain' ? 'not-certain' : 'passed';
};
