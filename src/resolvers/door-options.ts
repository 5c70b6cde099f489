import { readAddress } from '../casdoor/address';
import type { DoorOptions, PresentConnection } from '../signin/door';
import { loadSteps } from '../signin/steps';
import type { Place } from '../store/place';
import { Refusal } from '../store/refusal';
import type { Adapters } from './adapters';
import { askedAt } from './asked';
import type { Asked } from './call';
import { casdoorOf } from './casdoor-of';

/** What the door of a test sign-in is given, for one request of one place. */
export const doorOptions = (place: Place, adapters: Adapters, steps: DoorOptions['steps'] = loadSteps): DoorOptions => {
  const asked = askedAt(place, adapters);
  return { place, orders: asked.orders, present: (target) => presentConnection(asked, target), steps };
};

const presentConnection = async (asked: Asked, target: string): Promise<PresentConnection | null> => {
  try {
    const [{ connection, settings, secret, vantage }, redirectUri] = await Promise.all([
      casdoorOf(asked, target),
      asked.adapters.callbackUrl(asked.place.product),
    ]);
    const reading = readAddress(connection.address);
    if (!reading.ok) return null;
    const { origin, prefix } = reading.value;
    const clientId = settings?.clientId || (reading.value.clientId ?? '');
    return { origin, prefix, clientId, allowsHttp: connection.allowsHttp, redirectUri, secret, vantage };
  } catch (error) {
    // Forgotten or removed since: expected, and told on the page.
    if (error instanceof Refusal) return null;
    throw error;
  }
};
