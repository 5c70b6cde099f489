import { succeeded } from '../contract/result';
import { actorOf } from './apply-orders';
import { ofTarget } from './apply-payload';
import type { Calls } from './call';
import { withPlugin } from './open-plugin';
import { requireSettled } from './recover-applies';
import { refusalOf, wantedChange } from './wanted-change';

/** Milliseconds: the node itself waits for Casdoor meanwhile. */
const tryLasts = 15_000;

/** Apply: whether Jira or Confluence itself reaches Casdoor. */
export const tryFromNodeCalls: Calls<'tryFromNode'> = {
  tryFromNode: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      // What is tried out would be taken for somebody else's change of what waits to be kept.
      await requireSettled(asked, target, 'nothing is tried out there');
      return withPlugin(asked, target, actorOf(asked), async (plugin) => {
        const { change } = await wantedChange(asked, plugin, { kind: 'settings' });
        if (plugin.probe === null || change.kind !== 'wanted') return succeeded({ finding: null });
        const node = await plugin.probe(change.wanted, AbortSignal.timeout(tryLasts));
        if (!node.ok) throw refusalOf(node.failure);
        const { nodeFinding } = await import('./node-finding');
        return succeeded({ finding: nodeFinding(node, plugin.product) });
      });
    },
  },
};
