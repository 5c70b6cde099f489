import type { JWK } from 'jose';
import { publicKeysIn } from '../casdoor/read-keys';
import type { Answer, Attempt } from '../checks/evidence';

type Ask = (request: { method: 'GET'; url: string }) => Promise<Attempt<Answer>>;

/** The public keys at an address, asked for without credentials; null where there are none to be had. */
export const keysAt = async (url: string | null, ask: Ask): Promise<JWK[] | null> =>
  url === null ? null : keysIn(await ask({ method: 'GET', url }));

/** Those of an answer that came already. */
export const keysIn = async (attempt: Attempt<Answer>): Promise<JWK[] | null> =>
  attempt.answered && attempt.value.status < 300 ? publicKeysIn(attempt.value.json) : null;
