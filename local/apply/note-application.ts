import { askedAt } from '../../src/resolvers/asked';
import { noteApplication } from '../../src/resolvers/held-application';
import type { Place } from '../../src/store/place';
import { storeIn } from '../../src/store/store';
import { siteAdapters } from '../command/site-adapters';

/**
 * Casdoor's application as it is right before a write, for Watch to hold it against: as the panel notes it, with what is
 * saved there. Of what the panel has no target for, nothing is looked at, and nothing noted.
 */
export const noteApplicationOf = async (
  { place, targetId, authorities }: { place: Place; targetId: string; authorities: readonly string[] },
  apply: string,
): Promise<void> => {
  const store = storeIn(place);
  const [targets, connection] = await Promise.all([store.targets.latest(), store.connection.latest()]);
  if (!connection || !targets?.value.includes(targetId)) return;
  await noteApplication(askedAt(place, siteAdapters(authorities)), targetId, apply);
};
