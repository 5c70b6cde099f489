import type { PlannedChange } from '../../../../src/contract/apply';

/**
 * What would be written now beside what was shown before, a sentence for each field that differs; none where every field
 * is the same.
 */
export const planSince = (before: readonly PlannedChange[], now: readonly PlannedChange[]): string[] => {
  const shown = new Map(before.map((change) => [change.key, change]));
  const present = new Set(now.map(({ key }) => key));
  return [
    ...now.flatMap((change) => {
      const earlier = shown.get(change.key);
      return earlier ? differencesOf(earlier, change) : [`“${change.label}” would be written as well.`];
    }),
    ...before
      .filter(({ key }) => !present.has(key))
      .map(({ label }) => `“${label}” would not be written any more: it holds what is wanted.`),
  ];
};

const differencesOf = (earlier: PlannedChange, { label, isSecret, ...now }: PlannedChange): string[] => {
  if (isSecret)
    return earlier.hasSecretBefore === now.hasSecretBefore
      ? []
      : [`“${label}” is ${now.hasSecretBefore ? 'set' : 'empty'} now.`];
  return [
    ...(earlier.before === now.before
      ? []
      : [`“${label}” holds ${quoted(now.before)} now, and held ${quoted(earlier.before)}.`]),
    ...(earlier.after === now.after
      ? []
      : [`“${label}” would become ${quoted(now.after)}, and not ${quoted(earlier.after)}.`]),
  ];
};

const quoted = (value: string | null): string => (value === null || value === '' ? 'nothing' : `“${value}”`);
