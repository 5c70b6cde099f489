import { askOwnSite } from './atlassian/accounts/ask-own-site';
import { makeCloudVantage } from './casdoor/cloud-vantage';
import { createHandlers } from './resolvers/app';
import { queuedApplies } from './resolvers/apply-queue';
import { callbackUrl } from './resolvers/callback-url';
import { chainedDryRuns } from './resolvers/chained-dry-runs';

const now = () => new Date();
const handlers = createHandlers({
  from: 'cloud',
  // Forge adds no authority to those of its platform, so what was trusted elsewhere has no bearing here. The global
  // fetch is the one that @forge/api hands out; the platform holds it to the egress that was granted.
  vantage: () => makeCloudVantage({ fetch: (url, init) => fetch(url, init) }),
  callbackUrl,
  askProduct: askOwnSite,
  dryRuns: chainedDryRuns(now),
  applies: queuedApplies(now),
  demo: null,
  now,
});

/** The resolver that the manifest names. */
export const panel = handlers.panel;
/** The web trigger: the page behind a one-time link, and the callback of a test sign-in. */
export const signIn = handlers.signIn;
/** Once a day. */
export const sweep = handlers.sweep;
/** Once a day: whether what was applied still is so. */
export const watch = handlers.watch;
/** The consumer of the events of a dry run. */
export const dryRunStep = handlers.dryRunStep;
/** The consumer of what was ordered at a plugin. */
export const applyStep = handlers.applyStep;
