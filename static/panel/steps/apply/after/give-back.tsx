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
import { AccessForm } from '../access-form';
import { canUse } from './own-access';
import { besidePress, gaveBackWords, giveBackWords, givenBy, lossesOf, shownAnewWords } from './people-words';
import type { PeopleSince } from './use-people-since';

type GiveBackProps = {
  view: ApplyView;
  target: TargetView;
  since: PeopleSince;
  given: readonly PersonSince[] | null;
  /** Fingerprints of losses that the apply does not explain, and that are given back all the same. */
  ticked: readonly string[];
  /** Null: nothing was given, since people differ otherwise than was shown. */
  onGiven: (people: readonly PersonSince[] | null) => void;
};

/** The one press: what it gives back is what stands in the list, and goes with it as fingerprints. */
export const GiveBack = ({ view, target, since, given, ticked, onGiven }: GiveBackProps) => {
  const { announce, apply } = usePanel();
  const [isGiving, setIsGiving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isShownAnew, setIsShownAnew] = useState(false);
  const losses = lossesOf(since.people);
  const chosen = givenBy(losses, ticked);
  const access = apply.state?.access ?? null;
  const isUsable = access !== null && canUse(access);
  // What the apply does not explain needs credentials of one's own.
  const asksForAccess = losses.length > 0 && access !== null && (!isUsable || failure?.field === 'access');
  const give = async () => {
    if (isGiving || chosen.length === 0) return;
    setIsGiving(true);
    const named = chosen.filter(({ why }) => why !== null).map(({ user }) => user);
    const shown = chosen.map((loss) => loss.shown);
    const answer = await call('putGroupsBack', { target: target.id, apply: view.id, shown, named });
    setIsGiving(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return announce(answer.error.message);
    const { isGiven, people } = answer.value;
    setIsShownAnew(!isGiven);
    onGiven(isGiven ? people : null);
    if (isGiven) since.take(people);
    else since.renew(people);
    announce(isGiven ? gaveBackWords(people) : shownAnewWords);
  };
  return (
    <>
      <FailureBanner failure={failure} />
      {isShownAnew && <Banner of="look" title={shownAnewWords} label="Shown anew" />}
      {given !== null && (
        <p className="after-line">
          <Mark of={given.some(({ problem, byHand }) => problem || byHand.length > 0) ? 'serious' : 'passed'} silent />
          <span>{gaveBackWords(given)}</span>
        </p>
      )}
      {losses.length > 0 && (
        <div className="actions">
          <Button appearance="primary" isDisabled={chosen.length === 0 || !isUsable} onClick={() => void give()}>
            {isGiving ? 'Giving them back' : giveBackWords(chosen)}
          </Button>
          <span className="small subtle">{besidePress(losses, chosen)}</span>
        </div>
      )}
      {asksForAccess && (
        <div className="stack-small">
          {!isUsable && (
            <p>
              Groups are given with credentials of a system administrator of{' '}
              {productNames[target.settings.value.product]}, and none are kept that you may use: those of an apply are
              deleted when it ends.
            </p>
          )}
          <Fold summary="Give credentials">
            <AccessForm target={target} access={access} onSaved={() => setFailure(null)} />
          </Fold>
        </div>
      )}
    </>
  );
};
