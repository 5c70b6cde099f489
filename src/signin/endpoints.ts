import { isLoopback } from '../casdoor/address';
import { casdoorUrls } from '../casdoor/casdoor-urls';
import type { SignInQuestion } from './question';

/**
 * Where code, verifier and tokens may go: Casdoor's own paths on the typed origin, whatever its document says. Of another
 * issuer only what lies on the typed origin too; null where there is nothing.
 */
export const endpointsOf = ({ beside, origin, prefix, server }: SignInQuestion) => {
  const urls = casdoorUrls({ origin, prefix });
  if (server.kind === 'casdoor') return { token: urls.token, source: beside, claims: urls.claims(beside) };
  const { tokenEndpoint, userinfoEndpoint } = server;
  return {
    token: isOn(origin, tokenEndpoint) ? tokenEndpoint : null,
    // get-account is Casdoor's alone.
    source: 'userinfo' as const,
    claims: userinfoEndpoint !== null && isOn(origin, userinfoEndpoint) ? userinfoEndpoint : null,
  };
};

export const isOn = (origin: string, url: string): boolean => URL.canParse(url) && new URL(url).origin === origin;

/** Over http nothing secret leaves this computer without the administrator's word. */
export const mayTravel = (origin: string, allowsHttp: boolean): boolean => {
  const { hostname, protocol } = new URL(origin);
  return protocol === 'https:' || allowsHttp || isLoopback(hostname);
};
