import Button from '@atlaskit/button/default/button';
import Lozenge from '@atlaskit/lozenge';
import Textfield from '@atlaskit/textfield';
import { useMemo } from 'react';
import type { Mapping } from '../../../../src/contract/mapping';
import { productNames } from '../../../../src/contract/target';
import { mapPerson } from '../../../../src/mapping/map-person';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { Fold } from '../../parts/fold';
import { LabelledField } from '../../parts/labelled-field';
import { Value } from '../../parts/rich-text';
import { Skeleton } from '../../parts/skeleton';
import { Outcome } from './outcome';
import { TrailView } from './trail';
import type { PersonSearch } from './use-person';

const numbers = new Intl.NumberFormat('en');

/** One person, picked from the directory; every keystroke in the mapping is followed. */
export const PersonPreview = ({ person, mapping }: { person: PersonSearch; mapping: Mapping }) => {
  const { claims } = person;
  if (claims) return <Person person={person} mapping={mapping} />;
  return (
    <div className="stack">
      <LabelledField
        id="person"
        label="Somebody from the directory"
        hint={person.people && `${numbers.format(person.total)} people in all`}
      >
        <Textfield
          id="person"
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

const Person = ({ person, mapping }: { person: PersonSearch; mapping: Mapping }) => {
  const { target } = usePanel();
  const { claims } = person;
  const trail = useMemo(() => {
    if (!claims || !target) return null;
    const { plugin, product, baseUrl, comparesIssuer } = target.settings.value;
    const facts = claims.untold ? { untold: claims.untold } : {};
    return mapPerson(
      claims.bySource,
      mapping,
      { plugin, product, comparesIssuer, baseUrl: baseUrl || null },
      'unknown',
      facts,
    );
  }, [claims, target, mapping]);
  if (!claims || !trail || !target) return null;
  const { displayName, name } = claims.person;
  const product = productNames[target.settings.value.product];
  return (
    <div className="card person-card">
      <div className="row spread">
        <div className="grow">
          <h3>{displayName || name}</h3>
          <p className="subtle">
            {name}, token format {claims.tokenFormat}
          </p>
        </div>
        <Button spacing="compact" onClick={person.drop}>
          Somebody else
        </Button>
      </div>
      <Outcome trail={trail} />
      <TrailView trail={trail} />
      <p className="small subtle">
        {product}'s own accounts are not looked at here: whether one is there already is not known.
      </p>
      {claims.withheld.length > 0 && (
        <Fold summary={`${claims.withheld.length} claims are never shown`}>
          <ul className="withheld">
            {claims.withheld.map((claim) => (
              <li key={claim}>
                <Value>{claim}</Value>
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </div>
  );
};
