import type { PlannedChange, TargetFailure } from './apply';
import type { Verdict } from './report';
import type { Failure, Result } from './result';

/** What was looked at: the plugin's settings, the application in Casdoor, or all of what the checks see. */
export const watchedThings = ['plugin', 'application', 'checks'] as const;
export type WatchedThing = (typeof watchedThings)[number];

/** Something that is not as it was applied or accepted, or that has come right again. */
export type WatchEvent = {
  id: string;
  /** ISO 8601: the look that saw it first. */
  at: string;
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
  changes: PlannedChange[];
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
  /** Why the plugin's settings are not looked at, such as credentials that are not kept; null where they are. */
  blind: string | null;
};

/** The calls of the step "Watch". A type, not an interface: see `PanelCalls`. */
export type WatchCalls = {
  watchState: { payload: { target: string }; returns: Result<WatchState> };
  lookNow: { payload: { target: string }; returns: Result<WatchState> };
  /** What was found counts as applied from now on. */
  acceptDrift: { payload: { target: string; look: string }; returns: Result<WatchState> };
};
