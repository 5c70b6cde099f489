import Button from '@atlaskit/button/default/button';
import { useMemo, useState } from 'react';
import { type Plugin, type Product, productNames } from '../../../../src/contract/target';
import { difficultFirst } from '../../../../src/mapping/difficult-first';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { timeOf } from '../../parts/moment';
import { Skeleton } from '../../parts/skeleton';
import { hrefOf } from '../../routes';
import { useMappingForm } from './mapping-form-context';
import { PersonRow } from './person-row';
import { originOf, summaryOf } from './person-words';
import { SomebodyElse } from './somebody-else';
import type { Sample } from './use-sample';

/** People that are shown, beside those who were looked for. */
const shown = 10;
const numbers = new Intl.NumberFormat('en');

/** Some people as the mapping makes them, those with trouble first; whoever is looked for stands above them. */
export const PeopleTable = ({ sample, target }: { sample: Sample; target: string }) => {
  const { product, plugin, value, judged } = useMappingForm();
  const { announce } = usePanel();
  const [isLooking, setIsLooking] = useState(false);
  const { value: read, added } = sample;
  const people = useMemo(() => {
    if (judged === null) return [];
    const names = added.map(({ person }) => person.name);
    const pinned = names.flatMap((name) => judged.people.find(({ person }) => person.person.name === name) ?? []);
    const others = judged.people.filter((one) => !pinned.includes(one));
    return [...pinned, ...difficultFirst(others, shown)];
  }, [judged, added]);
  const addPerson: typeof sample.add = (person) => {
    sample.add(person);
    setIsLooking(false);
    announce(`${person.person.displayName || person.person.name} is on top of the list.`);
    setTimeout(() => document.getElementById(`how-${person.person.name}`)?.focus(), 0);
  };
  const close = () => {
    setIsLooking(false);
    document.getElementById('look-for-somebody')?.focus();
  };
  return (
    <section aria-labelledby="preview" className="stack-small">
      <div className="row spread">
        <h2 id="preview" className="group-title">
          {people.length < shown && read !== null
            ? 'People, the difficult ones first'
            : 'Ten people, the difficult ones first'}
        </h2>
        {read !== null && (
          <Button
            id="look-for-somebody"
            spacing="compact"
            aria-expanded={isLooking}
            aria-controls="somebody-else"
            onClick={() => setIsLooking(!isLooking)}
          >
            Somebody else
          </Button>
        )}
      </div>
      {isLooking && <SomebodyElse target={target} onPick={addPerson} onClose={close} />}
      {sample.failure && (
        <Banner
          of="not-yet"
          title={sample.failure.message}
          actions={<Button onClick={() => void sample.readAnew()}>Try again</Button>}
        >
          {sample.failure.remedy}
        </Banner>
      )}
      {read === null && sample.isLoading && <Skeleton label="People are being read" />}
      {read !== null && judged !== null && (
        <>
          {people.length === 0 ? (
            <p className="subtle">There is nobody in the directory.</p>
          ) : (
            <>
              <p className="small subtle figures" data-testid="people-summary">
                {originOf(value, read.tokenFormat)}: {summaryOf(people, product)}
              </p>
              <div className="card">
                <table className="cards preview">
                  <thead>
                    <tr>
                      <th scope="col" className="preview-person">
                        Person, first sign-in to {productNames[product]}
                      </th>
                      <th scope="col" className="preview-username">
                        Username
                      </th>
                      <th scope="col" className="preview-email">
                        E-mail
                      </th>
                      <th scope="col">Full name</th>
                    </tr>
                  </thead>
                  <tbody>
                    {people.map((one) => (
                      <PersonRow key={one.person.person.name} judged={one} mapper={judged.mapper} product={product} />
                    ))}
                  </tbody>
                </table>
              </div>
            </>
          )}
          <Below sample={sample} plugin={plugin} product={product} />
        </>
      )}
    </section>
  );
};

/** Whom the table stands for, how old it is, and what could not be read. */
const Below = ({ sample, plugin, product }: { sample: Sample; plugin: Plugin; product: Product }) => {
  const { value: read } = sample;
  if (read === null) return null;
  const { people, total, accounts, isComplete, note, at } = read;
  const chosen = people.length < total ? `Chosen from ${people.length} of ${numbers.format(total)} people. ` : '';
  const known =
    accounts === null
      ? ''
      : isComplete
        ? `${productNames[product]} has ${numbers.format(accounts.length)} accounts, all read. `
        : `${numbers.format(accounts.length)} accounts of ${productNames[product]} were read for them. `;
  return (
    <div className="stack-small">
      <p className="small subtle">
        {chosen}
        <a href={hrefOf('directory')}>All {numbers.format(total)} people: Directory</a>, the step after this one.
      </p>
      <div className="row small subtle">
        <span>
          {known}Read at {timeOf(at)}.
        </span>
        <button type="button" className="link-button small" onClick={() => void sample.readAnew()}>
          {sample.isLoading ? 'Reading' : 'Read anew'}
        </button>
      </div>
      {note !== null && (
        <p className="small subtle">
          {note}{' '}
          {accounts === null && plugin !== 'miniorange-cloud' && (
            <a href={hrefOf('directory')}>Say in Directory how its accounts are read</a>
          )}
        </p>
      )}
    </div>
  );
};
