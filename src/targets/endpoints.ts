import type { Metadata } from '../checks/evidence';
import type { Finding, Rich } from '../contract/report';

export type Endpoints = Pick<
  Metadata,
  'issuer' | 'authorizationEndpoint' | 'tokenEndpoint' | 'userinfoEndpoint' | 'jwksUri' | 'endSessionEndpoint'
>;
export type EndpointName = keyof Endpoints;

/** As the discovery document names them: OpenID Connect Discovery 1.0 §3. */
export const endpointWords: Record<EndpointName, string> = {
  issuer: 'issuer',
  authorizationEndpoint: 'authorization_endpoint',
  tokenEndpoint: 'token_endpoint',
  userinfoEndpoint: 'userinfo_endpoint',
  jwksUri: 'jwks_uri',
  endSessionEndpoint: 'end_session_endpoint',
};

/**
 * What Connect found wrong about an address that is to be typed into the plugin; null where it found nothing. The
 * document is read anew for each sheet: a finding counts only where the address is still the one that it was made of.
 */
export const endpointWarning = (name: EndpointName, value: string, findings: readonly Finding[]): Rich | null => {
  const finding = findings.find((one) => one.outcome === 'fail' && isAbout(one, name, value));
  return finding?.heading ? ['Connect calls this address wrong: ', ...finding.heading, '.'] : null;
};

const isAbout = ({ id, detail }: Finding, name: EndpointName, value: string): boolean => {
  if (id === 'endpoint-elsewhere')
    return detail?.kind === 'list' && detail.items.some(({ text }) => isSameHost(text, endpointWords[name], value));
  if (detail?.kind !== 'comparison') return false;
  const { expected, actual } = detail;
  switch (id) {
    case 'development-mode':
      return name === 'authorizationEndpoint' && value === actual;
    case 'issuer-trailing-slash':
      // An endpoint is wrong by the two slashes that Casdoor makes of it.
      return name === 'issuer' ? value === actual : value.startsWith(`${actual}/`);
    case 'issuer-mismatch':
    case 'path-prefix-lost':
      return name === 'issuer' ? value === actual : isMadeFrom(actual, expected, value);
    default:
      return false;
  }
};

/** The finding lists endpoints as "token_endpoint: https://…", and is about scheme and host alone. */
const isSameHost = (text: string, word: string, value: string): boolean => {
  const found = text.startsWith(`${word}: `) ? text.slice(word.length + 2) : '';
  return URL.canParse(found) && URL.canParse(value) && new URL(found).origin === new URL(value).origin;
};

/** Casdoor makes endpoints from the same `origin` as the issuer. Where only its spelling differs they lead to the right place. */
const isMadeFrom = (issuer: string, expected: string, value: string): boolean => {
  const base = issuer.replace(/\/+$/, '');
  const isSpelling = URL.canParse(base) && URL.canParse(expected) && new URL(base).href === new URL(expected).href;
  const isRight = isBelow(expected, base) && isBelow(value, expected);
  return !isSpelling && !isRight && isBelow(value, base);
};

const isBelow = (address: string, base: string): boolean => address.startsWith(`${base}/`);
