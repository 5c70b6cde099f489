import type { Attempted } from '../../apply/apply-target';
import type { Mapping } from '../../contract/mapping';
import type { Secret } from '../../secrets/secret';
import type { Endpoints } from '../endpoints';

/** What the identity provider of Casdoor is to be. */
export type AtlassianDcSettings = {
  kind: 'settings';
  /** As the discovery document names it, letter by letter. */
  issuer: string;
  clientId: string;
  /** Separated by spaces; `openid` is always asked for. */
  scopes: string;
  /** Null: filled in from the discovery document, which the node then fetches itself. */
  endpoints: Pick<Endpoints, 'authorizationEndpoint' | 'tokenEndpoint' | 'userinfoEndpoint'> | null;
  mapping: Mapping;
  /** Null: the one that stands there stays. */
  secret: Secret | null;
};

/** Hiding the old form, which sends everybody to Casdoor, is a plan of its own. */
export type AtlassianDcWanted = AtlassianDcSettings | { kind: 'redirect'; isOn: boolean };

/** Refuses what the plugin's fields cannot hold. */
export const atlassianDcSettings = (given: Omit<AtlassianDcSettings, 'kind'>): Attempted<AtlassianDcSettings> => {
  if (given.clientId === '') return refused('There is no client ID to write.', 'Enter it in the step Client.');
  if (!URL.canParse(given.issuer))
    return refused(
      'Casdoor’s discovery document names no issuer that is a URL.',
      'Run the checks of the step Connect.',
    );
  const { endpoints } = given;
  if (endpoints !== null && (endpoints.authorizationEndpoint === null || endpoints.tokenEndpoint === null))
    return refused(
      'Casdoor’s discovery document does not name both the authorization and the token endpoint.',
      'Run the checks of the step Connect.',
    );
  return { ok: true, value: { kind: 'settings', ...given } };
};

const refused = (message: string, remedy: string): Attempted<never> => ({
  ok: false,
  failure: { code: 'refused', message, remedy, isFinal: false },
});
