import LockIcon from '@atlaskit/icon/core/lock-locked';
import type { PlannedChange, PlannedField } from '../../../../src/contract/apply';
import { Marked } from '../../parts/comparison';
import { markDifferences } from '../../parts/differences';
import { Fold } from '../../parts/fold';
import { Mark } from '../../parts/mark';
import './difference.css';

type DifferenceTableProps = {
  changes: readonly PlannedChange[];
  unchanged?: readonly PlannedField[];
  /** Heads of the two columns. */
  labels?: Labels;
  /** Said to whoever hears it. */
  of?: string;
};

type Labels = {
  before: string;
  after: string;
  /** Of a secret that is another one; "changed" where nothing is given. */
  changed?: string;
};

const nowAndAfter: Labels = { before: 'Now', after: 'After' };

/** Field by field, by the tabs and labels of the plugin's screen; a secret is only ever "set" or "changed". */
export const DifferenceTable = ({
  changes,
  unchanged = [],
  labels = nowAndAfter,
  of = 'What would be written',
}: DifferenceTableProps) => {
  const unread = unchanged.filter(({ isUnread }) => isUnread === true);
  const staying = unchanged.filter(({ isUnread }) => isUnread !== true);
  return (
    <div className="card difference">
      {changes.length > 0 && (
        <table className="cards" aria-label={of}>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">{labels.before}</th>
              <th scope="col">{labels.after}</th>
            </tr>
          </thead>
          {byTab(changes).map(({ tab, fields }) => (
            <tbody key={tab}>
              <tr className="difference-tab">
                <th scope="rowgroup" colSpan={3}>
                  {tab}
                </th>
              </tr>
              {fields.map((change) => (
                <ChangeRow key={change.key} change={change} labels={labels} />
              ))}
            </tbody>
          ))}
        </table>
      )}
      {staying.length > 0 && (
        <div className="difference-rest">
          <Fold summary={staying.length === 1 ? '1 field stays as it is' : `${staying.length} fields stay as they are`}>
            <dl className="unchanged">
              {byTab(staying).map(({ tab, fields }) => (
                <div key={tab}>
                  <dt>{tab}</dt>
                  <dd>{fields.map(({ label }) => label).join(', ')}</dd>
                </div>
              ))}
            </dl>
          </Fold>
        </div>
      )}
      {unread.map(({ key, label }) => (
        <p key={key} className="row difference-unread">
          <Mark of="not-certain" silent />
          <span className="grow">
            <strong>{label}</strong> is told by nothing, so what stands there was not compared, and is left. Only a
            sign-in through the plugin tells whether it is right; where it is not, type it on the plugin’s screen.
          </span>
        </p>
      ))}
    </div>
  );
};

/** In the order in which the tabs come first. */
const byTab = <F extends PlannedField>(fields: readonly F[]): { tab: string; fields: F[] }[] => {
  const tabs = new Map<string, F[]>();
  for (const field of fields) tabs.set(field.tab, [...(tabs.get(field.tab) ?? []), field]);
  return [...tabs].map(([tab, ofTab]) => ({ tab, fields: ofTab }));
};

const ChangeRow = ({ change, labels }: { change: PlannedChange; labels: Labels }) => {
  const { label, before, after, isSecret, canBeReadBack } = change;
  const marked = markDifferences(after ?? '', before ?? '');
  return (
    <tr>
      <th scope="row" className="difference-field">
        {label}
      </th>
      <td className="difference-before" data-label={labels.before}>
        {isSecret ? <span>{secretBefore(change)}</span> : <Value text={before} pieces={marked.actual} as="unwanted" />}
      </td>
      <td data-label={labels.after}>
        {isSecret ? (
          <span>
            <span className="row secret-after">
              <LockIcon label="" size="small" />
              {change.hasSecretBefore === false ? 'set' : (labels.changed ?? 'changed')}
            </span>
            {!canBeReadBack && <span className="small subtle">Nobody can read it back: a sign-in tells.</span>}
          </span>
        ) : (
          <Value text={after} pieces={marked.expected} as="wanted" />
        )}
      </td>
    </tr>
  );
};

const secretBefore = ({ hasSecretBefore }: PlannedChange): string => {
  if (hasSecretBefore === null) return 'cannot be read';
  return hasSecretBefore ? 'set' : 'empty';
};

type ValueProps = {
  text: string | null;
  pieces: Parameters<typeof Marked>[0]['pieces'];
  as: 'wanted' | 'unwanted';
};

/** A switch is a word, everything else is what stands in a field. */
const Value = ({ text, pieces, as }: ValueProps) => {
  if (text === null || text === '') return <span className="subtle">empty</span>;
  if (text === 'On' || text === 'Off')
    return (
      <span>
        <mark className={as}>{text.toLowerCase()}</mark>
      </span>
    );
  return (
    <span>
      <Marked pieces={pieces} as={as} />
    </span>
  );
};
