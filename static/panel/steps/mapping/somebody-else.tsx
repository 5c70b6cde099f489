import Button from '@atlaskit/button/default/button';
import Lozenge from '@atlaskit/lozenge';
import Textfield from '@atlaskit/textfield';
import { useEffect, useRef } from 'react';
import { Banner } from '../../parts/banner';
import { LabelledField } from '../../parts/labelled-field';
import { Skeleton } from '../../parts/skeleton';
import { usePerson } from './use-person';
import type { FoundPerson } from './use-sample';

type SomebodyElseProps = { target: string; onPick: (person: FoundPerson) => void; onClose: () => void };

const numbers = new Intl.NumberFormat('en');

/** Looks for one person in the whole directory. */
export const SomebodyElse = ({ target, onPick, onClose }: SomebodyElseProps) => {
  const person = usePerson(target, onPick);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere within; each control is one of its own.
    <div
      id="somebody-else"
      className="stack-small"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <LabelledField
        id="person"
        label="Somebody from the directory"
        hint={person.people && `${numbers.format(person.total)} people in all`}
      >
        <Textfield
          id="person"
          ref={field}
          type="search"
          autoComplete="off"
          placeholder="A name"
          value={person.search}
          aria-describedby="person-hint"
          onChange={(event) => person.setSearch(event.currentTarget.value)}
        />
      </LabelledField>
      {person.failure && (
        <Banner of="not-yet" title={person.failure.message} actions={<Button onClick={person.retry}>Try again</Button>}>
          {person.failure.remedy}
        </Banner>
      )}
      {!person.failure && person.people === null && <Skeleton label="The directory is being asked" />}
      {!person.failure && person.people?.length === 0 && (
        <p className="subtle">
          {person.search.trim() === '' ? 'There is nobody in the directory.' : 'Nobody is called so.'}
        </p>
      )}
      {!person.failure && person.people && person.people.length > 0 && (
        <ul className="card people" aria-label="People" aria-busy={person.isLoading}>
          {person.people.map(({ name, displayName, isForbidden, isDeleted }) => (
            <li key={name}>
              <button type="button" className="person" onClick={() => void person.pick(name)}>
                <strong>{displayName || name}</strong>
                <span className="subtle">{name}</span>
                {(isForbidden || isDeleted) && <Lozenge>{isDeleted ? 'Deleted' : 'Forbidden'}</Lozenge>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
