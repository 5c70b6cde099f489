import Textfield from '@atlaskit/textfield';
import type { Mapping } from '../../../../src/contract/mapping';
import { typedAs } from '../../../../src/mapping/better-claims';
import type { ClaimField as Field } from '../../../../src/mapping/rank-claims';
import { usePanel } from '../../panel-model';
import { describedBy, LabelledField } from '../../parts/labelled-field';
import { Mark } from '../../parts/mark';
import { FitsBetter } from './fits-better';
import { useMappingForm } from './mapping-form-context';
import { useFieldFacts } from './use-field-facts';

type ClaimFieldProps = {
  field: Field;
  id: string;
  label: string;
  text: string;
  /** The part of the mapping that a text makes. */
  write: (text: string) => Partial<Mapping>;
  /** What the field takes, where nothing stands in it yet, or beside what is told of it. */
  note?: string;
};

/** One field of claims: what is told of it while it is typed, and what would fit better where it is wrong. */
export const ClaimField = ({ field, id, label, text, write, note }: ClaimFieldProps) => {
  const { plugin, change } = useMappingForm();
  const { announce } = usePanel();
  const { fault, hint, better } = useFieldFacts(field, id, text);
  const shown = hint && !fault && (
    <span className="row claim-hint">
      {hint.of !== 'passed' && <Mark of={hint.of} silent />}
      <span>{hint.text}</span>
    </span>
  );
  return (
    <div className="stack-small">
      <LabelledField id={id} label={label} fault={fault} hint={shown || note}>
        <Textfield
          id={id}
          name={id}
          isMonospaced
          spellCheck={false}
          autoComplete="off"
          value={text}
          isInvalid={fault !== null}
          {...describedBy(id, fault !== null || Boolean(shown || note))}
          onChange={(event) => change(write(event.currentTarget.value), id)}
        />
      </LabelledField>
      {better.length > 0 && (
        <FitsBetter
          field={field}
          label={label}
          better={better}
          onUse={(claim) => {
            change(write(typedAs(claim, plugin, field)), `use-${claim}-${id}`);
            announce(`${claim} is filled in as ${label}. It is not saved yet.`);
            // The button goes with the fault.
            document.getElementById(id)?.focus();
          }}
        />
      )}
    </div>
  );
};
