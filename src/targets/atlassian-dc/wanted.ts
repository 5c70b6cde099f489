import type { Attempted } from '../../apply/apply-target';
import type { Mapping } from '../../contract/mapping';
import type { Secret } from '../../secrets/secret';
import type { Endpoints } from '../endpoints';

/** The endpoints that the screen has fields for. */
export type EndpointByHand = 'authorizationEndpoint' | 'tokenEndpoint' | 'userinfoEndpoint';

/** What the identity provider of Casdoor is to be. */
export type AtlassianDcSettings = {
  kind: 'settings';
  /** As the discovery document names it, letter by letter. */
  issuer: string;
  clientId: string;
  /** Separated by spaces; `openid` is always asked for. */
  scopes: string;
  /** Null: filled in from the discovery document, which the node then fetches itself. */
  endpoints: Record<EndpointByHand, string> | null;
  mapping: Mapping;
  /** Null: the one that stands there stays. */
  secret: Secret | null;
};

/** Hiding the old form, which sends everybody to Casdoor, is a plan of its own. */
export type AtlassianDcWanted = AtlassianDcSettings | { kind: 'redirect'; isOn: boolean };

type GivenSettings = Omit<AtlassianDcSettings, 'kind' | 'endpoints'> & {
  endpoints: Pick<Endpoints, EndpointByHand> | null;
};

/** Refuses what the plugin's fields cannot hold. */
export const atlassianDcSettings = (given: GivenSettings): Attempted<AtlassianDcSettings> => {
  if (given.clientId === '') return refused('There is no client ID to write.', 'Enter it in the step Client.');
  if (!URL.canParse(given.issuer))
    return refused(
      'Casdoor’s discovery document names no issuer that is a URL.',
      'Run the checks of the step Connect.',
    );
  if (given.endpoints === null) return { ok: true, value: { kind: 'settings', ...given, endpoints: null } };
  const { authorizationEndpoint, tokenEndpoint, userinfoEndpoint } = given.endpoints;
  // One that is left out would stay as it was before discovery was on, where nobody sees it.
  if (authorizationEndpoint === null || tokenEndpoint === null || userinfoEndpoint === null)
    return refused(
      'Casdoor’s discovery document does not name authorization, token and user info endpoint, all three.',
      'Run the checks of the step Connect.',
    );
  const endpoints = { authorizationEndpoint, tokenEndpoint, userinfoEndpoint };
  return { ok: true, value: { kind: 'settings', ...given, endpoints } };
};

const refused = (message: string, remedy: string): Attempted<never> => ({
  ok: false,
  failure: { code: 'refused', message, remedy, isFinal: false },
});
