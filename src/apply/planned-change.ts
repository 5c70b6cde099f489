import * as v from 'valibot';
import type { PlannedChange } from '../contract/apply';

/** What a field is called, as it is kept. */
export const fieldEntries = { key: v.string(), tab: v.string(), label: v.string() };

/** One changed field, as plans and looks keep it. */
export const plannedChangeShape = v.object({
  ...fieldEntries,
  before: v.nullable(v.string()),
  after: v.nullable(v.string()),
  isSecret: v.boolean(),
  hasSecretBefore: v.nullable(v.boolean()),
  canBeReadBack: v.boolean(),
  isRisky: v.nullable(v.literal('redirect')),
}) satisfies v.GenericSchema<unknown, PlannedChange>;
