import type { Area } from '../contract/report';
import type { Check } from './define-check';

/**
 * Every check, causes before consequences: of several failures the first one listed here is the root cause. A check
 * that is not listed does not exist.
 */
export const catalogue: readonly Check[] = [];

/** The area of a check by its id; null where no check is called so. */
export const areaOf = (id: string): Area | null => catalogue.find((check) => check.id === id)?.area ?? null;
