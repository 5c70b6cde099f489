import Button from '@atlaskit/button/default/button';
import { useId, useState } from 'react';
import type { ApplyView } from '../../../../../src/contract/apply';
import type { PersonSince } from '../../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../../src/contract/panel-calls';
import type { Failure } from '../../../../../src/contract/result';
import { productNames } from '../../../../../src/contract/target';
import { usePanel } from '../../../panel-model';
import { Banner } from '../../../parts/banner';
import { Fold } from '../../../parts/fold';
import { Mark } from '../../../parts/mark';
import { countOf } from '../../../parts/numbers';
import { AccessForm } from '../access-form';
import { GiveBack } from './give-back';
import { canUse } from './own-access';
import { PeopleTable } from './people-table';
import { peopleAnswer, whoDiffers } from './people-words';
import { type PeopleSince, usePeopleSince } from './use-people-since';

type PeopleProps = { view: ApplyView; target: TargetView };

/** Restoring settings does not restore people: who is not as they were, and the groups that can be given back. */
export const People = ({ view, target }: PeopleProps) => {
  const heading = useId();
  const since = usePeopleSince(target.id, view.id);
  const { people, looked, total, isLooking } = since;
  const product = productNames[target.settings.value.product];
  const [given, setGiven] = useState<readonly PersonSince[] | null>(null);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  // Whoever was put right stays in the list, so that it tells what came of each.
  const wereGiven = new Set(given?.map(({ user }) => user));
  const differing = new Set(whoDiffers(people).map(({ user }) => user));
  const shown = people.filter(({ user }) => differing.has(user) || wereGiven.has(user));
  const administrators = shown.filter(({ isAdministrator }) => isAdministrator);
  const others = shown.filter(({ isAdministrator }) => !isAdministrator);
  const isWhole = total !== null && looked >= total;
  return (
    <section className="group" aria-labelledby={heading}>
      <div className="stack-small">
        <h2 className="group-title" id={heading}>
          People
        </h2>
        <p className="subtle">
          {view.step === 'restored'
            ? `Restoring settings does not restore people: whoever signed in meanwhile may have other groups, another e-mail or another name in ${product}.`
            : `Beside how they were noted before this write. Under the settings that were written, a sign-in may take again what is given back here.`}
        </p>
      </div>
      {total !== null && (
        <div className="row">
          <p role="status" className="grow">
            <strong>{peopleAnswer(people, { looked, total })}</strong>
          </p>
          {!isLooking && (
            <Button spacing="compact" onClick={since.again}>
              Look again
            </Button>
          )}
        </div>
      )}
      <Looking since={since} />
      {since.failure && <NotLooked failure={since.failure} target={target} since={since} />}
      <PeopleTable
        people={administrators}
        called="Administrators who differ"
        ticked={ticked}
        onTick={(loss, isTicked) =>
          setTicked((before) => [...before.filter((one) => one !== loss), ...(isTicked ? [loss] : [])])
        }
      />
      <GiveBack
        view={view}
        target={target}
        since={since}
        {...{ given, ticked }}
        onGiven={(some) => {
          setGiven(some);
          setTicked([]);
        }}
      />
      <PeopleTable people={others} called={administrators.length > 0 ? 'Others who differ' : 'Who differs'} />
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
  // Another try would find nobody either.
  if (failure.code === 'expired') return <p className="subtle">{failure.message}</p>;
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
