import { isObject } from '../file-provider';

/** The same settings: keys in whatever order; an empty text, null and none are one, since an import makes the one of the other. */
export const isSameJson = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

/** One text for the same settings. */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value)) ?? '';

/** As pairs, since an object would put keys that look like numbers first and lose none of the others' order. */
const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return { list: value.map(inOrder) };
  if (!isObject(value)) return value;
  return Object.entries(value)
    .filter(([, inner]) => inner !== '' && inner !== null && inner !== undefined)
    .map(([key, inner]) => [key, inOrder(inner)])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
};
