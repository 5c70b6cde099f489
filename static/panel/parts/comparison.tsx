import { markDifferences, type Piece } from './differences';
import { Breakable } from './rich-text';

type Side = { label: string; text: string };

/** Two strings that should be equal, one above the other, with the differing characters marked. */
export const Comparison = ({ expected, actual }: { expected: Side; actual: Side }) => {
  const marked = markDifferences(expected.text, actual.text);
  return (
    <dl className="comparison">
      <dt>{expected.label}</dt>
      <dd>
        <Marked pieces={marked.expected} as="wanted" />
      </dd>
      <dt>{actual.label}</dt>
      <dd>
        <Marked pieces={marked.actual} as="unwanted" />
      </dd>
    </dl>
  );
};

/** One of the two, its differing characters marked; "empty" where there is nothing. */
export const Marked = ({ pieces, as }: { pieces: readonly Piece[]; as: 'wanted' | 'unwanted' }) => {
  if (pieces.length === 0) return <span className="subtle">empty</span>;
  return (
    <code>
      {pieces.map(({ text, differs }, index) =>
        differs ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one string, in its order.
          <mark key={index} className={as}>
            <Breakable>{text}</Breakable>
          </mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one string, in its order.
          <Breakable key={index}>{text}</Breakable>
        ),
      )}
    </code>
  );
};
