import type { Given } from '../checks/evidence';
import type { DryRunSums } from '../contract/dry-run';
import { givenFrom } from '../diagnosis/given';
import type { Asked } from './call';
import type { CasdoorSettings } from './casdoor-of';
import { signInChangedAt } from './changed-at';
import { changesSince } from './dry-run-changes';

/** What a run of the checks and a test sign-in are given. A null target: the address alone. */
export const givenOf = async (asked: Asked, casdoor: CasdoorSettings, target: string | null): Promise<Given> => {
  const { adapters, orders, place, store } = asked;
  // Before anything is read: what is saved from now on is newer than what was given.
  const now = place.now();
  const [mapping, file, seen, directory] = await Promise.all([
    target === null ? null : store.mapping(target).latest(),
    target === null ? null : store.pluginFile.get(target),
    target === null ? null : signInChangedAt(asked, target).then((at) => orders.seen(target, at)),
    target === null ? null : directorySums(asked, target),
  ]);
  return givenFrom({
    from: adapters.from,
    address: casdoor.connection.address,
    ...ofTarget(casdoor, asked),
    hasSecret: casdoor.secret !== null,
    mapping: mapping?.value ?? null,
    plugin: file?.settings ?? null,
    seen,
    directory,
    now,
  });
};

/** What the newest dry run amounts to; null where there is none, or it is of other settings than are saved now. */
const directorySums = async (asked: Asked, target: string): Promise<DryRunSums | null> => {
  const { last } = await asked.dryRuns.ofTarget(target);
  const order = last && (await asked.dryRuns.order(last.id));
  if (!order || !last.result) return null;
  const { settings, means } = await changesSince(asked, order);
  return settings.length + means.length === 0 ? last.result.sums : null;
};

/** Before there is a target, the specification's own rules apply, as for a plugin that is not known. */
const ofTarget = ({ settings }: CasdoorSettings, { place }: Asked) => ({
  target: {
    plugin: settings?.plugin ?? ('other' as const),
    product: settings?.product ?? place.product,
    baseUrl: settings?.baseUrl || null,
    comparesIssuer: settings?.comparesIssuer ?? false,
  },
  clientId: settings?.clientId || null,
  redirectUri: settings?.callbackUrl || null,
  scopes: settings?.scopes || null,
});
