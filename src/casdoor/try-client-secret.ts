import type { Secret } from '../secrets/secret';
import { looksLikeSecret } from './ask-client';
import { explainRefusal, introspect } from './ask-secret';
import { type ProvingOptions, proveApplication } from './prove-application';
import type { ProbeRequest } from './vantage';

/** `untold`: Casdoor could not be asked, does not know the client, or something other than the secret was refused. */
export type ClientSecretTried = 'taken' | 'not-taken' | 'untold';

/**
 * Whether Casdoor takes a secret for a client, by introspection, which leaves nothing behind; only once the address has
 * proved to be Casdoor. Letter by letter as it is: one that is right without its blanks is not taken.
 */
export const tryClientSecret = async (options: ProvingOptions & { secret: Secret }): Promise<ClientSecretTried> => {
  const { clientId, secret, signal, vantage } = options;
  // Pasted into each other's field, the client ID is the secret, and is in the addresses by which Casdoor proves itself.
  if (looksLikeSecret(clientId, secret.expose())) return 'untold';
  const proved = await proveApplication(options);
  if ('problem' in proved) return 'untold';
  const { introspection } = proved.urls;
  const ask = {
    url: introspection,
    issuer: new URL(introspection).origin,
    ask: (request: ProbeRequest) => vantage.request(request, signal),
  };
  const { attempt, isRight } = await introspect({ clientId, secret }, ask);
  if (isRight) return 'taken';
  const verdict = await explainRefusal(attempt, { clientId, secret }, ask, false);
  return verdict === 'not-certain' ? 'untold' : 'not-taken';
};
