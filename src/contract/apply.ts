import type { Product } from './target';

/** What can be written to: an SSO plugin, or Casdoor's application. */
export const applyKinds = ['miniorange', 'atlassian-dc', 'casdoor'] as const;
export type ApplyKind = (typeof applyKinds)[number];

/** One field that would be written. */
export type PlannedChange = {
  /** Names the field for ever; never shown. */
  key: string;
  /** Tab of the plugin's screen, and the field's label on it, as the screen spells them. */
  tab: string;
  label: string;
  /** Null where there is nothing, or where it is a secret. */
  before: string | null;
  after: string | null;
  /** Both values are null: it is shown as "set", "empty" or "changed", by `hasSecretBefore`. */
  isSecret: boolean;
  /** Whether a secret stands there now; null where that cannot be read, or where it is no secret. */
  hasSecretBefore: boolean | null;
  /** Written only: reading again cannot tell whether it arrived, a sign-in can. */
  canBeReadBack: boolean;
  /** Sends everybody to the new sign-in, or hides the old form: never written together with others. */
  isRisky: 'redirect' | null;
};

/** The difference between two documents of a target, in the words of its screen. */
export type Difference = {
  changes: PlannedChange[];
  /** Fields of the screen that stay as they are. */
  unchanged: PlannedField[];
};
export type PlannedField = {
  key: string;
  tab: string;
  label: string;
  /** Among those that stay: nothing tells what stands there, so it was not compared. */
  isUnread?: true;
};

export type PlanSummary = Difference & {
  /** SHA-256 of the canonical JSON that was read, base64url. */
  fingerprint: string;
};

/** Which settings the target holds. `neither`: it was read, and is not one of the two. `unknown`: it could not be read. */
export const inForceKinds = ['old', 'new', 'neither', 'unknown'] as const;
export type InForce = (typeof inForceKinds)[number];

/**
 * Where an apply stands. `writing`, `keeping` and `restoring` are noted before something is done, all others after.
 * `kept`, `restored`, `not-written` and `left` (a person took over, whatever is in force) are ends; `stuck` needs a person.
 */
export const applySteps = [
  'begun',
  'read',
  'planned',
  'guarded',
  'backed-up',
  'writing',
  'written',
  'verified',
  'waiting',
  'keeping',
  'kept',
  'restoring',
  'restored',
  'stuck',
  'not-written',
  'left',
] as const;
export type ApplyStep = (typeof applySteps)[number];

export const targetFailureCodes = [
  'unreachable',
  'missing',
  'credentials-wrong',
  'not-administrator',
  'password-colon',
  'basic-auth-blocked',
  'captcha',
  'document-unknown',
  'licence',
  'refused',
  'answer-unreadable',
  'limited',
] as const;
/** Why a target did not do what it was asked. */
export type TargetFailure = {
  code: (typeof targetFailureCodes)[number];
  /** A whole sentence with the values; never a secret. */
  message: string;
  /** The one thing to do about it. */
  remedy: string;
  /** Another unattended try would do harm, such as after a 401 or a CAPTCHA. */
  isFinal: boolean;
};

/** What must hold before something is written. */
export type Guard = {
  /** A noun for the state that holds the write back; never changes. */
  id: string;
  holds: boolean;
  canBeOverruled: boolean;
  /** What is so, a whole sentence. */
  message: string;
  /** What may happen if it is overruled; null where it holds, or where it cannot be overruled. */
  consequence: string | null;
};

/** Who came in through the plugin after the write. */
export type CameIn = {
  who: string;
  /** ISO 8601. */
  at: string;
  isAdministrator: boolean;
  /** Read in the target's audit log, or said by the administrator where nothing tells. */
  how: 'audit-log' | 'said';
};

/** One line of an apply's journal. Names no secret. */
export type ApplyEntry = {
  step: ApplyStep;
  /** ISO 8601. */
  at: string;
  /** Display name; null where nobody asked for it: a deadline, or what a dead process left. */
  who: string | null;
  inForce: InForce;
  /** What happened, a whole sentence. */
  message: string;
  failure: TargetFailure | null;
};

/** One apply as the panel sees it. */
export type ApplyView = {
  id: string;
  target: string;
  kind: ApplyKind;
  product: Product;
  who: string;
  /** ISO 8601. */
  startedAt: string;
  /** Version of the mapping that was written; null where none was. */
  mappingVersion: number | null;
  /** It puts back what an earlier apply had found. */
  isAsBefore: boolean;
  step: ApplyStep;
  inForce: InForce;
  changes: PlannedChange[];
  /** Guards that did not hold and were overruled. */
  overruled: Guard[];
  /** When the old settings come back by themselves; null where they do not. */
  deadlineAt: string | null;
  /** When they were to come back by themselves, after that as well; null where they never were. */
  wasDueAt: string | null;
  /** When it is looked after again, whoever is there: the deadline, another try, or what may have been left. */
  dueAt: string | null;
  /** Nobody is at work on it: it waits for somebody, for `dueAt`, or has ended. */
  isResting: boolean;
  /** The last that is known of each who came in since, oldest first. */
  cameIn: CameIn[];
  entries: ApplyEntry[];
  /** Until when its backup can be restored; null where it is not there any more. */
  backupUntil: string | null;
};

export const applyEnds = ['kept', 'restored', 'not-written', 'left'] as const satisfies readonly ApplyStep[];

/** Whether somebody or something still has to act: until then the target takes no other apply. */
export const isOpen = (step: ApplyStep): boolean => !applyEnds.some((end) => end === step);
