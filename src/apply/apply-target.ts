import type { ApplyKind, Difference, TargetFailure } from '../contract/apply';
import type { Secret } from '../secrets/secret';

export type Attempted<T> = { ok: true; value: T } | { ok: false; failure: TargetFailure };

/** What a target holds now. */
export type Reading<D> = {
  document: D;
  /** SHA-256 of the canonical JSON that was read, base64url: the same for the same settings. */
  fingerprint: string;
  /** The bytes as they came: what `restore` is given back. */
  backup: Secret;
};

export type Plan<D> = { after: D; difference: Difference };

/**
 * Something whose settings can be read, planned, written and put back. The engine owns order and journal; a target knows
 * one plugin. It is made with the requests that it may send and the credentials for them, and neither keeps nor logs those.
 *
 * No method throws for what can be expected; one that does is taken for `unreachable`. `signal` ends the wait, not
 * necessarily the request: the engine therefore reads again whatever a write has said.
 *
 * @typeParam D The document as the target understands it, unknown parts included.
 * @typeParam W What is wanted.
 */
export type ApplyTarget<D, W> = {
  kind: ApplyKind;
  read: (signal: AbortSignal) => Promise<Attempted<Reading<D>>>;
  /** Pure. Why nothing is written over a document that could be read and is not understood; null where it is. */
  whyNot?: (document: D) => TargetFailure | null;
  /**
   * Pure. Unknown keys and other providers stay as they are; planning on `after` again has no changes. A change of which
   * `isRisky` is not null stands in a plan of its own: the engine refuses it beside others.
   */
  plan: (document: D, wanted: W) => Plan<D>;
  /** Pure. Of the fields of the screen, for history, a restore that is shown first, and drift. */
  difference: (from: D, to: D) => Difference;
  /** Pure. The same in everything that can be read back, known or not. */
  isSame: (one: D, other: D) => boolean;
  /**
   * Pure. Whether a write or restore of ours between `old` and `after`, stopped anywhere, could have left `found`: each
   * part as in one of the two, or as the target leaves it when it clears first. Nobody else's work may pass for it.
   */
  isHalfWay: (found: D, old: D, after: D) => boolean;
  /** What the target answers is not believed: the engine reads again. Writing twice does the same as writing once. */
  write: (from: Reading<D>, after: D, signal: AbortSignal) => Promise<Attempted<void>>;
  /**
   * Back to `backup`, byte for byte where the target takes a whole document. `found` is what was read just before,
   * `applied` what the write was to make of it, so that a target that puts back part by part knows which are ours.
   */
  restore: (way: { backup: Secret; found: D; applied: D }, signal: AbortSignal) => Promise<Attempted<void>>;
  /** Pure. Does the backup open? Also opens what `textOf` made. */
  documentOf: (backup: Secret) => Attempted<D>;
  /** Pure. Any document as a text that `documentOf` opens: what was to be written is kept beside the backup. */
  textOf: (document: D) => Secret;
};
