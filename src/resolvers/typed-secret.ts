import type { TypedSecret } from '../apply/guards';
import type { Secret } from '../secrets/secret';
import { Refusal } from '../store/refusal';
import type { Asked } from './call';
import { casdoorOf } from './casdoor-of';

/** Milliseconds; it is asked beside the rest of a plan. */
const tryLasts = 10_000;

/**
 * The client secret that somebody typed, because the plugin does not show the one that stands there, tried where it is
 * from: at the saved Casdoor, since what is replaced is the configuration of its issuer.
 *
 * @param clientId The one that stands in the plugin.
 */
export const tryTypedSecret = async (
  asked: Asked,
  target: string,
  { clientId, secret }: { clientId: string; secret: Secret },
): Promise<TypedSecret> => {
  const untold: TypedSecret = { tried: 'untold', clientId };
  const casdoor = await casdoorOf(asked, target).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (casdoor === null) return untold;
  const { connection } = casdoor;
  const [{ readAddress }, { tryClientSecret }] = await Promise.all([
    import('../casdoor/address'),
    import('../casdoor/try-client-secret'),
  ]);
  const reading = readAddress(connection.address);
  if (!reading.ok || clientId === '') return untold;
  const vantage = casdoor.vantage();
  try {
    const signal = AbortSignal.timeout(tryLasts);
    const given = { address: reading.value, clientId, secret, allowsHttp: connection.allowsHttp, vantage, signal };
    return { tried: await tryClientSecret(given), clientId };
  } finally {
    await vantage.close();
  }
};
