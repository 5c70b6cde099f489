import * as v from 'valibot';
import type { Product } from '../contract/target';
import type { AskPlugin } from './miniorange/ask-plugin';

const stated = v.object({ baseUrl: v.optional(v.string()), url: v.optional(v.string()) });

/** The base URL that Jira or Confluence states of itself; null where it does not tell. */
export const readStatedBaseUrl = async (
  ask: AskPlugin,
  product: Product,
  signal: AbortSignal,
): Promise<string | null> => {
  const path = product === 'jira' ? '/rest/api/2/serverInfo' : '/rest/applinks/1.0/manifest';
  const attempt = await ask({ method: 'GET', path, isAnonymous: true }, signal);
  const read = v.safeParse(stated, attempt.answered && attempt.value.status === 200 ? attempt.value.json : undefined);
  const address = read.success ? (read.output.baseUrl ?? read.output.url ?? null) : null;
  return address !== null && URL.canParse(address) ? address : null;
};
