import type { PlannedField } from '../contract/apply';
import type { Secret } from '../secrets/secret';

/** One setting of a plugin's document. */
export type DocumentField = PlannedField & {
  /** What may be shown of it; null where there is nothing, or where it must not be shown. */
  shown: string | null;
  /** Its value is told to nobody: a secret, or a setting that nobody here knows to be harmless. */
  isSecret: boolean;
  /** All of it, to be compared; empty where there is nothing. */
  whole: Secret;
};
