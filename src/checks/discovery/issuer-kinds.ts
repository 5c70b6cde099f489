import type { CasdoorAddress } from '../../contract/address';
import type { Severity } from '../../contract/report';
import type { Given, Identity, Metadata } from '../evidence';
import { isLoopbackHost, urlOf } from '../host-kinds';

export type IssuerFault =
  | 'development-mode'
  | 'path-prefix-lost'
  | 'issuer-trailing-slash'
  | 'issuer-per-application'
  | 'issuer-mismatch';

/** What the issuer has to be, letter by letter: the address for which the document was asked (Discovery 1.0 §4.3). */
export const expectedIssuer = ({ origin, prefix }: CasdoorAddress): string => origin + prefix;

/**
 * The one way in which the document belongs to another address than the typed one; null where it belongs to it. One
 * fault of `origin` shows in the issuer and in every endpoint: it is told once.
 */
export const issuerFault = (
  address: CasdoorAddress,
  metadata: Metadata,
  identity: Identity | undefined,
): IssuerFault | null => {
  const { issuer, authorizationEndpoint } = metadata;
  if (issuer === null) return null;
  const expected = expectedIssuer(address);
  if (identity?.isCasdoor === false) {
    // Others may end their issuer in a slash, and take it off before the well-known path (Discovery 1.0 §4.1).
    return withoutSlash(issuer) === expected ? null : 'issuer-mismatch';
  }
  if (isDevelopmentFrontEnd(authorizationEndpoint, address, issuer)) return 'development-mode';
  if (issuer === expected) return null;
  if (address.prefix !== '' && withoutSlash(issuer) === address.origin) return 'path-prefix-lost';
  if (withoutSlash(issuer) === expected) return 'issuer-trailing-slash';
  if (applicationOfIssuer(issuer)?.base === expected) return 'issuer-per-application';
  return 'issuer-mismatch';
};

/** The base and application of an issuer such as `https://door.acme.example/.well-known/app-jira`. */
export const applicationOfIssuer = (issuer: string): { base: string; application: string } | null => {
  const match = /^(.*)\/\.well-known\/([^/]+)\/?$/.exec(issuer);
  return match ? { base: match[1] ?? '', application: match[2] ?? '' } : null;
};

/** Atlassian's own plugin and any strict client compare issuers; miniOrange as it comes compares `aud` only. */
export const issuerWeight = ({ target }: Given): Severity =>
  target.plugin === 'atlassian-dc' || target.plugin === 'other' || target.comparesIssuer ? 'blocker' : 'serious';

export const comparesIssuers = (given: Given): boolean => issuerWeight(given) === 'blocker';

const withoutSlash = (url: string) => url.replace(/\/+$/, '');

/**
 * With `runmode = dev`, without `origin`, and asked as localhost:8000, Casdoor (v3.158.0) sends browsers to the
 * development server of its front end, port 7001 of localhost; so does a left-over `originFrontend`.
 */
const isDevelopmentFrontEnd = (endpoint: string | null, address: CasdoorAddress, issuer: string): boolean => {
  const page = endpoint === null ? null : urlOf(endpoint);
  if (!page || page.origin === address.origin || page.origin === urlOf(issuer)?.origin) return false;
  return isLoopbackHost(page.hostname) && (page.port === '7001' || !isLoopbackHost(address.host));
};
