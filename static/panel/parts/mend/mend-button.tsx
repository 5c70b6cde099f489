import Button from '@atlaskit/button/default/button';
import { useMending } from './mending';
import type { MendSubject } from './use-mend';

/** The first press: it reads, and shows what would be written. Gone while that is on the screen. */
export const MendButton = ({ subject, isPrimary, of }: { subject: MendSubject; isPrimary: boolean; of: string }) => {
  const mending = useMending();
  if (!mending || mending.flow?.place === subject.place) return null;
  return (
    <Button
      id={mending.ids.opener(subject.place)}
      appearance={isPrimary ? 'primary' : 'default'}
      onClick={() => void mending.open(subject)}
    >
      Mend it in Casdoor…
      <span className="unseen">: {of}</span>
    </Button>
  );
};
