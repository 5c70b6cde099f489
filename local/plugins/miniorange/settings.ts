import { isObject, type Json } from './configuration';

/** What a provider's settings come to at a sign-in. */
export type ProviderSettings = {
  id: string;
  name: string;
  /** Rule 1. */
  readsToken: boolean;
  clientId: string;
  clientSecret: string;
  scope: string;
  authorizeEndpoint: string;
  tokenEndpoint: string;
  userinfoEndpoint: string;
  keys: string;
  sendsSecretIn: 'header' | 'body';
  issuer: string | null;
  attributes: Json;
  groups: Json;
};

export type DoorSettings = {
  buttonText: string;
  relayState: string;
  redirectsEverybody: boolean;
  backDoor: { key: string; value: string } | null;
  allowedDomains: string[];
};

export const textIn = (json: Json, ...names: string[]): string => {
  for (const name of names) {
    const value = json[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
};

/** Truth values are texts in some sections. */
export const isOn = (json: Json, name: string): boolean => json[name] === true || json[name] === 'true';

/** A list, or a text with `;` between the names. */
export const namesOf = (value: unknown): string[] => {
  const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(';') : [];
  return list.filter((name): name is string => typeof name === 'string' && name !== '');
};

const sectionOf = (json: unknown, ...names: string[]): Json => {
  for (const name of names) {
    const section = isObject(json) ? json[name] : undefined;
    if (isObject(section)) return section;
  }
  return {};
};

/** Providers that are filled in as far as a sign-in needs it. */
export const providersIn = (stored: Json): ProviderSettings[] => {
  const list = stored['Identity Providers'];
  const all: unknown[] = Array.isArray(list) ? list : [stored];
  return all.map(settingsOf).filter(({ clientId, authorizeEndpoint }) => clientId !== '' && authorizeEndpoint !== '');
};

const settingsOf = (provider: unknown): ProviderSettings => {
  const app = sectionOf(provider, 'Application Configuration', 'OAuth Configuration');
  const comparesIssuer = isOn(app, 'ENABLE_CHECK_ISSUER_FOR') && textIn(app, 'CHECK_ISSUER_FOR') === 'Custom';
  return {
    id: (isObject(provider) ? textIn(provider, 'ID') : '') || textIn(app, 'IDP_ID'),
    name: textIn(app, 'CUSTOM_APP_NAME') || 'SSO',
    readsToken: !textIn(app, 'DEFAULT_APP_NAME').includes('OAuth'),
    clientId: textIn(app, 'CLIENT_ID'),
    clientSecret: textIn(app, 'CLIENT_SECRET'),
    scope: textIn(app, 'SCOPE'),
    authorizeEndpoint: textIn(app, 'AUTHORIZE_END_POINT'),
    tokenEndpoint: textIn(app, 'ACCESSTOKEN_END_POINT', 'ACCESS_TOKEN_END_POINT'),
    userinfoEndpoint: textIn(app, 'USERINFO_END_POINT', 'USER_INFO_END_POINT'),
    keys: textIn(app, 'JWKS_END_POINT', 'PUBLIC_KEY'),
    sendsSecretIn: textIn(app, 'SEND_TOKEN_AUTHORIZATION_PARAMETERS_IN') === 'HttpBody' ? 'body' : 'header',
    issuer: comparesIssuer ? textIn(app, 'CUSTOM_ISSUER_VALUE') : null,
    attributes: sectionOf(provider, 'Attribute Mapping'),
    groups: sectionOf(provider, 'Group Mapping'),
  };
};

export const doorIn = (stored: Json): DoorSettings => {
  const signIn = sectionOf(stored, 'Sign In Settings');
  return {
    buttonText: textIn(signIn, 'LOGIN_BUTTON_TEXT') || 'Use OAuth Login',
    relayState: textIn(signIn, 'RELAY_STATE'),
    redirectsEverybody: isOn(signIn, 'DISABLE_DEFAULT_LOGIN'),
    backDoor: isOn(signIn, 'ENABLE_BACKDOOR')
      ? { key: textIn(signIn, 'BACKDOOR_KEY') || 'oauth_sso', value: textIn(signIn, 'BACKDOOR_VALUE') || 'false' }
      : null,
    allowedDomains: namesOf(signIn.ALLOWED_DOMAINS),
  };
};
