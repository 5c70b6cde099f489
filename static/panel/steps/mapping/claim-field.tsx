import Textfield from '@atlaskit/textfield';
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
  onType: (text: string) => void;
  /** What the field takes, where nothing stands in it yet, or beside what is told of it. */
  note?: string;
};

/** One field of claims: what is told of it while it is typed, and what would fit better where it is wrong. */
export const ClaimField = ({ field, id, label, text, onType, note }: ClaimFieldProps) => {
  const { plugin } = useMappingForm();
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
          onChange={(event) => onType(event.currentTarget.value)}
        />
      </LabelledField>
      {better.length > 0 && (
        <FitsBetter
          field={field}
          label={label}
          better={better}
          onUse={(claim) => {
            onType(typedAs(claim, plugin, field));
            announce(`${claim} is filled in as ${label}. It is not saved yet.`);
            // The button goes with the fault.
            document.getElementById(id)?.focus();
          }}
        />
      )}
    </div>
  );
};
