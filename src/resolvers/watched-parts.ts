import { backupsIn } from '../apply/backups';
import type { TargetSettings } from '../contract/panel-calls';
import type { WatchedPart } from '../contract/watch';
import { holderOf } from '../store/plugin-access';
import type { WatchLog } from '../watch/kept-log';
import type { Held } from '../watch/kept-watch';
import { applyWayOf } from './apply-way';
import type { Asked } from './call';
import { casdoorOf } from './casdoor-of';
import { requireTarget } from './panel-state';

type HeldBy = Held & { holder: string };
type Hindrance = Pick<WatchedPart, 'why' | 'remedy'>;

/**
 * How far what was applied is compared. Both parts belong to every apply to a plugin: what its claims mean is decided by
 * the application that they come from.
 */
export const watchedParts = async (
  asked: Asked,
  target: string,
  held: HeldBy,
  { looks }: WatchLog,
): Promise<WatchedPart[]> => {
  const { value: settings } = await requireTarget(asked, target);
  const compared = looks.at(-1)?.compared ?? [];
  const [ofPlugin, ofApplication] = await Promise.all([
    pluginHindrance(asked, target, settings, held),
    applicationHindrance(asked, target),
  ]);
  return [
    {
      thing: 'plugin',
      called: held.called,
      since: held.plugin === null ? null : held.at,
      isLate: false,
      isCompared: compared.includes('plugin'),
      ...ofPlugin,
      untold: settings.plugin === 'atlassian-dc' ? ['Client secret'] : [],
    },
    {
      thing: 'application',
      called: 'the application in Casdoor',
      since: held.application === null ? null : (held.applicationSince ?? held.at),
      isLate: held.application !== null && held.applicationHow === 'first-look',
      isCompared: compared.includes('application'),
      ...ofApplication,
      untold: [],
    },
  ];
};

const none: Hindrance = { why: null, remedy: null };

const pluginHindrance = async (
  asked: Asked,
  target: string,
  settings: TargetSettings,
  held: HeldBy,
): Promise<Hindrance> => {
  const way = await applyWayOf(asked, settings);
  if (way.kind === 'by-hand') return { why: way.why, remedy: null };
  const { pluginAccess } = asked.store;
  const own = await pluginAccess.use(target, settings.baseUrl, holderOf(asked.place.account));
  const access = own ?? (await pluginAccess.use(target, settings.baseUrl, held.holder));
  if (!access)
    return {
      why: `The settings of ${held.called} are not looked at, because no credentials are kept with which they could be read.`,
      remedy: { text: 'Give credentials in Apply, and let them be kept.', step: 'apply' },
    };
  if (held.plugin === null && (await backupsIn(asked.place).until(target, held.apply)) === null)
    return {
      why: `The settings of ${held.called} have nothing to be held against: the backup of what was applied is gone.`,
      remedy: null,
    };
  return none;
};

const applicationHindrance = async (asked: Asked, target: string): Promise<Hindrance> => {
  const { secret } = await casdoorOf(asked, target);
  if (secret !== null) return none;
  return {
    why: 'The application in Casdoor is not compared, because no client secret is saved with which it could be read.',
    remedy: { text: 'Save the client secret in Client.', step: 'client' },
  };
};
