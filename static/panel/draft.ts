import { useCallback, useEffect, useState } from 'react';
import type { Saved, Version } from '../../src/contract/panel-calls';
import type { Failure, Result } from '../../src/contract/result';

/** What was typed and not saved, and the version it was made from. It survives a reload; a secret never gets here. */
export type KeptDraft<T> = { base: number; value: T };

const nameOf = (key: string) => `companion:draft:${key}`;

export const keepDraft = <T>(key: string, draft: KeptDraft<T>): void =>
  sessionStorage.setItem(nameOf(key), JSON.stringify(draft));

export const dropDraft = (key: string): void => sessionStorage.removeItem(nameOf(key));

/** Null where nothing is kept. */
export const readDraft = <T>(key: string): KeptDraft<T> | null => {
  const text = sessionStorage.getItem(nameOf(key));
  if (text === null) return null;
  try {
    return JSON.parse(text) as KeptDraft<T>;
  } catch {
    return null;
  }
};

export type Draft<T> = {
  value: T;
  change: (part: Partial<T>) => void;
  /** Puts another value in place of all that is typed. */
  replace: (value: T) => void;
  /** Something was typed that is not saved. */
  isDirty: boolean;
  /** Somebody else saved since; both are kept until one is chosen. */
  theirs: Version<T> | null;
  /** Saves over theirs, where there is one. Null where it could not be saved; `failure` says why. */
  save: () => Promise<Version<T> | null>;
  /** Takes what is saved, and gives up what was typed. */
  discard: () => void;
  isSaving: boolean;
  failure: Failure | null;
};

type DraftOptions<T> = {
  key: string;
  saved: Version<T> | null;
  /** What the fields show where nothing was saved yet. */
  empty: T;
  send: (base: number, value: T) => Promise<Result<Saved<T>>>;
};

/** A form that is saved explicitly and never loses what was typed: not by an error, a reload, or somebody else. */
export const useDraft = <T extends object>({ key, saved, empty, send }: DraftOptions<T>): Draft<T> => {
  const [draft, setDraft] = useState<KeptDraft<T> | null>(() => readDraft<T>(key));
  const [accepted, setAccepted] = useState<Version<T> | null>(null);
  const [answered, setAnswered] = useState<Version<T> | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const [lastKey, setLastKey] = useState(key);
  if (lastKey !== key) {
    setLastKey(key);
    setDraft(readDraft<T>(key));
    setAccepted(null);
    setAnswered(null);
    setFailure(null);
  }

  // The newest that is known: from the state, from a save of one's own, or from a save that came too late.
  const newest = [saved, accepted, answered].reduce(newer, null);
  const value = draft?.value ?? newest?.value ?? empty;
  const isDirty = draft !== null && !isSame(draft.value, newest?.value ?? empty);
  const theirs = isDirty && draft && newest && newest.version > draft.base ? newest : null;

  useEffect(() => {
    if (draft && isDirty) keepDraft(key, draft);
    else dropDraft(key);
  }, [key, draft, isDirty]);

  const change = useCallback(
    (part: Partial<T>) => {
      setFailure(null);
      setDraft((before) => ({
        base: before?.base ?? newest?.version ?? 0,
        value: { ...(before?.value ?? newest?.value ?? empty), ...part },
      }));
    },
    [newest, empty],
  );
  const replace = useCallback(
    (value: T) => {
      setFailure(null);
      setDraft((before) => ({ base: before?.base ?? newest?.version ?? 0, value }));
    },
    [newest],
  );
  const discard = useCallback(() => {
    setDraft(null);
    setFailure(null);
  }, []);
  const save = useCallback(async () => {
    setIsSaving(true);
    setFailure(null);
    // Saving after having seen theirs is the decision to replace it.
    const answer = await send(theirs?.version ?? draft?.base ?? newest?.version ?? 0, value);
    setIsSaving(false);
    if (!answer.ok) {
      setFailure(answer.error);
      return null;
    }
    if (answer.value.kind === 'conflict') {
      const { theirs: other } = answer.value;
      setDraft((before) => before ?? { base: newest?.version ?? 0, value });
      setAnswered(other);
      return null;
    }
    const { version } = answer.value;
    setAccepted(version);
    // What was typed while it was being saved stays.
    setDraft((before) =>
      before && isSame(before.value, value) ? null : before && { ...before, base: version.version },
    );
    return version;
  }, [send, theirs, draft, newest, value]);

  return { value, change, replace, isDirty, theirs, save, discard, isSaving, failure };
};

const newer = <T>(one: Version<T> | null, other: Version<T> | null): Version<T> | null =>
  one && other ? (one.version >= other.version ? one : other) : (one ?? other);

const isSame = (one: object, other: object) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, inner]) => [name, sorted(inner)]),
      )
    : value;
