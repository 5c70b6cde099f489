import type { JsonObject } from './documents';

/** The claims of a token of our own; its signature need not be looked at, since the token is looked up by its text. */
export const claimsOf = (token: string): JsonObject | null => {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as JsonObject;
  } catch {
    return null;
  }
};
