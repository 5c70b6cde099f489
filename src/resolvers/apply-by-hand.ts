import * as v from 'valibot';
import type { Attempted } from '../apply/apply-target';
import type { TargetSettings } from '../contract/panel-calls';
import { succeeded } from '../contract/result';
import { holderOf } from '../store/plugin-access';
import { Refusal } from '../store/refusal';
import { targetId } from '../store/shapes';
import type { Ours } from '../targets/by-hand';
import type { WantedValues } from '../targets/plugin-target';
import { actorOf } from './apply-orders';
import { fileText } from './apply-payload';
import type { Asked, Calls } from './call';
import { calledOf, withPlugin } from './open-plugin';
import { ordering } from './order-dry-run';
import { originOf, requireTarget } from './panel-state';
import { advertised, refusalOf } from './wanted-change';

/** Milliseconds for the plugin's export. */
const readLasts = 20_000;

/** Apply by hand: a file to import, and a look at the one that the plugin exports afterwards. Neither is kept. */
export const applyByHandCalls: Calls<'importFile' | 'compareFile'> = {
  importFile: {
    payload: v.strictObject({ target: targetId, text: v.nullable(fileText) }),
    answer: async (asked, { target, text }) => {
      const { value: settings } = await requireTarget(asked, target);
      if (settings.plugin !== 'miniorange') return succeeded(null);
      const [{ miniorangeFile }, { wanted, ours }, exported] = await Promise.all([
        import('../targets/by-hand'),
        wantedOf(asked, target, settings),
        text ?? exportedNow(asked, target, settings),
      ]);
      const file = valueIn(miniorangeFile(exported, wanted, { ours, product: settings.product }));
      return succeeded({ name: nameOf(settings), ...file });
    },
  },
  compareFile: {
    payload: v.strictObject({ target: targetId, text: fileText }),
    answer: async (asked, { target, text }) => {
      const { value: settings } = await requireTarget(asked, target);
      const { plugin } = settings;
      if (plugin !== 'miniorange' && plugin !== 'atlassian-dc')
        throw new Refusal('not-here', 'What this plugin exports cannot be read here.', {
          remedy: 'Compare the fields on its screen with the list.',
        });
      const [{ compareAtlassianDc, compareMiniorange }, { wanted, ours }] = await Promise.all([
        import('../targets/by-hand'),
        wantedOf(asked, target, settings),
      ]);
      const compared = valueIn(
        plugin === 'miniorange' ? compareMiniorange(text, wanted, ours) : compareAtlassianDc(text, wanted),
      );
      return succeeded({ called: calledOf(settings), ...compared });
    },
  },
};

const wantedOf = async (
  asked: Asked,
  target: string,
  settings: TargetSettings,
): Promise<{ wanted: WantedValues; ours: Ours }> => {
  const [mapping, connection, values] = await Promise.all([
    asked.store.mapping(target).latest(),
    asked.store.connection.latest(),
    advertised(asked, { settings, targetId: target }),
  ]);
  if (!mapping)
    throw new Refusal('refused', 'There is no mapping that could be written.', {
      remedy: 'Save one on Mapping first.',
    });
  const origin = originOf(connection?.value ?? null);
  return {
    wanted: { ...values, mapping: mapping.value },
    ours: {
      clientId: ordering(settings, connection?.value ?? null).clientId,
      host: origin === null ? null : new URL(origin).host,
    },
  };
};

/** What stands in the plugin, where it may be read from here; null where nobody has given credentials for it. */
const exportedNow = async (asked: Asked, target: string, { baseUrl }: TargetSettings): Promise<string | null> => {
  const access =
    baseUrl === '' ? null : await asked.store.pluginAccess.use(target, baseUrl, holderOf(asked.place.account));
  if (!access) return null;
  return withPlugin(asked, target, actorOf(asked), async (plugin) => {
    const read = valueIn(await plugin.target.read(AbortSignal.timeout(readLasts)));
    return read.backup.expose();
  });
};

const nameOf = ({ baseUrl, product }: TargetSettings): string => {
  const place = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : product;
  return `miniorange-${place.replace(/[^a-z0-9]+/gi, '-')}.json`;
};

const valueIn = <T>(attempted: Attempted<T>): T => {
  if (!attempted.ok) throw refusalOf(attempted.failure);
  return attempted.value;
};
