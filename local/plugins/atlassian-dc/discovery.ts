import { isObject, type Json } from '../../../src/targets/file-provider';

/** The discovery document of an issuer, as the node fetches it; null where there is none that names this very issuer. */
export const documentOf = async (issuer: string): Promise<Json | null> => {
  try {
    const answer = await fetch(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    const document: unknown = await answer.json();
    return answer.status === 200 && isObject(document) && document.issuer === issuer ? document : null;
  } catch {
    return null;
  }
};
