import type {
  ClaimSource,
  Claims,
  ClaimsBySource,
  Mapping,
  PersonOutcome,
  Trail,
  TrailField,
} from '../contract/mapping';
import type { Target } from '../contract/target';
import { claimsNamed } from './claims-named';
import { isBlank } from './field-reading';
import { mapPerson } from './map-person';
import type { PatternEngine } from './pattern-rule';
import { keyFieldOf, rulesOf } from './rules-of';

/** What came of somebody's sign-in. */
export type CameOfSignIn = {
  /** Null: not asked for, or nothing came. */
  claims: Partial<Record<ClaimSource, Claims | null>>;
  /** Names of what was dropped, of whichever source; those inside another claim as paths. */
  withheld: readonly string[];
};

/** Whoever signed in, as the plugin would have them. */
export type SignedIn = {
  /** Nobody looked whether there is an account. */
  person: Trail;
  /** As if there were none. */
  asNew: Trail;
  /** By what the plugin would look for an account. */
  key: TrailField;
  /** What the claims alone decide. Who gets in may still need an account that is there already: see `asNew`. */
  standing: 'gets-in' | 'turned-away' | 'not-certain';
};

/**
 * Judges somebody's sign-in by a mapping; null where no claims came. What was withheld came too, so its absence refuses
 * nobody: it is not certain. So is what hangs on a regular expression where no engine was handed in.
 */
export const signedInPerson = (
  { claims, withheld }: CameOfSignIn,
  mapping: Mapping,
  target: Target,
  engine?: PatternEngine,
): SignedIn | null => {
  const came: ClaimsBySource = Object.fromEntries(Object.entries(claims).filter(([, each]) => each !== null));
  const sources = Object.keys(came) as ClaimSource[];
  if (sources.length === 0) return null;
  // Only miniOrange looks inside other claims, where a name that was withheld may be the one it finds.
  const named = new Set(claimsNamed(mapping));
  const names = target.plugin === 'miniorange' ? withheld : withheld.filter((name) => named.has(name));
  const untold = Object.fromEntries(sources.map((source) => [source, names]));
  const facts = { untold, toldBy: 'sign-in', ...(engine && { engine }) } as const;
  const person = mapPerson(came, mapping, target, 'unknown', facts);
  const asNew = mapPerson(came, mapping, target, null, facts);
  const by = keyFieldOf(rulesOf(mapping, target.plugin), target.plugin);
  const key = person.fields.find(({ field }) => field === by);
  if (key === undefined) throw new RangeError('Every plugin reads username and e-mail.');
  // What is said of whoever has no account, too, was decided before any account was looked for.
  const isOpen = isBlank(key.value) || String(person.reasons) === String(asNew.reasons);
  const standing = turnedAway.has(person.outcome) ? 'turned-away' : isOpen ? 'not-certain' : 'gets-in';
  return { person, asNew, key, standing };
};

const turnedAway: ReadonlySet<PersonOutcome> = new Set(['refused', 'collides', 'barred']);
