import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { ApplyView } from '../../../../../src/contract/apply';
import type { PersonSince } from '../../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../../src/contract/panel-calls';
import type { Failure } from '../../../../../src/contract/result';
import { productNames } from '../../../../../src/contract/target';
import { call } from '../../../bridge';
import { usePanel } from '../../../panel-model';
import { Banner } from '../../../parts/banner';
import { FailureBanner } from '../../../parts/failure-banner';
import { Fold } from '../../../parts/fold';
import { Mark } from '../../../parts/mark';
import { countOf } from '../../../parts/numbers';
import { AccessForm } from '../access-form';
import { canUse } from './own-access';
import { differenceWords, gaveBackWords, giveBackWords, peopleAnswer, robbed, whoDiffers } from './people-words';
import { type PeopleSince, usePeopleSince } from './use-people-since';

type PeopleProps = { view: ApplyView; target: TargetView };

/** Restoring settings does not restore people: who is not as they were, and the groups that can be given back. */
export const People = ({ view, target }: PeopleProps) => {
  const since = usePeopleSince(target.id, view.id);
  const { people, looked, total, isLooking } = since;
  const product = productNames[target.settings.value.product];
  const [given, setGiven] = useState<readonly PersonSince[] | null>(null);
  // Whoever was put right stays in the list, so that it tells what came of each.
  const wereGiven = new Set(given?.map(({ user }) => user));
  const differing = new Set(whoDiffers(people).map(({ user }) => user));
  const shown = people.filter(({ user }) => differing.has(user) || wereGiven.has(user));
  const isWhole = total !== null && looked >= total;
  return (
    <section className="group" aria-labelledby="people-since">
      <div className="stack-small">
        <h2 className="group-title" id="people-since">
          People
        </h2>
        <p className="subtle">
          Restoring settings does not restore people: whoever signed in meanwhile may have other groups, another e-mail
          or another name in {product}.
        </p>
      </div>
      {total !== null && (
        <p role="status">
          <strong>{peopleAnswer(people, { looked, total })}</strong>
        </p>
      )}
      <Looking since={since} />
      {since.failure && <NotLooked failure={since.failure} target={target} since={since} />}
      <GiveBack view={view} target={target} since={since} given={given} onGiven={setGiven} />
      {shown.length > 0 && (
        <div className="card">
          <table className="cards after-people" aria-label="Who differs">
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">What differs</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((person) => (
                <PersonRow key={person.user} person={person} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!isLooking && !isWhole && total !== null && !since.failure && (
        <div className="actions">
          <Button onClick={since.goOn}>Go on from {countOf(looked)}</Button>
        </div>
      )}
    </section>
  );
};

const Looking = ({ since: { looked, total, isLooking, cancel } }: { since: PeopleSince }) =>
  isLooking ? (
    <div className="row">
      <Mark of="running" silent />
      <span className="grow figures">
        {total === null ? 'Administrators are looked at first' : `${countOf(looked)} of ${countOf(total)} looked at`}
      </span>
      <Button spacing="compact" onClick={cancel}>
        Cancel
      </Button>
    </div>
  ) : null;

type NotLookedProps = { failure: Failure; target: TargetView; since: PeopleSince };

/** The credentials of an apply are deleted when it ends, unless they were to be kept: people are looked at with others. */
const NotLooked = ({ failure, target, since }: NotLookedProps) => {
  const { apply } = usePanel();
  const access = apply.state?.access;
  return (
    <Banner
      of="look"
      title={failure.message}
      label="People could not be looked at"
      actions={
        access && !canUse(access) ? (
          <Fold summary="Give credentials">
            <AccessForm target={target} access={access} onSaved={since.goOn} />
          </Fold>
        ) : (
          <Button onClick={since.goOn}>Try again</Button>
        )
      }
    >
      {failure.remedy}
    </Banner>
  );
};

type GiveBackProps = PeopleProps & {
  since: PeopleSince;
  given: readonly PersonSince[] | null;
  onGiven: (people: readonly PersonSince[]) => void;
};

const GiveBack = ({ view, target, since, given, onGiven }: GiveBackProps) => {
  const { announce } = usePanel();
  const [isGiving, setIsGiving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const administrators = robbed(since.people);
  const give = async () => {
    if (isGiving) return;
    setIsGiving(true);
    const answer = await call('putGroupsBack', { target: target.id, apply: view.id });
    setIsGiving(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return announce(answer.error.message);
    onGiven(answer.value.people);
    since.take(answer.value.people);
    announce(gaveBackWords(answer.value.people));
  };
  return (
    <>
      <FailureBanner failure={failure} />
      {given !== null && (
        <p className="after-line">
          <Mark of={robbed(given).length > 0 || given.some(({ problem }) => problem) ? 'serious' : 'passed'} silent />
          <span>{gaveBackWords(given)}</span>
        </p>
      )}
      {administrators.length > 0 && (
        <div className="actions">
          <Button appearance="primary" onClick={() => void give()}>
            {isGiving ? 'Giving them back' : giveBackWords(administrators)}
          </Button>
          <span className="small subtle">Nobody is taken out of a group by this.</span>
        </div>
      )}
    </>
  );
};

const PersonRow = ({ person }: { person: PersonSince }) => {
  const { user, isAdministrator, differences, problem } = person;
  const of =
    problem !== null ? 'not-certain' : isAdministrator ? 'serious' : differences.length > 0 ? 'look' : 'passed';
  return (
    <tr>
      <td data-label="Who">
        <span>
          <strong>{user}</strong>
          {isAdministrator && <span className="small subtle menu-note">Administrator</span>}
        </span>
      </td>
      <td data-label="What">
        <span className="after-line">
          <Mark of={of} silent />
          <span>
            {differences.map((difference) => (
              <span key={difference.field} className="menu-note">
                {differenceWords(difference)}
              </span>
            ))}
            {problem ?? (differences.length === 0 ? 'As before the write.' : null)}
          </span>
        </span>
      </td>
    </tr>
  );
};
