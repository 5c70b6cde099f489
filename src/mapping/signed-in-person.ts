import type { ClaimSource, Claims, ClaimsBySource, Mapping, Trail } from '../contract/mapping';
import type { Target } from '../contract/target';
import { claimsNamed } from './claims-named';
import { type Existing, mapPerson } from './map-person';

/** What came of somebody's sign-in. */
export type CameOfSignIn = {
  /** Null: not asked for, or nothing came. */
  claims: Partial<Record<ClaimSource, Claims | null>>;
  /** Names of what was dropped, of whichever source; those inside another claim as paths. */
  withheld: readonly string[];
};

/**
 * Whoever signed in, as the plugin would have them; null where no claims came. What was withheld came too, so its absence
 * refuses nobody: it is not certain.
 */
export const signedInPerson = (
  { claims, withheld }: CameOfSignIn,
  mapping: Mapping,
  target: Target,
  existing: Existing = 'unknown',
): Trail | null => {
  const came: ClaimsBySource = Object.fromEntries(Object.entries(claims).filter(([, each]) => each !== null));
  const sources = Object.keys(came) as ClaimSource[];
  if (sources.length === 0) return null;
  // Only miniOrange looks inside other claims, where a name that was withheld may be the one it finds.
  const named = new Set(claimsNamed(mapping));
  const names = target.plugin === 'miniorange' ? withheld : withheld.filter((name) => named.has(name));
  const untold = Object.fromEntries(sources.map((source) => [source, names]));
  return mapPerson(came, mapping, target, existing, { untold });
};
