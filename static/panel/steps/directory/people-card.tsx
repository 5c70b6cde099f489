import Button from '@atlaskit/button/default/button';
import BackIcon from '@atlaskit/icon/core/chevron-left';
import Textfield from '@atlaskit/textfield';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import type { Failure } from '../../../../src/contract/result';
import { Banner } from '../../parts/banner';

type PeopleCardProps = {
  title: string;
  text: string;
  count: string;
  total: number | null;
  /** Null: this list cannot be searched. */
  typed: string | null;
  onType: (text: string) => void;
  isSearched: boolean;
  onDown: () => void;
  onClose: () => void;
  failure: Failure | null;
  onRetry: () => void;
  children: ReactNode;
};

/** A list of people in the place of the groups: its heading, a search, the way back. */
export const PeopleCard = ({
  title,
  text,
  count,
  total,
  typed,
  onType,
  isSearched,
  onDown,
  onClose,
  failure,
  onRetry,
  children,
}: PeopleCardProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  // The line that was pressed is gone.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <section className="card people-card" aria-labelledby="people-heading" onKeyDown={leave}>
      <div className="people-head">
        <Button appearance="subtle" spacing="compact" iconBefore={BackIcon} onClick={onClose}>
          All groups
        </Button>
        <div className="row spread">
          <div className="grow">
            <h2 id="people-heading" className="group-title" tabIndex={-1} ref={heading}>
              {title}
              {count !== '' && <span className="subtle figures">, {count}</span>}
            </h2>
            <p className="small subtle">{text}</p>
          </div>
          {typed !== null && (
            <div className="people-search">
              <Textfield
                type="search"
                aria-label={`Search in "${title}"`}
                placeholder="Name, username or e-mail"
                autoComplete="off"
                spellCheck={false}
                isCompact
                value={typed}
                onChange={(event) => onType(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key === 'Escape' && typed !== '') {
                    event.preventDefault();
                    onType('');
                  } else if (event.key === 'ArrowDown') {
                    event.preventDefault();
                    onDown();
                  }
                }}
              />
            </div>
          )}
        </div>
      </div>
      {failure && (
        <div role="alert" className="people-note">
          <Banner of="not-yet" title={failure.message} actions={<Button onClick={onRetry}>Try again</Button>}>
            {failure.remedy}
          </Banner>
        </div>
      )}
      {total === 0 && (
        <p className="people-note subtle">
          {isSearched ? 'Nobody here is called so.' : 'There is nobody in this list.'}
        </p>
      )}
      {total === null && !failure && <p className="people-note subtle">The list is being fetched</p>}
      {total !== 0 && total !== null && children}
      <p className="unseen" role="status">
        {isSearched ? count : ''}
      </p>
    </section>
  );
};
