import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { PlannedChange } from '../contract/apply';
import type { Secret } from '../secrets/secret';
import type { DocumentField } from '../targets/document-field';

/**
 * A setting as it is held: what may be shown of it, and a print of all of it by which a change is noticed. The print is
 * made with a key that lies in the secret store, so that nobody tries out what a short secret was.
 */
export const watchedField = v.object({
  key: v.string(),
  tab: v.string(),
  label: v.string(),
  shown: v.nullable(v.string()),
  isSecret: v.boolean(),
  /** Empty where there is nothing. */
  print: v.string(),
});
export type WatchedField = v.InferOutput<typeof watchedField>;

/** Characters of a value that are kept; all of it is in the print. */
const longestKept = 500;

export const watchedFields = (fields: readonly DocumentField[], key: Secret): WatchedField[] =>
  fields.map(({ whole, shown, ...field }) => ({
    key: field.key,
    tab: field.tab,
    label: field.label,
    isSecret: field.isSecret,
    shown: field.isSecret || shown === null ? null : cut(shown),
    print: printOf(key, field.key, whole.expose()),
  }));

/** By which it is known with which key the prints were made. */
export const keyMark = (key: Secret): string => printOf(key, '', 'key');

/** As the client secret of miniOrange is printed, so that whether it is this one can be told. */
export const secretPrint = (key: Secret, secret: Secret): string => printOf(key, secretField, secret.expose());
export const secretField = 'client-secret';

/** The field's key is in it: the same value elsewhere has another print. */
const printOf = (key: Secret, field: string, whole: string): string =>
  whole === '' ? '' : createHmac('sha256', key.expose()).update(`${field}\n${whole}`).digest('base64url').slice(0, 27);

const cut = (text: string): string => (text.length > longestKept ? `${text.slice(0, longestKept)}…` : text);

/** A difference, with what makes it the same one at the next look. */
export type WatchedChange = { change: PlannedChange; mark: string };

/** By which the same difference is known again. */
export const markOf = ({ key, print }: Pick<WatchedField, 'key' | 'print'>): string => `${key}\n${print}`;

/** What was held against what was found, in the order of the screen. */
export const changesBetween = (held: readonly WatchedField[], found: readonly WatchedField[]): WatchedChange[] => {
  const before = new Map(held.map((field) => [field.key, field]));
  const now = new Map(found.map((field) => [field.key, field]));
  const keys = [...now.keys(), ...[...before.keys()].filter((key) => !now.has(key))];
  return keys.flatMap((key): WatchedChange[] => {
    const [was, is] = [before.get(key), now.get(key)];
    const named = is ?? was;
    if (named === undefined || (was?.print ?? '') === (is?.print ?? '')) return [];
    // Where what may be shown of the two is the same, only that it changed can be told.
    const isUntold = named.isSecret || was?.isSecret === true || (was?.shown ?? null) === (is?.shown ?? null);
    return [
      {
        mark: markOf({ key, print: is?.print ?? '' }),
        change: {
          key,
          tab: named.tab,
          label: named.label,
          before: isUntold ? null : (was?.shown ?? null),
          after: isUntold ? null : (is?.shown ?? null),
          isSecret: isUntold,
          hasSecretBefore: isUntold ? (was?.print ?? '') !== '' : null,
          canBeReadBack: true,
          isRisky: null,
        },
      },
    ];
  });
};

/** What is held once the fields of these keys were accepted as they were found; one that was gone is gone then. */
export const withAccepted = (
  held: readonly WatchedField[],
  found: readonly WatchedField[],
  keys: ReadonlySet<string>,
): WatchedField[] => {
  const now = new Map(found.filter(({ key }) => keys.has(key)).map((field) => [field.key, field]));
  const kept = held.flatMap((field) => (keys.has(field.key) ? (now.get(field.key) ?? []) : field));
  const known = new Set(held.map(({ key }) => key));
  return [...kept, ...[...now.values()].filter(({ key }) => !known.has(key))];
};
