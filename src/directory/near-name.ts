import { nameKey } from '../mapping/same-name';

/**
 * What two names share that a person takes for one and Jira does not: another Unicode form (NFKC: `é` in one sign or
 * two, full-width letters, ligatures), the Turkish `İ` and `ı` beside `i`, `ß` beside `ss`, both small sigmas, signs
 * that are not seen, blanks at the ends. For telling near-duplicates only: what Jira takes for the same is `nameKey`,
 * which lower-cases by Unicode and no language as Java's `Locale.ENGLISH` does, and there `ΟΔΟΣ` is `οδος`, not `οδοσ`.
 */
export const nearKey = (name: string): string => {
  // Most names are plain, and lower-casing is all there is to do.
  if (plain.test(name)) return nameKey(name).trim();
  // Lower-cased before as well: what Jira takes for the same is near in any case.
  return nameKey(nameKey(name).normalize('NFKC'))
    .replace(/\p{Cf}/gu, '')
    .replace(/i\u0307/g, 'i')
    .replace(/ı/g, 'i')
    .replace(/ß/g, 'ss')
    .replace(/ς/g, 'σ')
    .normalize('NFKC')
    .trim();
};

const plain = /^[\x20-\x7e]*$/;
