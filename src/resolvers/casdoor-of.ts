import type { Vantage } from '../casdoor/vantage';
import type { ConnectionSettings, TargetSettings } from '../contract/panel-calls';
import type { Secret } from '../secrets/secret';
import { Refusal } from '../store/refusal';
import type { Asked } from './call';
import { originOf, requireTarget, secretHome } from './panel-state';

/** The saved Casdoor as one target speaks to it. */
export type CasdoorSettings = {
  connection: ConnectionSettings;
  /** Null before there is a target. */
  settings: TargetSettings | null;
  /** Only where it was typed for this very address and client. */
  secret: Secret | null;
  /** PEMs that were trusted for this Casdoor. */
  authorities: readonly string[];
  /** A place to look from, for one run; close it. Trusts what was trusted for this Casdoor. */
  vantage: () => Vantage;
};

/** @throws Refusal where no address is saved, or the target was removed. */
export const casdoorOf = async (asked: Asked, target: string | null): Promise<CasdoorSettings> => {
  const { adapters, store } = asked;
  const connection = (await store.connection.latest())?.value;
  if (!connection)
    throw new Refusal('refused', 'There is no address to look at: save one first.', { field: 'address' });
  const settings = target === null ? null : (await requireTarget(asked, target)).value;
  const home = settings && secretHome(connection, settings);
  const [secret, authorities] = await Promise.all([
    target !== null && home ? store.secrets.use(target, home) : null,
    store.authorities.latest(),
  ]);
  const origin = originOf(connection);
  const trusted = (authorities?.value ?? []).filter((authority) => authority.origin === origin).map(({ pem }) => pem);
  return { connection, settings, secret, authorities: trusted, vantage: () => adapters.vantage(trusted) };
};
