import type { DryRunOrder } from '../directory/dry-run-order';
import type { Asked } from './call';
import { ordering } from './order-dry-run';

export type Changes = {
  /** What the tally itself stands on: nobody goes on with another. Whole sentences. */
  settings: string[];
  /** What it was read with: a new password is a reason to go on rather than not to. Whole sentences. */
  means: string[];
};

/** What has been saved since a dry run was started that its result depends on. */
export const changesSince = async (asked: Asked, order: DryRunOrder): Promise<Changes> => {
  const { store } = asked;
  const { targetId, startedAt } = order;
  const [connection, settings, mapping, groups, secretAt, accountsAt] = await Promise.all([
    store.connection.latest(),
    store.target(targetId).latest(),
    store.mapping(targetId).latest(),
    store.administratorGroups.get(targetId),
    store.secrets.changedAt(targetId),
    store.accounts.changedAt(targetId),
  ]);
  const isSince = (at: string | null | undefined): boolean => typeof at === 'string' && at > startedAt;
  const changed: string[] = [];
  if (!connection) changed.push('Casdoor is not connected any more.');
  else if (isSince(connection.at)) changed.push(`${connection.who} has saved the address of Casdoor since.`);
  if (!mapping) changed.push('There is no mapping any more.');
  else if (mapping.version !== order.mappingVersion)
    changed.push(`${mapping.who} has changed the mapping since: it is version ${mapping.version} now.`);
  if (settings) {
    const now = ordering(settings.value, connection?.value ?? null);
    if (now.clientId !== order.clientId) changed.push('The client ID is another one since.');
    if (now.scopes.join(' ') !== order.scopes.join(' ')) changed.push('Other scopes are asked for since.');
    const [was, is] = [order.target, now.target];
    if (was.plugin !== is.plugin) changed.push('Another plugin has been chosen since.');
    if (was.baseUrl !== is.baseUrl || was.product !== is.product)
      changed.push('Jira or Confluence has another address since.');
  }
  if (JSON.stringify(groups) !== JSON.stringify(order.administratorGroups))
    changed.push('Other groups of administrators have been named since.');
  const means: string[] = [];
  if (isSince(secretAt)) means.push('The client secret has been saved or forgotten since.');
  if (isSince(accountsAt)) means.push('How the accounts are read has been changed since.');
  return { settings: changed, means };
};
