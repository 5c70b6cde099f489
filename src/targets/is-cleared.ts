import { isObject } from './file-provider';

/** Whether a setting holds nothing, or is switched off, as a new key or one that was cleared does. Truth values can be texts. */
export const isCleared = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.every(isCleared);
  if (isObject(value)) return Object.values(value).every(isCleared);
  return value === undefined || value === null || value === '' || value === false || value === 'false';
};
