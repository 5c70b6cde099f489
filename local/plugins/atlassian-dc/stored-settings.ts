import { isObject, type Json } from '../../../src/targets/file-provider';

export type StoredIdp = Json & { readonly id: number };
export type StoredSso = Json;

/** What the plugin keeps. Anything that was put in stays until it is written over, unknown keys too. */
export type StoredSettings = { idps: StoredIdp[]; sso: StoredSso };

export type ButtonKey = 'buttonText' | 'button-text';

/** A refusal: by the field it is about. */
export type Complaint = { field: string; words: string };

export const textIn = (json: Json, key: string): string => {
  const value = json[key];
  return typeof value === 'string' ? value : '';
};

export const isOn = (json: Json, key: string): boolean => json[key] === true;

export const listIn = (json: Json, key: string): string[] => {
  const value = json[key];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

export const jitIn = (idp: Json): Json => {
  const jit = idp['jit-configuration'];
  return isObject(jit) ? jit : {};
};

/** What a new configuration has where nothing was given. */
const blank = (buttonKey: ButtonKey): Json => ({
  name: '',
  'sso-type': 'OIDC',
  enabled: true,
  'issuer-url': '',
  'client-id': '',
  'client-secret': '',
  'authorization-endpoint': '',
  'token-endpoint': '',
  'userinfo-endpoint': '',
  'discovery-enabled': false,
  'additional-scopes': [],
  'username-claim': '${sub}',
  'include-customer-logins': false,
  'enable-remember-me': true,
  [buttonKey]: '',
  'jit-configuration': {
    'user-provisioning-enabled': false,
    'mapping-display-name': '',
    'mapping-email': '',
    'mapping-groups': '',
    'additional-openid-scopes': [],
  },
});

/** Only what is given changes; of what is inside the provisioning, everything. The other spelling of the button is no key. */
export const merged = (stored: Json | null, given: Json, buttonKey: ButtonKey): Json => {
  const base = stored ?? blank(buttonKey);
  const entries = Object.entries(given).filter(
    ([key]) => key !== 'id' && key !== 'last-updated' && (key === buttonKey || !/^button-?text$/i.test(key)),
  );
  return { ...base, ...Object.fromEntries(entries) };
};

/** As the API tells it: never the secret, and no endpoint that the discovery document fills in. */
export const shownIdp = (idp: StoredIdp): Json => {
  const isFilledIn = isOn(idp, 'discovery-enabled');
  const hidden = new Set([
    'client-secret',
    ...(isFilledIn ? ['authorization-endpoint', 'token-endpoint', 'userinfo-endpoint'] : []),
  ]);
  return Object.fromEntries(Object.entries(idp).filter(([key]) => !hidden.has(key)));
};

/** Why a configuration cannot be kept beside the others; null where it can. */
export const complaintAbout = (idp: Json, others: readonly StoredIdp[], buttonKey: ButtonKey): Complaint | null => {
  const lower = (json: Json, key: string) => textIn(json, key).toLowerCase();
  for (const key of ['name', 'issuer-url', 'client-id', 'client-secret', 'username-claim', buttonKey])
    if (textIn(idp, key).trim() === '') return { field: key, words: 'This field is required.' };
  if (textIn(idp, buttonKey).length > 40) return { field: buttonKey, words: 'The text has more than 40 characters.' };
  for (const key of ['name', 'issuer-url', buttonKey])
    if (others.some((other) => lower(other, key) === lower(idp, key)))
      return { field: key, words: 'Another configuration has this already.' };
  if (!isOn(idp, 'discovery-enabled'))
    for (const key of ['authorization-endpoint', 'token-endpoint'])
      if (!URL.canParse(textIn(idp, key))) return { field: key, words: 'A URL is needed.' };
  const jit = jitIn(idp);
  if (isOn(jit, 'user-provisioning-enabled'))
    for (const key of ['mapping-display-name', 'mapping-email'])
      if (textIn(jit, key) === '') return { field: key, words: 'This field is required.' };
  return null;
};

/** Whether anybody could still come in: by the form, or by a configuration that is on. */
export const hasLoginOption = ({ idps, sso }: StoredSettings): boolean =>
  isOn(sso, 'show-login-form') || idps.some((idp) => isOn(idp, 'enabled'));
