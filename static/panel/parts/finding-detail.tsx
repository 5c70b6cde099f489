import type { Detail } from '../../../src/contract/report';
import { Comparison } from './comparison';
import { Fold } from './fold';
import { dayOf } from './moment';
import { Value } from './rich-text';
import { TrustAuthority } from './trust-authority';

const shownAtOnce = 5;

/** The values behind a finding. */
export const FindingDetail = ({ detail }: { detail: Detail }) => {
  switch (detail.kind) {
    case 'comparison':
      return (
        <Comparison
          expected={{ label: detail.expectedLabel, text: detail.expected }}
          actual={{ label: detail.actualLabel, text: detail.actual }}
        />
      );
    case 'list':
      return <Listed {...detail} />;
    case 'certificate':
      return (
        <>
          <dl className="comparison">
            <dt>Subject</dt>
            <dd>{detail.subject}</dd>
            <dt>Issued by</dt>
            <dd>{detail.issuer}</dd>
            <dt>Names</dt>
            <dd>{detail.names.length > 0 ? detail.names.join(', ') : 'none'}</dd>
            <dt>Valid</dt>
            <dd>
              {dayOf(detail.notBefore)} to {dayOf(detail.notAfter)}
            </dd>
            <dt>SHA-256</dt>
            <dd>
              <code>{detail.fingerprint}</code>
            </dd>
          </dl>
          {detail.authorityPem !== null && <TrustAuthority pem={detail.authorityPem} />}
        </>
      );
    case 'times':
      return (
        <dl className="comparison">
          <dt>{detail.label}</dt>
          <dd className="figures">{milliseconds(detail.milliseconds)}</dd>
          <dt>At most</dt>
          <dd className="figures">{milliseconds(detail.limit)}</dd>
        </dl>
      );
    case 'claims':
      return (
        <div className="comparison comparison-list">
          <p className="small subtle">Fits better</p>
          <ul>
            {detail.better.map(({ claim, sample }) => (
              <li key={claim}>
                <Value>{claim}</Value>
                {sample !== null && <span className="subtle"> such as {sample}</span>}
              </li>
            ))}
          </ul>
        </div>
      );
  }
};

const Listed = ({ label, items }: Extract<Detail, { kind: 'list' }>) => {
  const lines = (
    <ul>
      {items.map(({ text, note, marked }) => (
        <li key={text} className={marked ? 'is-marked' : undefined}>
          {marked && <span className="unseen">This one: </span>}
          <Value>{text}</Value>
          {note !== undefined && <span className="subtle"> {note}</span>}
        </li>
      ))}
    </ul>
  );
  if (items.length > shownAtOnce) return <Fold summary={`${label}, ${items.length}`}>{lines}</Fold>;
  return (
    <div className="comparison comparison-list">
      <p className="small subtle">{label}</p>
      {lines}
    </div>
  );
};

const numbers = new Intl.NumberFormat('en');
const milliseconds = (value: number) => `${numbers.format(Math.round(value))} ms`;
