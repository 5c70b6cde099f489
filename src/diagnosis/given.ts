import { readAddress } from '../casdoor/address';
import type { Given, PluginSettings } from '../checks/evidence';
import type { DryRunSums } from '../contract/dry-run';
import type { Mapping } from '../contract/mapping';
import type { Area } from '../contract/report';
import type { SeenClaims } from '../contract/sign-in';
import { documentedScopes, redirectUriOf, type Target } from '../contract/target';

/** What an administrator typed, as it is saved or as it comes from a command line. Null and empty mean "not given". */
export type Settings = {
  from: 'local' | 'cloud';
  /** As it was pasted. */
  address: string;
  target: Target;
  clientId: string | null;
  hasSecret: boolean;
  /** Where it was given apart; else it is made from the target's base URL. */
  redirectUri: string | null;
  /** Separated by spaces. */
  scopes: string | null;
  mapping: Mapping | null;
  plugin: PluginSettings | null;
  /** What a confirmed test sign-in of these settings brought. */
  seen?: SeenClaims | null;
  /** What a dry run of these settings came to. */
  directory?: DryRunSums | null;
  now: Date;
};

/**
 * Turns settings into what a run is given: a client id that the pasted address carries is used unless another was
 * given, the redirect URI is made from the base URL unless given, the documentation's scopes are assumed.
 */
export const givenFrom = (settings: Settings): Given => {
  const reading = readAddress(settings.address);
  // By spaces alone (RFC 6749 §3.3): a comma would be sent by the plugin as it stands, so it is checked as it stands.
  const scopes = (settings.scopes ?? '').split(/\s+/).filter(Boolean);
  const clientId = settings.clientId || (reading.ok ? reading.value.clientId : null);
  return {
    from: settings.from,
    target: settings.target,
    // Refused below, and shown as what was refused: without the password in it.
    address: settings.address.replace(/[^\s/\\@]*:[^\s/\\@]*@/g, '•••@'),
    clientId,
    hasSecret: settings.hasSecret,
    redirectUri: settings.redirectUri?.trim() || redirectUriOf(settings.target),
    scopes: scopes.length > 0 ? scopes : documentedScopes.split(' '),
    scopesAssumed: scopes.length === 0,
    mapping: settings.mapping,
    plugin: settings.plugin,
    seen: settings.seen ?? null,
    directory: settings.directory ?? null,
    now: settings.now.toISOString(),
  };
};

/**
 * The areas that belong in a report for what was given. Address to scopes always do: `ready` needs them, and what was
 * not given yet is what their checks wait for. The mapping does where there is one, the directory where a dry run of it
 * was made, the plugin where its file is.
 */
export const askedAreas = (given: Pick<Given, 'mapping' | 'plugin'> & Partial<Pick<Given, 'directory'>>): Area[] => [
  'address',
  'discovery',
  'keys',
  'client',
  'redirect-uri',
  'scopes',
  ...(given.mapping === null ? [] : (['mapping'] as const)),
  ...(given.directory == null ? [] : (['directory'] as const)),
  ...(given.plugin === null ? [] : (['plugin'] as const)),
];
