import { isObject, type Json } from '../file-provider';
import { isCleared } from '../is-cleared';
import { providerList, sectionsIn } from './provider-place';
import { isSameJson } from './same-json';

/**
 * Whether an import of `whole` that was stopped somewhere could have left `found`: it clears everything and then puts in
 * one value after the other, so each value is as in `whole` or empty. That alone a person could have done as well, who
 * empties a field; an import leaves some section that holds nothing at all.
 */
export const isRestOf = (found: Json, whole: Json): boolean => isPart(found, whole) && hasLostSection(found, whole);

const isPart = (found: unknown, whole: unknown): boolean => {
  if (isCleared(found) || isSameJson(found, whole)) return true;
  if (isObject(found) && isObject(whole))
    return Object.entries(found).every(([key, value]) => isPart(value, whole[key]));
  if (!Array.isArray(found) || !Array.isArray(whole)) return false;
  // Of providers the first ones may be in, the last of them in part.
  return (
    found.length <= whole.length &&
    whole.every(isObject) &&
    found.every((value: unknown, at) => isPart(value, whole[at]))
  );
};

const hasLostSection = (found: Json, whole: Json): boolean =>
  (providerList(whole) ?? [whole]).some((_, place) => {
    const left: Readonly<Record<string, unknown>> = sectionsIn(found, place);
    return Object.entries(sectionsIn(whole, place)).some(
      ([name, section]) => !isCleared(section) && isCleared(left[name]),
    );
  });
