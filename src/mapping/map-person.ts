import type { ClaimsBySource, Mapping, Trail } from '../contract/mapping';
import type { Target } from '../contract/target';
import { accessTo, type Untold } from './claim-access';
import type { Existing, PersonFacts as KnownOfPerson } from './decision';
import { type MapperOptions, makeMapper } from './make-mapper';

export type { Existing } from './decision';

/** What is known beside claims and account, of the person and of the product. */
export type PersonFacts = KnownOfPerson &
  MapperOptions & {
    /** Names that the claims at hand leave open, by source: see `DerivedClaims`. */
    untold?: Untold;
    /** Where the claims are from. Left out: of a directory. */
    toldBy?: 'directory' | 'sign-in';
    /** The tags of the application keep the person out. */
    outsideTags?: boolean;
  };

/**
 * What one sign-in would do to one account, and how it comes about: claim, rule, value, account. Pure; runs in the
 * browser too. For many people `makeMapper` makes the mapping ready once.
 *
 * Where a rule of the plugin is not known the field is not certain, and so is an outcome that hangs on it.
 */
export const mapPerson = (
  claims: ClaimsBySource,
  mapping: Mapping,
  target: Target,
  existing: Existing = 'unknown',
  facts: PersonFacts = {},
): Trail =>
  makeMapper(mapping, target, facts).trail(
    accessTo(claims, facts.untold, facts.toldBy, facts.outsideTags),
    existing,
    facts,
  );
