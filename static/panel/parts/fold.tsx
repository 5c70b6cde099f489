import ChevronIcon from '@atlaskit/icon/core/chevron-right';
import { type ReactNode, useState } from 'react';

type FoldProps = {
  summary: ReactNode;
  children: ReactNode;
  /** `row` stands in a card among others, `quiet` in running text. */
  look?: 'row' | 'quiet';
  open?: boolean;
  id?: string;
};

/** Something that opens. Its closed line can be read without opening it. */
export const Fold = ({ summary, children, look = 'quiet', open = false, id }: FoldProps) => {
  // What was never opened is not made: some folds hold hundreds of lines.
  const [wasOpened, setWasOpened] = useState(open);
  return (
    <details
      className={`fold fold-${look}`}
      open={open || undefined}
      onToggle={(event) => {
        if (event.currentTarget.open) setWasOpened(true);
      }}
      {...(id === undefined ? {} : { id })}
    >
      <summary>
        <span className="chevron">
          <ChevronIcon label="" size="small" />
        </span>
        {summary}
      </summary>
      {wasOpened && <div className="fold-body">{children}</div>}
    </details>
  );
};
