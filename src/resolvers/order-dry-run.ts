import { readAddress } from '../casdoor/address';
import type { ConnectionSettings, TargetSettings } from '../contract/panel-calls';
import { documentedScopes, type Target } from '../contract/target';
import type { DryRunOrder } from '../directory/dry-run-order';
import { Refusal } from '../store/refusal';
import { accountsMeansOf } from './accounts-of';
import type { DryRunMeans } from './adapters';
import type { Asked } from './call';
import { type CasdoorSettings, casdoorOf } from './casdoor-of';
import { finishDryRun } from './finish-dry-run';

/** Of a target's settings, what a dry run is made for. */
export const ordering = (
  settings: TargetSettings,
  connection: ConnectionSettings | null,
): Pick<DryRunOrder, 'clientId' | 'scopes'> & { target: Target } => {
  const reading = connection && readAddress(connection.address);
  return {
    clientId: settings.clientId || (reading?.ok && reading.value.clientId) || '',
    scopes: (settings.scopes || documentedScopes).split(/[\s,+]+/).filter(Boolean),
    target: {
      plugin: settings.plugin,
      product: settings.product,
      baseUrl: settings.baseUrl.replace(/\/+$/, '') || null,
      comparesIssuer: settings.comparesIssuer,
    },
  };
};

/**
 * What a new dry run of a target is made for.
 *
 * @throws Refusal where something has to be saved first.
 */
export const newOrder = async (asked: Asked, target: string, id: string): Promise<DryRunOrder> => {
  const { place, store } = asked;
  const { connection, settings } = await readyCasdoor(asked, target);
  const [mapping, groups] = await Promise.all([store.mapping(target).latest(), store.administratorGroups.get(target)]);
  if (!mapping)
    throw new Refusal('refused', 'There is no mapping that could be tried out.', {
      remedy: 'Save a mapping on Mapping first.',
    });
  return {
    id,
    targetId: target,
    ...ordering(settings, connection),
    mapping: mapping.value,
    mappingVersion: mapping.version,
    administratorGroups: groups,
    who: place.who,
    startedAt: place.now().toISOString(),
  };
};

/** What an order is worked on with, as it is saved now. */
export const meansFor = async (asked: Asked, order: DryRunOrder): Promise<DryRunMeans> => {
  const { connection, secret, authorities } = await readyCasdoor(asked, order.targetId);
  return {
    product: asked.place.product,
    casdoor: { address: connection.address, secret, allowsHttp: connection.allowsHttp, authorities },
    accounts: await accountsMeansOf(asked, order.targetId),
    finish: (outcome, pages) => finishDryRun(asked, order, outcome, pages),
  };
};

type Ready = CasdoorSettings & {
  settings: NonNullable<CasdoorSettings['settings']>;
  secret: NonNullable<CasdoorSettings['secret']>;
};

const readyCasdoor = async (asked: Asked, target: string): Promise<Ready> => {
  const casdoor = await casdoorOf(asked, target);
  const { connection, settings, secret } = casdoor;
  if (!readAddress(connection.address).ok)
    throw new Refusal('refused', 'The saved address cannot be read.', { field: 'address' });
  if (!settings || ordering(settings, connection).clientId === '')
    throw new Refusal('refused', 'People are read with the client: save the client ID first.');
  if (!secret) throw new Refusal('refused', 'People are read with the client secret: save it on Client first.');
  return { ...casdoor, settings, secret };
};
