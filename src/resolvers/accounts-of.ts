import { type AtlassianCredentials, askOverVantage } from '../atlassian/accounts/ask-atlassian';
import type { AccountsAccess } from '../contract/dry-run';
import type { TargetSettings } from '../contract/panel-calls';
import type { AccountsSource } from '../directory/accounts-source';
import type { Asked } from './call';
import { requireTarget } from './panel-state';

/** What the accounts of a target are read with, as it can be handed to somebody who reads them elsewhere. */
export type AccountsMeans =
  | { kind: 'none' }
  /** Opens the file from its start. Within an invocation only. */
  | { kind: 'csv'; open: () => AsyncIterable<Uint8Array> }
  | { kind: 'credentials'; baseUrl: string; credentials: AtlassianCredentials }
  /** The site that the panel stands in answers the app itself. */
  | { kind: 'own-site' };

/** Close it when it is read. */
export type OpenAccounts = AccountsSource & { close: () => Promise<void> };

/** How the accounts of a target may be read, from what is saved. Asks nobody. */
export const accountsAccessOf = async (asked: Asked, target: string): Promise<AccountsAccess> => {
  const { value } = await requireTarget(asked, target);
  const state = await asked.store.accounts.state(target, value.baseUrl || null);
  return state.kind === 'none' && isOwnSite(asked, value) ? { kind: 'own-site' } : state;
};

/** The same, with the credentials or the file. */
export const accountsMeansOf = async (asked: Asked, target: string): Promise<AccountsMeans> => {
  const { value: settings } = await requireTarget(asked, target);
  const { accounts } = asked.store;
  const credentials = settings.baseUrl === '' ? null : await accounts.use(target, settings.baseUrl);
  if (credentials) return { kind: 'credentials', baseUrl: settings.baseUrl, credentials };
  const file = await accounts.files.get(target);
  if (file) return { kind: 'csv', open: () => accounts.files.open(target, file.upload, file.pieces) };
  return isOwnSite(asked, settings) ? { kind: 'own-site' } : { kind: 'none' };
};

/** Who is in Jira or Confluence already, from whatever is saved of a target. */
export const accountsSourceOf = async (asked: Asked, target: string): Promise<OpenAccounts> => {
  const { adapters, place } = asked;
  const means = await accountsMeansOf(asked, target);
  const nothing = async () => {};
  switch (means.kind) {
    case 'csv':
      return { ...means, close: nothing };
    case 'credentials': {
      // What was trusted for Casdoor has no bearing on Jira.
      const vantage = adapters.vantage([]);
      const ask = askOverVantage(vantage, new URL(means.baseUrl), means.credentials);
      return { kind: 'api', ask, close: () => vantage.close() };
    }
    case 'own-site':
      return adapters.askProduct
        ? { kind: 'api', ask: adapters.askProduct(place.product), close: nothing }
        : { kind: 'none', close: nothing };
    default:
      return { kind: 'none', close: nothing };
  }
};

/** A Data Center has credentials of its own; what is left is the site that the app is installed in. */
const isOwnSite = ({ adapters, place }: Asked, { plugin, product }: TargetSettings): boolean =>
  adapters.askProduct !== null && product === place.product && (plugin === 'miniorange-cloud' || plugin === 'other');
