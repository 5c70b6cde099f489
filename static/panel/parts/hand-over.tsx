import { CopyButton } from './copy-button';
import { Fold } from './fold';
import { Breakable } from './rich-text';

/** What to send to whoever runs Casdoor. */
export const HandOver = ({ text, isOpen = false }: { text: string; isOpen?: boolean }) => (
  <Fold summary="A message to whoever runs Casdoor" open={isOpen}>
    <div className="hand-over">
      <pre>
        <Breakable>{text}</Breakable>
      </pre>
      <CopyButton text={text} label="Copy message" />
    </div>
  </Fold>
);
