import { createContext, useContext } from 'react';
import type { Mapping, MappingRules } from '../../../../src/contract/mapping';
import type { MappingSample } from '../../../../src/contract/panel-calls';
import type { Plugin, Product } from '../../../../src/contract/target';
import type { RuleKey } from '../../../../src/mapping/rules-of';
import type { Judged } from './use-judged';

/** Changes one setting of the plugin; null: as the plugin has it when it comes. */
export type SetRule = <Key extends RuleKey>(rule: Key, value: NonNullable<MappingRules[Key]> | null) => void;

export type MappingFormModel = {
  plugin: Plugin;
  product: Product;
  value: Mapping;
  /** `what` names the field, so that what is typed into it is undone together. Never changes. */
  change: (part: Partial<Mapping>, what: string) => void;
  /** Never changes. */
  setRule: SetRule;
  /** The report is about what stands here. */
  isSaved: boolean;
  /** Of the application; undefined where it is not known yet. */
  format: string | undefined;
  /** Null until people were read. */
  sample: MappingSample | null;
  judged: Judged | null;
};

export const MappingFormContext = createContext<MappingFormModel | null>(null);

export const useMappingForm = (): MappingFormModel => {
  const model = useContext(MappingFormContext);
  if (!model) throw new Error('There is no mapping around this field.');
  return model;
};
