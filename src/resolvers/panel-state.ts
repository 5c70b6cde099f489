import { readAddress } from '../casdoor/address';
import type { ConnectionSettings, PanelState, TargetSettings, TargetView } from '../contract/panel-calls';
import { homeOf } from '../store/kept-credentials';
import { Refusal } from '../store/refusal';
import type { SecretHome } from '../store/secrets';
import type { Asked } from './call';
import { type GivenToRun, newestForSignIn, newestOf } from './changed-at';

/** The subject of checks that are made before there is a target. */
export const withoutTarget = 'address';

/** Everything the panel shows at its start, and after each change that touches more than one thing. */
export const panelState = async (asked: Asked): Promise<PanelState> => {
  const { adapters, place, store } = asked;
  const [connection, ids, demo, authorities] = await Promise.all([
    store.connection.latest(),
    store.targets.latest(),
    store.demo.get('situation'),
    store.authorities.latest(),
  ]);
  const views = await Promise.all((ids?.value ?? []).map((id) => targetView(asked, { connection, authorities }, id)));
  const origin = originOf(connection?.value ?? null);
  return {
    place: { from: adapters.from, product: place.product, demo: adapters.demo ? [...adapters.demo.situations] : null },
    me: place.who,
    connection,
    demoSituation: demo && connection?.version === demo.version ? demo.situation : null,
    targets: views.filter((view) => view !== null),
    authorities: (authorities?.value ?? [])
      .filter((authority) => authority.origin === origin)
      .map(({ subject, fingerprint, who, at }) => ({ subject, fingerprint, who, at })),
  };
};

/** Null where the target was removed while it was being read. */
const targetView = async (
  { store, runs, orders }: Asked,
  { connection, authorities }: Pick<GivenToRun, 'authorities'> & Pick<PanelState, 'connection'>,
  id: string,
): Promise<TargetView | null> => {
  const settings = await store.target(id).latest();
  if (!settings) return null;
  const [secret, secretAt, mapping, ticks, pluginFile, { last, running }] = await Promise.all([
    store.secrets.state(id, secretHome(connection?.value ?? null, settings.value)),
    store.secrets.changedAt(id),
    store.mapping(id).latest(),
    store.ticks.get(id),
    store.pluginFile.get(id),
    runs.ofSubject(id),
  ]);
  const given: GivenToRun = { connection, authorities, target: { settings, mapping, pluginFile, secretAt } };
  return {
    id,
    settings,
    secret,
    mapping,
    ticks: ticks ?? [],
    lastCheck: last,
    running,
    pluginFile: pluginFile && { name: pluginFile.name, at: pluginFile.at },
    seen: await orders.seen(id, newestForSignIn(given)),
    changedAt: newestOf(given),
  };
};

/** Where a secret of these settings belongs; null where no address can be read. */
export const secretHome = (connection: ConnectionSettings | null, settings: TargetSettings): SecretHome | null => {
  const read = connection && readAddress(connection.address);
  if (!read?.ok) return null;
  const { scheme, host, port, clientId } = read.value;
  // A client id inside the pasted address counts where the target names none, as it does in a check.
  return { scheme, host, port, clientId: settings.clientId || (clientId ?? '') };
};

/**
 * Where a client secret belongs that stands in a plugin and is about to be replaced: to that plugin, and to the Casdoor at
 * which it is tried. Else anybody who may open the panel saves another address and has it sent there.
 */
export const replacedHome = (connection: ConnectionSettings | null, baseUrl: string | null): SecretHome | null => {
  const home = homeOf(baseUrl);
  return home && { ...home, casdoor: originOf(connection) ?? '' };
};

/** Scheme, host and port of the Casdoor that is connected. */
export const originOf = (connection: ConnectionSettings | null): string | null => {
  const read = connection && readAddress(connection.address);
  return read?.ok ? read.value.origin : null;
};

/** The settings of a target that is there. */
export const requireTarget = async ({ store }: Asked, id: string) => {
  const ids = (await store.targets.latest())?.value ?? [];
  const settings = ids.includes(id) ? await store.target(id).latest() : null;
  if (!settings) throw new Refusal('not-found', 'This target has been removed.', { remedy: 'Reload the panel.' });
  return settings;
};
