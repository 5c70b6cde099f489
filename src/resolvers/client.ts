import * as v from 'valibot';
import { failed, succeeded } from '../contract/result';
import { Secret } from '../secrets/secret';
import { targetId, targetSettings } from '../store/shapes';
import type { Calls } from './call';
import { panelState, requireTarget, secretHome } from './panel-state';
import { saveTargetOf } from './save-target';

const base = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Casdoor makes 40 characters; a file's first page pasted by mistake is refused. */
const secretText = v.pipe(v.string(), v.minLength(1), v.maxLength(2_000));

/** Client: which plugin where, and how it introduces itself to Casdoor. */
export const clientCalls: Calls<'saveTarget' | 'removeTarget' | 'saveSecret' | 'forgetSecret'> = {
  saveTarget: {
    payload: v.strictObject({ id: v.nullable(targetId), base, settings: targetSettings }),
    answer: async (asked, payload) => {
      const problem = baseUrlProblem(payload.settings.baseUrl);
      if (problem !== null) return failed('refused', problem, { field: 'settings.baseUrl' });
      return succeeded(await saveTargetOf(asked, payload));
    },
  },
  removeTarget: {
    payload: v.strictObject({ id: targetId }),
    answer: async (asked, { id }) => {
      const { adapters, dryRuns, store, runs, orders } = asked;
      await requireTarget(asked, id);
      const [{ forgetApplies }, { requireSettled }, { requireListsSettled }] = await Promise.all([
        import('./forget-applies'),
        import('./recover-applies'),
        import('./recover-redirect-uris'),
      ]);
      await requireSettled(asked, id, 'it cannot be removed');
      await requireListsSettled(asked, id, 'it cannot be removed');
      // Out of the list first: what is left behind by a call that dies here is reached by nobody.
      await store.targets.update((ids) => (ids ?? []).filter((kept) => kept !== id));
      await store.secrets.remove(id);
      await store.accounts.remove(id);
      const forgotten = await dryRuns.forget(id);
      await adapters.dryRuns?.discard(forgotten);
      await forgetApplies(asked.place, id);
      await Promise.all([
        store.target(id).strikeOut(),
        store.mapping(id).strikeOut(),
        store.ticks.delete(id),
        store.pluginFile.delete(id),
        store.administratorGroups.delete(id),
        store.samples.delete(id),
        runs.forget(id),
        orders.forget(id),
      ]);
      return succeeded(await panelState(asked));
    },
  },
  saveSecret: {
    payload: v.strictObject({
      target: targetId,
      secret: secretText,
      typedFor: v.exactOptional(v.strictObject({ connection: base, target: base })),
    }),
    answer: async (asked, { target, secret, typedFor }) => {
      const settings = await requireTarget(asked, target);
      const connection = await asked.store.connection.latest();
      const isOther = typedFor && (typedFor.connection !== connection?.version || typedFor.target !== settings.version);
      if (isOther)
        return failed(
          'conflict',
          'Address or client were changed while the secret was being typed. It was not saved.',
          {
            remedy: 'Look at what is saved now, then type the secret again.',
          },
        );
      const home = secretHome(connection?.value ?? null, settings.value);
      if (!home)
        return failed('refused', 'A secret belongs to one Casdoor: save its address first.', { field: 'secret' });
      if (home.clientId === '')
        return failed('refused', 'A secret belongs to one client: save the client ID first.', { field: 'secret' });
      return succeeded(await asked.store.secrets.save(target, home, new Secret(secret)));
    },
  },
  forgetSecret: {
    payload: v.strictObject({ target: targetId }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      await asked.store.secrets.forget(target);
      return succeeded({ kind: 'none' });
    },
  },
};

/** Empty is allowed: it was not given yet. */
const baseUrlProblem = (text: string): string | null => {
  if (text === '') return null;
  if (!URL.canParse(text)) return `"${text}" is no address. For example: https://jira.acme.example`;
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'A base URL begins with https:// or http://.';
  return username === '' && password === '' ? null : 'A base URL holds no user name and no password.';
};
