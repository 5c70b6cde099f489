import type { DryRunSums } from '../../src/contract/dry-run';
import type { DryRunOrder } from '../../src/directory/dry-run-order';
import { memorySpill } from '../../src/directory/spill';
import { makeTally } from '../../src/directory/tally';

/** What a run amounts to of which nobody could be read: a tally of nobody, with the reason. */
export const nobodyRead = (order: DryRunOrder, problem: string): DryRunSums => {
  const tally = makeTally(
    {
      ...order,
      application: { tokenFormat: '', tokenFields: [], tokenAttributes: [], isShared: false },
      signIn: { scopes: order.scopes, clientId: order.clientId, issuer: null },
      parts: 1,
    },
    memorySpill(),
  );
  const finishing = tally.finish({
    people: { missing: 0, repeated: 0, nameless: 0, isLoose: false, isWhole: false },
    accounts: null,
  });
  for (;;) {
    const { done, value } = finishing.next();
    if (!done) continue;
    const others = value.untold.filter(({ what }) => what !== 'people');
    return { ...value, untold: [{ what: 'people', count: null, message: problem }, ...others] };
  }
};
