import type { PlannedChange, TargetFailure } from './apply';
import type { Verdict } from './report';
import type { Failure, Result } from './result';

/** What was looked at: the plugin's settings, the application in Casdoor, or all of what the checks see. */
export const watchedThings = ['plugin', 'application', 'checks'] as const;
export type WatchedThing = (typeof watchedThings)[number];

/** What is held against what was applied; the checks are held against nothing. */
export type HeldThing = Exclude<WatchedThing, 'checks'>;

/** Where a value that was found can be tried before it is written or accepted. */
export type TryIn =
  /** The field of the step Mapping that it belongs into. */
  | { step: 'mapping'; field: 'username' | 'email' | 'groups' | 'fullName' | 'firstName' | 'lastName'; value: string }
  /** Casdoor sends something else: whom that concerns, a dry run tells. */
  | { step: 'directory' };

/** A field that differs, and what that does to people. */
export type DriftedField = PlannedChange & {
  /** Whole sentences, without numbers that nobody has counted. */
  meaning: string;
  tryIn: TryIn | null;
  /** The step Apply writes it; what it leaves as it is has to be put back where it was changed. */
  isWritten: boolean;
};

/** Something that is not as it was applied or accepted, or that has come right again. */
export type WatchEvent = {
  id: string;
  /** ISO 8601: the look that saw it first. */
  at: string;
  /** When it was known last not to be so yet: an earlier look, or the apply. Null where that is not known. */
  notYetAt: string | null;
  /** The look that no longer saw it; null while it is so. */
  until: string | null;
  thing: WatchedThing;
  /** The check that speaks of it, such as `plugin-drifted`. */
  check: string;
  severity: 'blocker' | 'serious' | 'advice' | 'good';
  /** Whole sentences. */
  title: string;
  message: string;
  /** Applied against found; secrets have no values. */
  changes: DriftedField[];
};

/** One look. */
export type WatchLook = {
  id: string;
  /** ISO 8601. */
  at: string;
  /** Display name; null for a schedule or a start. */
  who: string | null;
  verdict: Verdict | 'drifted' | null;
  /** Why nothing could be seen; null where it could. */
  failure: Failure | TargetFailure | null;
  /** What it read and held against what was applied. */
  compared: HeldThing[];
};

/** Why a look could not read something, and what to do about it. Another try would make some refusals worse. */
export const whyUnread = (failure: NonNullable<WatchLook['failure']>): string =>
  [failure.message, failure.remedy, 'isFinal' in failure && failure.isFinal ? notTriedAgain : '']
    .filter(Boolean)
    .join(' ');

const notTriedAgain =
  'Nothing that runs by itself tries it again, until somebody presses “Check now” or gives other credentials in Apply.';

/** One of what was applied, and how far it is compared. */
export type WatchedPart = {
  thing: HeldThing;
  /** As the subject of a sentence, such as "miniOrange on jira.acme.example". */
  called: string;
  /** Since when it is compared, ISO 8601: the apply, the acceptance, or the first look that could. Null: never yet. */
  since: string | null;
  /** How it was at the apply is not known: `since` is later. */
  isLate: boolean;
  /** The last look compared it. */
  isCompared: boolean;
  /** Why it is not compared, or will not be at the next look; null where nothing is in the way. */
  why: string | null;
  /** The one thing to do about it, and the step where. */
  remedy: { text: string; step: 'client' | 'apply' } | null;
  /** Labels of fields that nothing tells, so that they are never compared. */
  untold: string[];
};

/** What the step "Watch" shows. */
export type WatchState = {
  /** What it is held against: the apply, or the acceptance after it. Null: nothing was applied yet. */
  since: { apply: string; at: string; who: string; how: 'applied' | 'accepted' } | null;
  /** The last 48, oldest first. */
  looks: WatchLook[];
  /** Newest first. */
  events: WatchEvent[];
  /** A look goes on now. */
  isLooking: boolean;
  /** When it looks by itself next, ISO 8601; null where nobody does. */
  nextAt: string | null;
  /** Empty where nothing was applied yet. */
  parts: WatchedPart[];
};

/** The calls of the step "Watch". A type, not an interface: see `PanelCalls`. */
export type WatchCalls = {
  watchState: { payload: { target: string }; returns: Result<WatchState> };
  lookNow: { payload: { target: string }; returns: Result<WatchState> };
  /** What was found counts as applied from now on: what one event tells, or where none is named all of it. */
  acceptDrift: { payload: { target: string; look: string; event: string | null }; returns: Result<WatchState> };
};
