import type { Saved, TargetSettings } from '../contract/panel-calls';
import { Refusal } from '../store/refusal';
import type { Asked } from './call';
import { replacedHome, requireTarget, secretHome } from './panel-state';

/** More than anybody has; each is looked at whenever the panel is opened. */
const maxTargets = 20;

/**
 * Saves a target's settings; a null id makes a new one. A null base saves over whatever is there, for values that come
 * from a file or the demo and were confirmed as a whole.
 *
 * @throws Refusal where the target was removed, there are too many, or what was written to it is not settled.
 */
export const saveTargetOf = async (
  asked: Asked,
  { id, base, settings }: { id: string | null; base: number | null; settings: TargetSettings },
): Promise<{ id: string; saved: Saved<TargetSettings> }> => {
  const { store } = asked;
  if (id === null) {
    const made = crypto.randomUUID();
    const saved = await store.target(made).save(0, settings);
    await store.targets.update((ids) => {
      if (ids && ids.length >= maxTargets)
        throw new Refusal('refused', `There are ${maxTargets} targets already.`, { remedy: 'Remove one first.' });
      return [...(ids ?? []), made];
    });
    return { id: made, saved };
  }
  await requireTarget(asked, id);
  const { requireSamePlugin } = await import('./forget-applies');
  await requireSamePlugin(asked, id, settings);
  const saved: Saved<TargetSettings> =
    base === null
      ? { kind: 'saved', version: await store.target(id).update(() => settings) }
      : await store.target(id).save(base, settings);
  if (saved.kind === 'saved') {
    const connection = (await store.connection.latest())?.value ?? null;
    // Strikes the secret out where the client id is another one now.
    await store.secrets.state(id, secretHome(connection, settings));
    // The same of what Jira or Confluence is asked with.
    await store.accounts.state(id, settings.baseUrl || null);
    await store.pluginAccess.strikeOutStrangers(id, settings.baseUrl || null);
    await store.replacedSecrets.state(id, replacedHome(connection, settings.baseUrl || null));
  }
  return { id, saved };
};
