import type { Change } from '../apply/write-plan';
import { readAddress } from '../casdoor/address';
import type { TargetFailure } from '../contract/apply';
import type { ApplyChange } from '../contract/apply-calls';
import type { Mapping } from '../contract/mapping';
import type { TargetSettings, Version } from '../contract/panel-calls';
import { Refusal } from '../store/refusal';
import type { WantedValues } from '../targets/plugin-target';
import type { Asked } from './call';
import { casdoorOf } from './casdoor-of';
import type { OpenPlugin } from './open-plugin';
import { ordering } from './order-dry-run';

/** Milliseconds for the discovery document. */
const lookLasts = 10_000;

/** What the engine is to make of a plugin, and which mapping is in it. */
export type WantedChange<W> = { change: Change<W>; mapping: Version<Mapping> | null };

/**
 * What is asked for, in values: they come from what is saved and from what Casdoor advertises, never from the panel.
 *
 * @throws Refusal where something has to be saved first, or does not fit into the plugin.
 */
export const wantedChange = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  asks: ApplyChange,
): Promise<WantedChange<W>> => {
  if (asks.kind === 'redirect')
    return { change: { kind: 'wanted', wanted: plugin.redirected(asks.isOn) }, mapping: null };
  if (asks.kind === 'as-before') return { change: await asBefore(plugin, asks.apply), mapping: null };
  const mapping = await asked.store.mapping(plugin.targetId).latest();
  if (!mapping)
    throw new Refusal('refused', 'There is no mapping that could be written.', {
      remedy: 'Save one on Mapping first.',
    });
  const wanted = plugin.wanted({ ...(await advertised(asked, plugin)), mapping: mapping.value });
  if (!wanted.ok) throw refusalOf(wanted.failure);
  return { change: { kind: 'wanted', wanted: wanted.value }, mapping };
};

/** What was there before an earlier apply, of this very plugin and not of one that had another address. */
const asBefore = async <D, W>(
  { parts, called, targetId }: OpenPlugin<D, W>,
  apply: string,
): Promise<{ kind: 'as-before'; apply: string }> => {
  const log = await parts.journal.read(apply);
  if (log?.head.target !== targetId)
    throw new Refusal('not-found', 'There is no such apply, or it is too old to be kept.', { field: 'change.apply' });
  if (log.head.called !== called)
    throw new Refusal('refused', `What is kept was read of ${log.head.called}, and is not written to ${called}.`, {
      field: 'change.apply',
    });
  return { kind: 'as-before', apply };
};

/**
 * All but the mapping, from what is saved and from what Casdoor advertises.
 *
 * @throws Refusal where one of them is missing.
 */
export const advertised = async (
  asked: Asked,
  { settings, targetId }: { settings: TargetSettings; targetId: string },
): Promise<Omit<WantedValues, 'mapping'>> => {
  const casdoor = await casdoorOf(asked, targetId);
  const { clientId, scopes } = ordering(settings, casdoor.connection);
  const reading = readAddress(casdoor.connection.address);
  if (!reading.ok)
    throw new Refusal('refused', 'The saved address of Casdoor cannot be read.', { remedy: 'Mend it on Connect.' });
  const { readAdvertised } = await import('../casdoor/advertised');
  const vantage = casdoor.vantage();
  try {
    const endpoints = await readAdvertised({
      address: reading.value,
      clientId: clientId || null,
      vantage,
      signal: AbortSignal.timeout(lookLasts),
    });
    if (!endpoints)
      throw new Refusal('refused', 'Casdoor’s discovery document could not be read, so its endpoints are not known.', {
        remedy: 'Run the checks of the step Connect.',
      });
    return {
      settings: { clientId, scopes: scopes.join(' '), comparesIssuer: settings.comparesIssuer },
      endpoints,
      secret: casdoor.secret,
    };
  } finally {
    await vantage.close();
  }
};

/** The words of a target's failure, as an answer to the panel. It is about the credentials where others would help. */
export const refusalOf = ({ code, message, remedy }: TargetFailure): Refusal =>
  new Refusal('refused', message, { remedy, ...(aboutCredentials.has(code) ? { field: 'access' } : {}) });

const aboutCredentials: ReadonlySet<TargetFailure['code']> = new Set([
  'credentials-wrong',
  'not-administrator',
  'password-colon',
  'basic-auth-blocked',
  'captcha',
]);
