import type { PlannedChange } from '../contract/apply';
import type { TryIn } from '../contract/watch';

/** A field that differs from what was applied. */
export type Differing = Pick<PlannedChange, 'key' | 'before' | 'after'>;

/** What it does to people that a field differs: whole sentences. `product`: such as "Jira". */
export type Meaning = (change: Differing, product: string) => string;

/** By the key of the field. */
export type Meanings = Readonly<Record<string, Meaning>>;

/** The field of the step Mapping that a value belongs into. */
export type MappingField = Extract<TryIn, { step: 'mapping' }>['field'];

export const always =
  (words: string): Meaning =>
  () =>
    words;

/** Of a switch. */
export const switched =
  (on: Meaning | string, off: Meaning | string): Meaning =>
  (change, product) => {
    const meaning = change.after === 'On' ? on : off;
    return typeof meaning === 'string' ? meaning : meaning(change, product);
  };
