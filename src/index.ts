import { makeCloudVantage } from './casdoor/cloud-vantage';
import { createHandlers } from './resolvers/app';

const handlers = createHandlers({
  from: 'cloud',
  // Forge adds no authority to those of its platform, so what was trusted elsewhere has no bearing here. The global
  // fetch is the one that @forge/api hands out; the platform holds it to the egress that was granted.
  vantage: () => makeCloudVantage({ fetch: (url, init) => fetch(url, init) }),
  demo: null,
  now: () => new Date(),
});

/** The resolver that the manifest names. */
export const panel = handlers.panel;
