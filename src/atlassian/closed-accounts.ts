import { privacy } from '@forge/api';

/**
 * Tells Atlassian whose account ids are kept, as it asks of every app that keeps any, and answers with those who have
 * closed their accounts since: what is kept of them has to be erased. Within an invocation on Forge only.
 *
 * @param kept By account id, since when; ISO 8601.
 */
export const closedAccounts = async (kept: ReadonlyMap<string, string>): Promise<Set<string>> => {
  const accounts = [...kept].map(([accountId, updatedAt]) => ({ accountId, updatedAt }));
  const told = await privacy.reportPersonalData(accounts);
  return new Set(told.filter(({ status }) => status === 'closed').map(({ accountId }) => accountId));
};
