import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Finding } from '../../../../src/contract/report';
import type { Failure } from '../../../../src/contract/result';
import { productNames } from '../../../../src/contract/target';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { FindingCard } from '../../parts/finding-card';
import { Mark } from '../../parts/mark';

/** Whether the product itself reaches Casdoor: asked by a press, since it can only be told by saving something. */
export const TryFromNode = ({ target }: { target: TargetView }) => {
  const { announce } = usePanel();
  const [isTrying, setIsTrying] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [told, setTold] = useState<{ finding: Finding | null } | null>(null);
  const product = productNames[target.settings.value.product];
  const tryIt = async () => {
    if (isTrying) return;
    setIsTrying(true);
    setFailure(null);
    setTold(null);
    const answer = await call('tryFromNode', { target: target.id });
    setIsTrying(false);
    if (!answer.ok) return setFailure(answer.error);
    setTold(answer.value);
    announce(wordsOf(answer.value.finding, product));
  };
  const finding = told?.finding ?? null;
  return (
    <section className="group" aria-labelledby="try-from-node">
      <h2 id="try-from-node" className="group-title">
        Does {product} itself reach Casdoor?
      </h2>
      <div className="card card-padded stack">
        <FailureBanner failure={failure} />
        {told !== null &&
          (finding?.outcome === 'fail' ? (
            <FindingCard finding={finding} isFirst={false} />
          ) : (
            <p className="row">
              <Mark of={finding === null ? 'not-certain' : 'passed'} silent />
              <span className="grow">{wordsOf(finding, product)}</span>
            </p>
          ))}
        <p className="subtle">
          {product} tells it only by saving: a configuration named “Casdoor connection test, to be deleted” is made,
          switched off, and deleted again; one of this issuer that is there already is saved as it is.
        </p>
        <div className="actions">
          <Button onClick={() => void tryIt()}>{isTrying ? 'Trying' : `Try it from ${product}`}</Button>
        </div>
      </div>
    </section>
  );
};

const wordsOf = (finding: Finding | null, product: string): string => {
  if (finding === null) return `${product} has not told: the configuration that is there does not fetch the document.`;
  return finding.outcome === 'fail'
    ? `${product} itself cannot read Casdoor’s discovery document.`
    : `${product} itself has read Casdoor’s discovery document.`;
};
