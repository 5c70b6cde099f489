import { askOverVantage } from '../atlassian/accounts/ask-atlassian';
import type { ApplyOutcome } from '../contract/apply-calls';
import type { Asked } from './call';
import type { OpenPlugin } from './open-plugin';

/** Milliseconds for the groups of everybody who came in. */
const lookLasts = 20_000;

/**
 * Keeps what was written, once it was looked again whether whoever came in still administers: a sign-in through the plugin
 * may have taken their groups away. Null where there is no such apply.
 */
export const keepApply = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  apply: string,
): Promise<ApplyOutcome | null> => {
  const { access, engine, settings, targetId, vantage } = plugin;
  const view = await engine.view(apply);
  const administrators = view?.step === 'waiting' ? view.cameIn.filter(({ isAdministrator }) => isAdministrator) : [];
  if (administrators.length > 0) {
    const { isStillAdministrator } = await import('../people/who-came-in');
    const options = {
      ask: askOverVantage(vantage, new URL(settings.baseUrl), access.credentials),
      product: settings.product,
      administratorGroups: await asked.store.administratorGroups.get(targetId),
      signal: AbortSignal.timeout(lookLasts),
    };
    for (const person of administrators) {
      const now = await isStillAdministrator(options, person.who);
      if (!now.told)
        return {
          kind: 'failed',
          error: {
            code: 'refused',
            message: `Whether ${person.who} still administers could not be told, so it goes on waiting. ${now.why}`,
            remedy: 'Press Keep once more.',
          },
        };
      if (!now.isAdministrator) await engine.noteCameIn(apply, { ...person, isAdministrator: false });
    }
  }
  const kept = await engine.keep(apply);
  return kept && { kind: kept.kind };
};
