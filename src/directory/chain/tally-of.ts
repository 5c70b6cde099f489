import type { ClaimingApplication } from '../../mapping/claims-from-directory';
import { loadPatternEngine } from '../../mapping/pattern-engine';
import { hasPattern } from '../../mapping/rules-of';
import type { DryRunOrder } from '../dry-run-order';
import type { Spill } from '../spill';
import { makeTally, type Tally, type TallyState } from '../tally';

/** What decides the claims of a directory's people. */
export type Claiming = { application: ClaimingApplication; issuer: string | null };

/** The tally of an order, in one part: what an event holds is in memory anyway. */
export const tallyOf = async (
  order: DryRunOrder,
  { application, issuer }: Claiming,
  spill: Spill,
  from: TallyState | null,
): Promise<Tally> => {
  const engine = hasPattern(order.mapping) ? await loadPatternEngine() : undefined;
  const { mapping, target, scopes, clientId, administratorGroups } = order;
  const signIn = { scopes, clientId, issuer };
  return makeTally(
    { mapping, target, application, signIn, administratorGroups, parts: 1, ...(engine && { engine }) },
    spill,
    from ?? undefined,
  );
};
