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
    const answer = await call('tryFromNode', { target: target.id });
    setIsTrying(false);
    setTold(answer.ok ? answer.value : null);
    if (answer.ok) announce(wordsOf(answer.value.finding, product));
    else setFailure(answer.error);
    // What was found before may have gone, with the button that was pressed in it.
    setTimeout(() => {
      if (document.activeElement === document.body) document.getElementById('try-from-node')?.focus();
    }, 0);
  };
  const finding = told?.finding ?? null;
  return (
    <section className="group" aria-labelledby="try-from-node">
      <h2 id="try-from-node" className="group-title" tabIndex={-1}>
        Does {product} itself reach Casdoor?
      </h2>
      <div className="card card-padded stack">
        <FailureBanner failure={failure} />
        {told !== null &&
          (finding?.outcome === 'fail' ? (
            <FindingCard finding={finding} isFirst={false} again={{ isRunning: isTrying, act: () => void tryIt() }} />
          ) : (
            <p className="row">
              <Mark of={finding === null ? 'not-certain' : 'passed'} silent />
              <span className="grow">{wordsOf(finding, product)}</span>
            </p>
          ))}
        {isTrying && (
          <p className="row">
            <Mark of="running" silent />
            <span className="grow">
              {product} is asked to read Casdoor’s discovery document; that can take 20 seconds.
            </span>
          </p>
        )}
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
  if (finding === null)
    return `That cannot be told beforehand: the configuration of this issuer that is there does not fetch the document, and there cannot be two. If ${product} cannot read it, it refuses what is written, and the old settings stay.`;
  return finding.outcome === 'fail'
    ? `${product} itself cannot read Casdoor’s discovery document.`
    : `${product} itself has read Casdoor’s discovery document.`;
};
