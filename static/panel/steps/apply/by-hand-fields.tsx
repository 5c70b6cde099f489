import type { FieldByHand } from '../../../../src/contract/apply-calls';
import { CopyButton } from '../../parts/copy-button';
import { Value } from '../../parts/rich-text';

/** Settings that the plugin keeps in no document: they are set on its screen. */
export const ByHandFields = ({ fields }: { fields: readonly FieldByHand[] }) => (
  <section className="group" aria-labelledby="by-hand-fields">
    <h2 id="by-hand-fields" className="group-title">
      To be set on the plugin’s screen
    </h2>
    <div className="card card-padded stack-small">
      <p className="subtle">
        The plugin’s API has no place for {fields.length === 1 ? 'this one' : 'these'}. Set{' '}
        {fields.length === 1 ? 'it' : 'them'} there once the others are written.
      </p>
      <ul className="hand-fields">
        {fields.map(({ tab, label, value }) => (
          <li key={`${tab} ${label}`} className="row">
            <span className="grow">
              {tab}, <strong>{label}</strong>: {value === 'On' || value === 'Off' ? value : <Value>{value}</Value>}
            </span>
            {value !== 'On' && value !== 'Off' && <CopyButton text={value} of={label} isIcon />}
          </li>
        ))}
      </ul>
    </div>
  </section>
);
