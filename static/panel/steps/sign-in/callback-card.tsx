import Button from '@atlaskit/button/default/button';
import RetryIcon from '@atlaskit/icon/core/refresh';
import type { CallbackState } from '../../../../src/contract/sign-in';
import { usePanel } from '../../panel-model';
import { CopyBox } from '../../parts/copy-box';
import { HandOver } from '../../parts/hand-over';
import { Mark } from '../../parts/mark';
import { MendButton } from '../../parts/mend/mend-button';
import { MendFlow } from '../../parts/mend/mend-flow';
import { messageFor } from '../../parts/mend/mend-words';
import { useMending } from '../../parts/mend/mending';
import { timeOf } from '../../parts/moment';
import { RichText, Value } from '../../parts/rich-text';
import type { Meaning } from '../../parts/verdict-words';
import { hrefOf } from '../../routes';
import { type CallbackAnswer, callbackWords } from './use-callback-answer';

const meanings: Record<CallbackState, Meaning> = {
  registered: 'passed',
  loopback: 'passed',
  missing: 'blocker',
  'not-certain': 'not-certain',
};

/** Names the card among the places where something can be mended. */
const place = 'test-callback';

type CallbackCardProps = {
  uri: string;
  callback: CallbackAnswer;
  product: string;
  /** Something else on the screen is the thing to do now. */
  isAside?: boolean;
};

/** The redirect URI of the test itself: whether Casdoor would use it, and what to do where it would not. */
export const CallbackCard = ({ uri, callback, product, isAside = false }: CallbackCardProps) => {
  const { answer, failure, isAsking, ask } = callback;
  const state = answer?.state ?? null;
  const meaning: Meaning = isAsking && !answer ? 'running' : state ? meanings[state] : 'not-certain';
  const isSettled = state === 'registered' || state === 'loopback';
  const { state: panel } = usePanel();
  const mending = useMending();
  const shown = answer?.uri ?? uri;
  const isMendable = state === 'missing' && mending !== null && mending.target.secret.kind === 'saved';
  const isFailed = mending?.flow?.place === place && mending.flow.phase === 'failed';
  return (
    <section className="card callback" aria-label="Redirect URI of this test">
      <div className="callback-line">
        <Mark of={meaning} size="medium" silent />
        <div className="stack-small">
          <p>
            <strong>
              {state
                ? callbackWords[state]
                : failure
                  ? failure.message
                  : 'Casdoor is being asked for this redirect URI.'}
            </strong>
          </p>
          {answer?.note && (
            <p className="subtle">
              <RichText>{answer.note}</RichText>
            </p>
          )}
          {!state && failure?.remedy && <p className="subtle">{failure.remedy}</p>}
          {/* While Casdoor is asked, too: the card keeps its height, and what stands below it its place under the pointer. */}
          {(isSettled ? !answer?.note : state === null && shown !== '') && <Value>{shown}</Value>}
          {state === 'missing' && (
            <p>
              In Casdoor, open <strong>Applications</strong>, your application, and add this to{' '}
              <strong>Redirect URLs</strong>, character for character. It stands beside the plugin's and changes nothing
              for {product}.
            </p>
          )}
          {!isSettled && state !== null && <CopyBox text={shown} of="redirect URI of this test" />}
          {state === 'missing' && mending !== null && !isMendable && (
            <p className="subtle">
              It can be mended from here once the client secret is saved.{' '}
              <a href={hrefOf('client')}>Type it in Client</a>
            </p>
          )}
          {!isSettled && (state !== null || failure) && (
            <div className="actions">
              {isMendable && (
                <MendButton
                  subject={{ place, uri: 'test-sign-in', isRegistered: true }}
                  isPrimary={!isAside}
                  of="redirect URI of this test"
                />
              )}
              <Button
                appearance={state === 'missing' && !isMendable && !isAside ? 'primary' : 'default'}
                iconBefore={RetryIcon}
                onClick={() => void ask()}
              >
                {isAsking ? 'Asking Casdoor' : 'Check again'}
                <span className="unseen">: redirect URI of this test</span>
              </Button>
              {answer && <span className="small subtle">Asked at {timeOf(answer.at)}</span>}
            </div>
          )}
          {isMendable && <MendFlow place={place} isPrimary={!isAside} redirectUri={shown} />}
          {state === 'missing' && mending && !isFailed && (
            <HandOver
              text={messageFor(panel, mending.target, { redirectUri: shown, application: null, isRegistered: true })}
            />
          )}
        </div>
      </div>
    </section>
  );
};
