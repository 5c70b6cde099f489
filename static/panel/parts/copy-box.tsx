import { useRef } from 'react';
import { CopyButton } from './copy-button';
import { Breakable } from './rich-text';

/** A text to be copied exactly as it stands in the box. */
export const CopyBox = ({ text, of, label }: { text: string; of: string; label?: string }) => {
  const shown = useRef<HTMLElement>(null);
  return (
    <div className="copy-box">
      <code ref={shown}>
        <Breakable>{text}</Breakable>
      </code>
      <CopyButton text={text} shown={shown} appearance="subtle" {...(label === undefined ? { of } : { label })} />
    </div>
  );
};
