import Select from '@atlaskit/select';
import Textfield from '@atlaskit/textfield';
import Toggle from '@atlaskit/toggle';
import { memo, type ReactNode, useState } from 'react';
import { readJavaPattern } from '../../../../src/mapping/java-pattern';
import { javaDoubtTexts } from '../../../../src/mapping/java-pattern-reasons';
import type { Rules } from '../../../../src/mapping/rules-of';
import { describedBy, LabelledField } from '../../parts/labelled-field';
import { Mark } from '../../parts/mark';
import type { SetRule } from './mapping-form-context';

/** Settings that are on or off. */
type Switch = { [Key in keyof Rules]: Rules[Key] extends boolean ? Key : never }[keyof Rules];

type RuleSwitchProps = { rule: Switch; label: string; isOn: boolean; onRule: SetRule; note?: string };

export const RuleSwitch = memo(({ rule, label, isOn, onRule, note }: RuleSwitchProps) => (
  <div>
    <SwitchRow id={`rule-${rule}`} label={label} isOn={isOn} onChange={(now) => onRule(rule, now)} />
    {note !== undefined && <p className="small subtle">{note}</p>}
  </div>
));

type SwitchRowProps = { id: string; label: string; isOn: boolean; onChange: (isOn: boolean) => void };

/** A label, its word, and the switch at the end of the line. */
export const SwitchRow = ({ id, label, isOn, onChange }: SwitchRowProps) => (
  <div className="row spread switch-row">
    <label htmlFor={id} className="grow">
      {label}
    </label>
    <span className="small subtle" aria-hidden="true">
      {isOn ? 'On' : 'Off'}
    </span>
    <Toggle id={id} isChecked={isOn} onChange={() => onChange(!isOn)} />
  </div>
);

type Choice<Value extends string> = { label: string; value: Value };

type RuleChoiceProps<Value extends string> = {
  id: string;
  label: string;
  words: Readonly<Record<Value, string>>;
  value: Value;
  onChange: (value: Value) => void;
};

const ChoiceOf = <Value extends string>({ id, label, words, value, onChange }: RuleChoiceProps<Value>) => (
  <LabelledField id={id} label={label}>
    <Select<Choice<Value>>
      inputId={id}
      options={(Object.keys(words) as Value[]).map((each) => ({ label: words[each], value: each }))}
      value={{ label: words[value], value }}
      onChange={(choice) => {
        if (choice) onChange(choice.value);
      }}
    />
  </LabelledField>
);
/** The list is heavy, so it is drawn anew only where it has changed: `onChange` must not change for nothing. */
export const RuleChoice = memo(ChoiceOf) as typeof ChoiceOf;

type NameListProps = {
  id: string;
  label: string;
  names: readonly string[];
  onChange: (names: string[]) => void;
  hint?: ReactNode;
};

/** Names with `;` between them, as the plugin's own field has them. What is half typed stays as it is typed. */
export const NameListField = ({ id, label, names, onChange, hint }: NameListProps) => {
  const [typed, setTyped] = useState(names.join(';'));
  const isCurrent = String(namesIn(typed)) === String(names);
  return (
    <LabelledField id={id} label={label} hint={hint}>
      <Textfield
        id={id}
        name={id}
        isMonospaced
        spellCheck={false}
        autoComplete="off"
        value={isCurrent ? typed : names.join(';')}
        {...describedBy(id, Boolean(hint))}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onChange(namesIn(event.currentTarget.value));
        }}
      />
    </LabelledField>
  );
};

/** Blanks stay: nothing is told of what the plugin does with them. */
export const namesIn = (text: string): string[] => text.split(';').filter((name) => name.trim() !== '');

type PatternFieldProps = {
  id: string;
  label: string;
  pattern: string | null;
  onChange: (pattern: string | null) => void;
  /** What it does to the people at hand, where it can be run. */
  effect: string | null;
};

/** A regular expression as Java would take it, judged as it is typed. */
export const PatternField = ({ id, label, pattern, onChange, effect }: PatternFieldProps) => {
  const read = pattern === null ? null : readJavaPattern(pattern);
  const fault =
    read?.kind === 'refused' ? ({ of: 'serious', text: `Java refuses it. ${read.problem.text}` } as const) : null;
  const doubt = read?.kind === 'not-certain' ? javaDoubtTexts[read.because] : null;
  const hint =
    doubt !== null ? (
      <span className="row claim-hint">
        <Mark of="not-certain" />
        <span>{doubt} What it makes of people is not certain.</span>
      </span>
    ) : (
      effect
    );
  return (
    <LabelledField id={id} label={label} fault={fault} hint={hint}>
      <Textfield
        id={id}
        name={id}
        isMonospaced
        spellCheck={false}
        autoComplete="off"
        value={pattern ?? ''}
        isInvalid={fault !== null}
        {...describedBy(id, fault !== null || Boolean(hint))}
        onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      />
    </LabelledField>
  );
};
