import type { Claims, Mapping } from '../contract/mapping';
import type { Target } from '../contract/target';
import type { ClaimingApplication, SignInFacts } from './claims-from-directory';
import { directoryClaims } from './directory-claims';
import { makeMapper } from './make-mapper';
import { loadPatternEngine } from './pattern-engine';
import { putThrough } from './pattern-rule';
import { rulesOf } from './rules-of';

/** What the regular expression of the username makes of people. */
export type UsernamePatternTrial =
  | { kind: 'none' }
  /** It cannot be run here, as Java refuses it or as what Java makes of it is not certain. */
  | { kind: 'not-run' }
  | {
      kind: 'tried';
      pattern: string;
      /** People who have a username to put through; of nobody else anything is told. */
      usernames: { before: string; after: string; isMatch: boolean; certain: boolean }[];
    };

/** Puts the usernames of people through the pattern of a mapping; loads its engine only where there is one. */
export const tryUsernamePattern = async (
  mapping: Mapping | null,
  target: Target,
  people: readonly Claims[],
  application: ClaimingApplication,
  signIn: SignInFacts,
): Promise<UsernamePatternTrial> => {
  const written = mapping === null ? null : rulesOf(mapping, target.plugin).usernamePattern;
  if (mapping === null || written === null) return { kind: 'none' };
  const pattern = (await loadPatternEngine())(written);
  if (pattern.kind !== 'ready') return { kind: 'not-run' };
  const { usernamePattern: _pattern, ...rules } = mapping.rules ?? {};
  const mapper = makeMapper({ ...mapping, rules }, target);
  const directory = directoryClaims(application, signIn);
  const usernames = people.flatMap((person) => {
    const claims = directory.of(person);
    // Whom Casdoor lets in nowhere needs no username.
    const { value, certain } = claims.barred() === null ? mapper.read(claims).username : { value: null, certain: true };
    if (!certain || typeof value !== 'string' || value.trim() === '') return [];
    const result = putThrough(pattern, written, value, null);
    return [{ before: value, after: result.value, isMatch: result.isMatch, certain: result.certain }];
  });
  return { kind: 'tried', pattern: written, usernames };
};
