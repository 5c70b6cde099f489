import * as v from 'valibot';
import type { Product } from '../../src/contract/target';

/** What Atlassian's gateway knows of a site, beside its queues. */
export type Gateway = {
  /** Where a web trigger of the manifest is called from outside; null where there is none of that key. */
  webTriggerUrl: (product: Product, key: string) => string | null;
  /** Of the accounts that the app says it keeps, those that it must erase or ask for anew; none unless told. */
  personalData?: (accounts: readonly KeptAccount[]) => readonly { accountId: string; status: 'closed' | 'updated' }[];
};

/** ISO 8601: when what is kept of the account was read. */
export type KeptAccount = { accountId: string; updatedAt: string };

/** As much of the gateway as the unmodified `@forge/api` asks of it. */
export const answerGateway = (path: string, question: unknown, gateway: Gateway & { product: Product }): Response => {
  if (path === '/graphql') return webTriggerAddress(gateway, question);
  return path === '/app/report-accounts' ? personalDataOf(gateway, question) : proxyError(400, 'INVALID_REMOTE');
};

const addressAsked = v.object({
  query: v.pipe(v.string(), v.includes('createWebTriggerUrl(')),
  variables: v.object({ input: v.object({ triggerKey: v.string() }) }),
});

/** What `webTrigger.getUrl` asks: where a web trigger is called. */
const webTriggerAddress = ({ product, webTriggerUrl }: Gateway & { product: Product }, question: unknown): Response => {
  const read = v.safeParse(addressAsked, question);
  if (!read.success) return proxyError(400, 'INVALID_REMOTE');
  const url = webTriggerUrl(product, read.output.variables.input.triggerKey);
  const answer =
    url === null
      ? { errors: [{ message: 'There is no such web trigger.' }] }
      : { data: { createWebTriggerUrl: { url } } };
  return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
};

const reported = v.object({
  accounts: v.pipe(v.array(v.object({ accountId: v.string(), updatedAt: v.string() })), v.maxLength(90)),
});

/** What `privacy.reportPersonalData` asks: which of the accounts that are kept were closed or changed since. */
const personalDataOf = ({ personalData = () => [] }: Gateway, question: unknown): Response => {
  const read = v.safeParse(reported, question);
  if (!read.success) return proxyError(400, 'INVALID_REMOTE');
  const accounts = personalData(read.output.accounts);
  if (accounts.length === 0) return new Response(null, { status: 204 });
  return new Response(JSON.stringify({ accounts }), { headers: { 'content-type': 'application/json' } });
};

export const proxyError = (status: number, reason: string) =>
  new Response(null, { status, headers: { 'forge-proxy-error': reason } });
