import * as v from 'valibot';
import { readAddress } from '../casdoor/address';
import type { TargetSettings } from '../contract/panel-calls';
import { failed, type Result, succeeded } from '../contract/result';
import { targetId } from '../store/shapes';
import type { Asked, Calls } from './call';
import { originOf, panelState, requireTarget, secretHome } from './panel-state';
import { saveTargetOf } from './save-target';
import { strikeOutStrangers } from './strike-out-strangers';

/** As much as a call on Forge can carry. */
const fileText = v.pipe(v.string(), v.maxLength(450_000));

/** Starting from what is broken: the exported file of a plugin, or what Jira said. */
export const startingPointCalls: Calls<'readPluginFile' | 'usePluginFile' | 'explainSymptom'> = {
  readPluginFile: {
    payload: v.strictObject({ text: fileText }),
    answer: async (_asked, { text }) => (await import('../targets/plugin-file')).readPluginFile(text),
  },
  usePluginFile: {
    payload: v.strictObject({
      text: fileText,
      name: v.pipe(v.string(), v.maxLength(255)),
      provider: v.pipe(v.string(), v.maxLength(300)),
      target: v.nullable(targetId),
      baseUrl: v.pipe(v.string(), v.maxLength(2_000)),
    }),
    answer: async (asked, { text, name, provider: key, target, baseUrl }) => {
      const { pluginSettingsOf, readPluginFile, secretOf } = await import('../targets/plugin-file');
      const { place, store } = asked;
      const file = readPluginFile(text);
      if (!file.ok) return file;
      const provider = file.value.providers.find((one) => one.key === key);
      if (!provider)
        return failed('not-found', 'The file has no such provider.', { field: 'provider', remedy: 'Read it again.' });
      const before = target === null ? null : (await requireTarget(asked, target)).value;
      const connected = await connectTo(asked, provider.address);
      if (!connected.ok) return connected;
      const settings: TargetSettings = {
        product: before?.product ?? place.product,
        callbackUrl: before?.callbackUrl ?? '',
        scopes: '',
        clientId: '',
        comparesIssuer: false,
        ...provider.settings,
        plugin: file.value.plugin,
        baseUrl: baseUrl || (provider.settings.baseUrl ?? before?.baseUrl ?? ''),
      };
      const { id } = await saveTargetOf(asked, { id: target, base: null, settings });
      const secret = secretOf(text, key);
      const connection = await store.connection.latest();
      const home = secretHome(connection?.value ?? null, settings);
      if (secret && home && home.clientId !== '') await store.secrets.save(id, home, secret);
      const { mapping } = provider;
      if (mapping) await store.mapping(id).update(() => mapping);
      const at = place.now().toISOString();
      await store.pluginFile.set(id, { name, at, settings: pluginSettingsOf(text, key) });
      return succeeded(await panelState(asked));
    },
  },
  explainSymptom: {
    payload: v.strictObject({ text: v.pipe(v.string(), v.maxLength(100_000)) }),
    answer: async (_asked, { text }) => {
      const { explainSymptom } = await import('../checks/symptoms');
      return succeeded(explainSymptom(text));
    },
  },
};

/** A file of the same Casdoor changes nothing of how it is connected, the tick for http among it. */
const connectTo = async (asked: Asked, address: string | null): Promise<Result<null>> => {
  const { store } = asked;
  const connection = await store.connection.latest();
  if (address === null) {
    if (connection) return succeeded(null);
    return failed('refused', 'The file does not say where Casdoor is.', { remedy: 'Save its address first.' });
  }
  const read = readAddress(address);
  if (!read.ok) return failed('refused', 'The address of Casdoor in the file cannot be read.', { field: 'text' });
  if (connection && originOf(connection.value) === read.value.origin) return succeeded(null);
  await store.connection.update(() => ({ address, allowsHttp: false }));
  await strikeOutStrangers(asked);
  return succeeded(null);
};
