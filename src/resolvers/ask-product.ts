import {
  type AskAtlassian,
  askOverVantage,
  type ChangeAtlassian,
  changeOverVantage,
} from '../atlassian/accounts/ask-atlassian';
import { holderOf } from '../store/plugin-access';
import type { Asked } from './call';
import { requireTarget } from './panel-state';

/** Jira or Confluence of a target, as it can be asked by whoever presses. */
export type AskedProduct = {
  ask: AskAtlassian;
  /** Null where the person has nothing to write with: what accounts are read with writes nothing. */
  change: ChangeAtlassian | null;
  /** What it is changed with was saved by whoever presses: with it they do nothing that they could not do themselves. */
  isOwn: boolean;
};

/**
 * Asks with what the person writes the plugin with, else with what accounts are read with. `work` is given null where
 * neither is there.
 */
export const withProduct = async <T>(
  asked: Asked,
  target: string,
  work: (product: AskedProduct | null) => Promise<T>,
): Promise<T> => {
  const { store, place, adapters } = asked;
  const { baseUrl } = (await requireTarget(asked, target)).value;
  if (baseUrl === '') return work(null);
  const access = await store.pluginAccess.use(target, baseUrl, holderOf(place.account));
  const credentials = access?.credentials ?? (await store.accounts.use(target, baseUrl));
  if (!credentials) return work(null);
  // What was trusted for Casdoor has no bearing on Jira.
  const vantage = adapters.vantage([]);
  const url = new URL(baseUrl);
  try {
    return await work({
      ask: askOverVantage(vantage, url, credentials),
      change: access ? changeOverVantage(vantage, url, access.credentials) : null,
      isOwn: access?.isOwn === true,
    });
  } finally {
    await vantage.close();
  }
};
