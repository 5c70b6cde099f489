import * as v from 'valibot';
import { failed, succeeded } from '../contract/result';
import type { Asked, Calls } from './call';
import { panelState, secretHome } from './panel-state';
import { saveTargetOf } from './save-target';

/** The demo: a ready-made situation fills in connection, target, secret and mapping. */
export const demoCalls: Calls<'startDemo'> = {
  startDemo: {
    payload: v.strictObject({ situation: v.pipe(v.string(), v.maxLength(100)) }),
    answer: async (asked, { situation }) => {
      const { adapters, store } = asked;
      if (!adapters.demo) return failed('not-here', 'There is no demo here.');
      const started = await adapters.demo.start(situation);
      if (!started) return failed('not-found', 'There is no such situation.', { field: 'situation' });
      const before = await demoTarget(asked);
      // The stand-ins begin anew, so what was written to them is neither kept nor put back by anybody.
      if (before !== null) await (await import('./forget-applies')).forgetApplies(asked.place, before);
      adapters.demo.beginAnew?.(situation);
      const connection = await store.connection.update(() => ({ address: started.address, allowsHttp: false }));
      // The target of an earlier situation is filled in anew; a target of one's own is left alone.
      const target = await saveTargetOf(asked, { id: before, base: null, settings: started.target });
      const home = secretHome(connection.value, started.target);
      if (home) await store.secrets.save(target.id, home, started.secret);
      if (started.mapping) {
        const { mapping } = started;
        await store.mapping(target.id).update(() => mapping);
      } else await store.mapping(target.id).strikeOut();
      // Runs of the situation before say nothing of this one.
      const forgotten = await asked.dryRuns.forget(target.id);
      await adapters.dryRuns?.discard(forgotten);
      await store.accounts.forget(target.id);
      if (started.accounts) await store.accounts.save(target.id, started.target.baseUrl, started.accounts);
      await store.administratorGroups.delete(target.id);
      await store.ticks.delete(target.id);
      await store.pluginFile.delete(target.id);
      await store.demo.set('situation', { situation, version: connection.version, target: target.id });
      return succeeded(await panelState(asked));
    },
  },
};

const demoTarget = async ({ store }: Asked): Promise<string | null> => {
  const kept = await store.demo.get('situation');
  const ids = (await store.targets.latest())?.value ?? [];
  return kept && ids.includes(kept.target) ? kept.target : null;
};

/**
 * The demo's Casdoor has another port at each start: a situation that is still connected follows it there, with its
 * secret where that was not forgotten.
 */
export const followDemo = async ({ adapters, store }: Asked): Promise<void> => {
  const kept = await store.demo.get('situation');
  const connection = kept && (await store.connection.latest());
  if (!adapters.demo || !connection || connection.version !== kept.version) return;
  const started = await adapters.demo.start(kept.situation);
  if (!started || started.address === connection.value.address) return;
  const settings = (await store.target(kept.target).latest())?.value;
  const before = settings && secretHome(connection.value, settings);
  const hasSecret = before && (await store.secrets.use(kept.target, before)) !== null;
  const saved = await store.connection.save(connection.version, { ...connection.value, address: started.address });
  if (saved.kind !== 'saved') return;
  await store.demo.set('situation', { ...kept, version: saved.version.version });
  const after = settings && secretHome(saved.version.value, settings);
  if (hasSecret && after) await store.secrets.save(kept.target, after, started.secret);
};
