import Button from '@atlaskit/button/default/button';
import LinkButton from '@atlaskit/button/link';
import { useEffect, useRef, useState } from 'react';
import type { WatchEvent } from '../../../../src/contract/watch';
import { usePanel } from '../../panel-model';
import { hrefOf } from '../../routes';
import { acceptWords, backWords } from './ways-out-words';

type WaysOutProps = { event: WatchEvent; look: string; isFirst: boolean };

/** Both ways out of what differs. Neither does anything at its first press. */
export const WaysOut = ({ event, look, isFirst }: WaysOutProps) => {
  const { watch } = usePanel();
  const isLooking = watch.doing === 'look' || watch.state?.isLooking === true;
  const [isAsking, setIsAsking] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking) confirm.current?.focus();
  }, [isAsking]);
  const back = () => {
    setIsAsking(false);
    // It is drawn again first.
    requestAnimationFrame(() => opener.current?.focus());
  };
  const accept = async () => {
    if (watch.doing !== null || isLooking) return;
    await watch.accept(look, event.id);
    // The button goes with what it was about.
    if (document.activeElement === document.body) document.getElementById('watch-outcome')?.focus();
  };
  const { says, does } = acceptWords(event);
  if (isAsking)
    return (
      <>
        <p>{isLooking ? 'A look goes on. What it finds can be accepted once it is over.' : says}</p>
        <div className="row event-ways">
          <Button ref={confirm} appearance="primary" onClick={() => void accept()}>
            {watch.doing === 'accept' ? 'Accepting' : does}
          </Button>
          <Button appearance="subtle" onClick={back}>
            Cancel
          </Button>
        </div>
      </>
    );
  return (
    <>
      <div className="row event-ways">
        {event.changes.some(({ isWritten }) => isWritten) && (
          <LinkButton appearance={isFirst ? 'primary' : 'default'} href={hrefOf('apply')}>
            Write again…
          </LinkButton>
        )}
        <Button ref={opener} onClick={() => setIsAsking(true)}>
          Accept as it is…
        </Button>
      </div>
      <p className="small subtle">{backWords(event)}</p>
    </>
  );
};
