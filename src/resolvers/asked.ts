import { keptRunsIn } from '../directory/kept-runs';
import { runsIn } from '../runs/runs';
import { ordersIn } from '../signin/orders';
import type { Place } from '../store/place';
import { storeIn } from '../store/store';
import type { Adapters } from './adapters';
import type { Asked } from './call';
import { reportShape } from './report-shape';

/** What a feature is given, for one call of one place. */
export const askedAt = (place: Place, adapters: Adapters): Asked => ({
  place,
  adapters,
  store: storeIn(place),
  runs: runsIn(place, reportShape),
  dryRuns: keptRunsIn(place),
  orders: ordersIn(place),
});
