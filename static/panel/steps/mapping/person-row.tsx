import ChevronIcon from '@atlaskit/icon/core/chevron-right';
import { useState } from 'react';
import type { Product } from '../../../../src/contract/target';
import { type JudgedPerson, trailOf } from '../../../../src/mapping/judge-sample';
import type { Mapper } from '../../../../src/mapping/make-mapper';
import { Fold } from '../../parts/fold';
import { Mark } from '../../parts/mark';
import { Value } from '../../parts/rich-text';
import { cellOf, lineOf, type PersonCell } from './person-words';
import { TrailView } from './trail';

type PersonRowProps = { judged: JudgedPerson; mapper: Mapper; product: Product };

/** One person in a line; it opens to how all of it comes about. */
export const PersonRow = ({ judged, mapper, product }: PersonRowProps) => {
  const [isOpen, setIsOpen] = useState(false);
  const { name } = judged.person.person;
  const line = lineOf(judged, product);
  return (
    <>
      <tr className={isOpen ? 'is-open' : undefined}>
        <th scope="row">
          <div className="preview-name">
            <button
              type="button"
              id={`how-${name}`}
              className="icon-button"
              aria-expanded={isOpen}
              aria-label={`How ${name} is mapped`}
              onClick={() => setIsOpen(!isOpen)}
            >
              <span className="chevron">
                <ChevronIcon label="" size="small" />
              </span>
            </button>
            <div className="grow">
              <strong>{name}</strong>
              {judged.verdict.administrator === true && <span className="small subtle"> administrator</span>}
              <div className="preview-why">
                <Mark of={line.of} silent />
                <span>{line.text}</span>
              </div>
            </div>
          </div>
        </th>
        <Cell label="Username" cell={cellOf(judged, 'username', product)} />
        <Cell label="E-mail" cell={cellOf(judged, 'email', product)} />
        <Cell label="Full name" cell={cellOf(judged, 'fullName', product)} />
      </tr>
      {isOpen && (
        <tr className="preview-trail">
          <td colSpan={4}>
            <How judged={judged} mapper={mapper} said={line.text} />
          </td>
        </tr>
      )}
    </>
  );
};

const Cell = ({ label, cell }: { label: string; cell: PersonCell }) => (
  <td data-label={label}>
    <span>
      {cell.value === null ? (
        <span className={cell.isBad ? 'preview-bad' : 'subtle'}>{cell.nothing}</span>
      ) : (
        <AtBreaks>{cell.value}</AtBreaks>
      )}
      {cell.note !== null && (
        <span className="small subtle preview-note">
          <AtBreaks>{cell.note}</AtBreaks>
        </span>
      )}
    </span>
  </td>
);

/** An e-mail breaks before its domain, not inside a word where that can be helped. */
const AtBreaks = ({ children }: { children: string }) => {
  const at = children.lastIndexOf('@');
  if (at < 1) return <span>{children}</span>;
  return (
    <span>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </span>
  );
};

type HowProps = Omit<PersonRowProps, 'product'> & {
  /** Stands in the row already. */
  said: string;
};

const How = ({ judged, mapper, said }: HowProps) => {
  const trail = trailOf(mapper, judged);
  const more = trail.reasons.filter((reason) => !said.includes(reason));
  const { withheld } = judged.person;
  return (
    <div className="stack-small">
      {more.length > 0 && <p className="preview-reasons">{more.join(' ')}</p>}
      <TrailView trail={trail} />
      {withheld.length > 0 && (
        <Fold summary={`${withheld.length} claims are never shown`}>
          <ul className="withheld">
            {withheld.map((claim) => (
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
