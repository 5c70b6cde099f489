import type { TargetView } from '../../../../src/contract/panel-calls';
import { usePanel } from '../../panel-model';
import { HandOver } from '../hand-over';
import { AddedUris } from './added-uris';
import { messageFor } from './mend-words';
import { MendingOf, useMending } from './mending';

/** What was written in Casdoor from here, offered to be taken out before what it takes is forgotten. */
export const LeftBehind = ({ targets }: { targets: readonly TargetView[] }) => {
  const { check } = usePanel();
  return (
    <>
      {targets.map((target) => (
        <MendingOf key={target.id} target={target} onWritten={() => void check.start({ target: target.id })}>
          <OfTarget />
        </MendingOf>
      ))}
    </>
  );
};

const OfTarget = () => {
  const mending = useMending();
  const { state } = usePanel();
  if (!mending) return null;
  const { added, target } = mending;
  const messages = (added ?? []).map(({ redirectUri, application }) =>
    messageFor(state, target, { redirectUri, application, isRegistered: false }),
  );
  return (
    <>
      {messages.length > 0 && (
        <p>
          {messages.length === 1
            ? 'This redirect URI was added to Casdoor from here and would stay there. Afterwards it can be taken out in Casdoor alone.'
            : 'These redirect URIs were added to Casdoor from here and would stay there. Afterwards they can be taken out in Casdoor alone.'}
        </p>
      )}
      <AddedUris undo="Take it out…" />
      {messages.length > 0 && <HandOver text={messages.join('\n\n')} />}
    </>
  );
};
