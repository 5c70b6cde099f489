import ArrowIcon from '@atlaskit/icon/core/arrow-right';
import { Fragment } from 'react';
import type { Trail, TrailField, TrailStep } from '../../../../src/contract/mapping';
import { Mark } from '../../parts/mark';
import './trail.css';

const names: Record<TrailField['field'], string> = {
  username: 'Username',
  email: 'E-mail',
  fullName: 'Full name',
  groups: 'Groups',
};

/** Claim, rule, value, account: from left to right, a line for each field. */
export const TrailView = ({ trail }: { trail: Trail }) => (
  <dl className="trail">
    {trail.fields.map((field) => (
      <div key={field.field}>
        <dt>
          {names[field.field]}
          {!field.certain && <Mark of="not-certain" />}
        </dt>
        <dd className="hops">
          {field.steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps of one way, in its order.
            <Fragment key={index}>
              {index > 0 && (
                <span className="hop-arrow">
                  <ArrowIcon label="then" size="small" />
                </span>
              )}
              <Hop step={step} isLast={index === field.steps.length - 1} />
            </Fragment>
          ))}
        </dd>
      </div>
    ))}
  </dl>
);

const Hop = ({ step, isLast }: { step: TrailStep; isLast: boolean }) => {
  const isEmpty = step.value === null || step.value === '';
  const look = isLast ? (isEmpty ? 'hop hop-end hop-bad' : 'hop hop-end') : 'hop';
  return (
    <span className={look}>
      {step.kind === 'claim' && <code>{step.label}</code>}
      {(step.kind === 'rule' || step.kind === 'account') && <span className="subtle">{step.label}</span>}
      {isEmpty ? step.note === null && <span>empty</span> : <span>{step.value}</span>}
      {step.note !== null && <span className="subtle">{step.note}</span>}
    </span>
  );
};
