import { Fragment } from 'react';
import type { Rich } from '../../../src/contract/report';

/** A sentence; its values in a fixed-width face, as text and nothing else. */
export const RichText = ({ children }: { children: Rich }) => (
  <>
    {children.map((part, index) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name and never move.
      typeof part === 'string' ? <Fragment key={index}>{part}</Fragment> : <Value key={index}>{part.code}</Value>,
    )}
  </>
);

/** A value, a name or a setting. An address breaks after a slash, not inside a word where that can be helped. */
export const Value = ({ children }: { children: string }) => (
  <code className="value">
    <Breakable>{children}</Breakable>
  </code>
);

export const Breakable = ({ children }: { children: string }) => (
  <>
    {children.split(/(?<=[/?&])/).map((piece, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one string, in its order.
      <Fragment key={index}>
        {index > 0 && <wbr />}
        {piece}
      </Fragment>
    ))}
  </>
);
