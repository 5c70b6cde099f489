import { Fragment } from 'react';
import type { Rich } from '../../../src/contract/report';
import { pluginNames, productNames } from '../../../src/contract/target';

/** Names that a sentence is given as values, and that read as words all the same. */
const names = new Set<string>([...Object.values(productNames), ...Object.values(pluginNames)]);

/** A sentence; its values in a fixed-width face, as text and nothing else. */
export const RichText = ({ children }: { children: Rich }) => (
  <>
    {children.map((part, index) => {
      const text = typeof part === 'string' ? part : part.code;
      const isWord = typeof part === 'string' || names.has(text);
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name and never move.
      return isWord ? <Fragment key={index}>{text}</Fragment> : <Value key={index}>{text}</Value>;
    })}
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
