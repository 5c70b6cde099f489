import type { ClaimSource, ClaimValue } from '../contract/mapping';
import { type ClaimAccess, sourceAtStart, sourceNames, whyNotSeen } from './claim-access';
import { type Steps, step } from './field-reading';
import { shown, textOf } from './read-claim';

/** One claim looked up by rules 1 and 2. `text` is null where there is none that could be read as text. */
export type LookUp = { value: ClaimValue | undefined; text: string | null; certain: boolean };

/** A claim that is there, and one that is certainly absent, by rules 1 and 2. */
export const lookUp = (source: ClaimSource, name: string, claims: ClaimAccess, steps: Steps): LookUp => {
  const found = claims.find(source, name);
  if (found === undefined || found.value === null) {
    const unseen = whyNotSeen(source, name, claims);
    steps?.push(step('claim', name, null, unseen ?? `${sourceAtStart[source]} has no claim of this name.`));
    return { value: undefined, text: null, certain: unseen === null };
  }
  const { value, path, how } = found;
  steps?.push(step('claim', name, shown(value), sourceNames[source]));
  if (how === 'path') steps?.push(step('rule', 'Nested', path, 'Taken by its path.'));
  if (how === 'nested')
    steps?.push(
      step('rule', 'Nested', path, found.certain ? 'The only one of this name.' : 'Perhaps another of this name.'),
    );
  // What cannot be seen stands in `data2`, behind everything in `data`.
  const certain =
    how !== 'nested' || (found.certain && (path === `data.${name}` || whyNotSeen(source, name, claims) === null));
  return { value, text: textOf(value), certain };
};
