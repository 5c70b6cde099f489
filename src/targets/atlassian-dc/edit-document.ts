import { displayNameExpression } from '../../mapping/atlassian-dc-rules';
import { rulesOf } from '../../mapping/rules-of';
import { isObject, type Json, lettersOf, Section } from '../file-provider';
import { type AuthconfigSettings, idOf } from './authconfig-api';
import { buttonKeyIn } from './button-key';
import { type AuthconfigDocument, isEmpty, isNew, isSameValue } from './document';
import { isLeftProbe, knownSecretOf } from './left-probe';
import type { AtlassianDcSettings, AtlassianDcWanted } from './wanted';

/** Characters that a button's text may have. */
const longestButton = 40;

/** What is to stand there. Pure; what is not named here, unknown keys and other identity providers, stays as it is. */
export const editDocument = (document: AuthconfigDocument, wanted: AtlassianDcWanted, idp: string | null) => {
  if (wanted.kind === 'redirect') return { ...document, sso: withRedirect(document, wanted.isOn) };
  const own = ownIdp(document, wanted, idp);
  const edited = editIdp(own === null ? newIdp(document) : begun(own, document), wanted, document);
  return {
    ...document,
    idps: own === null ? [...document.idps, edited] : document.idps.map((one) => (one === own ? edited : one)),
    // Never switched off here: the form stays, and the address that answers it whatever the plugin does.
    sso: withValue(document.sso, 'enable-authentication-fallback', true),
    newSecret: newSecretOf(document, wanted, own),
  };
};

/**
 * The identity provider that is written: the one that was chosen, else the one of this issuer, of which there cannot be
 * two, else one whose issuer has a slash too many or too few, which is to be mended; null where it is yet to be made.
 */
export const ownIdp = (
  { idps }: AuthconfigSettings,
  { issuer }: Pick<AtlassianDcSettings, 'issuer'>,
  idp: string | null,
): Json | null => {
  const chosen = idps.find((one) => idp !== null && idOf(one) === idp);
  if (chosen !== undefined) return chosen;
  const candidates = idps.filter(isOidc);
  const issuerOf = (one: Json) => new Section(one).text('issuer-url');
  return (
    candidates.find((one) => issuerOf(one) === issuer) ??
    candidates.find((one) => bare(issuerOf(one)) === bare(issuer)) ??
    null
  );
};

const bare = (issuer: string): string => issuer.replace(/\/+$/, '');

const isOidc = (idp: Json): boolean => !/saml/i.test(new Section(idp).text('sso-type'));

/**
 * Whether the secret that stands there now could be written back; null where none is replaced.
 *
 * @param idp As `atlassianDcTarget` was given it.
 */
export const canSecretReturn = (
  document: AuthconfigDocument,
  wanted: AtlassianDcWanted,
  idp: string | null,
): boolean | null => {
  const { newSecret } = editDocument(document, wanted, idp);
  if (newSecret === null || newSecret.idp === null) return null;
  const own = document.idps.find((one) => idOf(one) === newSecret.idp);
  return own !== undefined && knownSecretOf(own, document) !== null;
};

const newSecretOf = (
  { knownSecret, newSecret }: AuthconfigDocument,
  { secret }: AtlassianDcSettings,
  own: Json | null,
): AuthconfigDocument['newSecret'] => {
  const idp = own === null || isNew(own) ? null : idOf(own);
  if (secret === null) return newSecret;
  const isThere = idp !== null && knownSecret?.expose() === secret.expose();
  return isThere ? null : { idp, secret };
};

/** The form is hidden only where somebody can still get in: by the fallback, and by an identity provider that is on. */
const withRedirect = ({ sso, idps }: AuthconfigSettings, isOn: boolean): Json => {
  if (!isOn) return withValue(sso, 'show-login-form', true);
  const hasFallback = new Section(sso).flag('enable-authentication-fallback') === true;
  const hasOther = idps.some((idp) => new Section(idp).flag('enabled') === true);
  return hasFallback && hasOther ? withValue(sso, 'show-login-form', false) : sso;
};

/** What a new one begins as. */
const newIdp = (settings: AuthconfigSettings): Json => {
  const { idps } = settings;
  return {
    name: unused(
      'Casdoor',
      idps.map((idp) => new Section(idp).text('name')),
    ),
    'sso-type': 'OIDC',
    [buttonKeyIn(settings)]: unused(
      'Sign in with Casdoor',
      idps.map((idp) => new Section(idp).text('button-text')),
    ),
  };
};

/** One that was left by a try has the issuer, and so becomes the one that is wanted; people must not meet its name. */
const begun = (own: Json, document: AuthconfigSettings): Json => {
  if (!isLeftProbe(own)) return own;
  const { name, [buttonKeyIn(document)]: button } = newIdp(document);
  return withValue(withValue(own, 'name', name), 'button-text', button);
};

/** Name and button text must be those of one alone. */
const unused = (wanted: string, taken: readonly string[]): string => {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted} ${count}`;
    if (!names.has(name.toLowerCase())) return name.slice(0, longestButton);
  }
};

const editIdp = (idp: Json, wanted: AtlassianDcSettings, document: AuthconfigSettings): Json => {
  const { endpoints, mapping } = wanted;
  let edited = idp;
  const set = (key: string, value: unknown) => {
    edited = withValue(edited, key, value);
  };
  set('issuer-url', wanted.issuer);
  set('client-id', wanted.clientId);
  set('username-claim', mapping.username);
  const scopes = wanted.scopes.split(/\s+/).filter((scope) => scope !== '' && scope !== 'openid');
  if (!isSameSet(new Section(idp).words('additional-scopes'), scopes)) set('additional-scopes', scopes);
  set('discovery-enabled', endpoints === null);
  if (endpoints === null) edited = without(edited, endpointKeys);
  else {
    set('authorization-endpoint', endpoints.authorizationEndpoint);
    set('token-endpoint', endpoints.tokenEndpoint);
    set('userinfo-endpoint', endpoints.userinfoEndpoint);
  }
  set('jit-configuration', editJit(new Section(idp).get('jit-configuration'), wanted));
  if (new Section(edited).text('button-text') === '')
    set(
      'button-text',
      unused(
        'Sign in with Casdoor',
        document.idps.map((one) => new Section(one).text('button-text')),
      ),
    );
  set('enabled', true);
  return edited;
};

const endpointKeys = ['authorization-endpoint', 'token-endpoint', 'userinfo-endpoint'];

const editJit = (found: unknown, { mapping }: AtlassianDcSettings): Json => {
  let jit: Json = isObject(found) ? found : {};
  for (const [key, value] of [
    ['user-provisioning-enabled', rulesOf(mapping, 'atlassian-dc').createUsers],
    ['mapping-display-name', displayNameExpression(mapping.name)],
    ['mapping-email', mapping.email],
    // A claim here makes groups match exactly; empty, they are left alone.
    ['mapping-groups', mapping.groups ?? ''],
  ] as const)
    jit = withValue(jit, key, value);
  return jit;
};

const isSameSet = (one: readonly string[], other: readonly string[]): boolean => {
  const there = new Set(other);
  return one.length === other.length && one.every((item) => there.has(item));
};

/** The key as the answer spells it; a new one as it is documented. */
export const keyIn = (json: Json, key: string): string =>
  Object.keys(json).find((found) => lettersOf(found) === lettersOf(key)) ?? key;

/** Unchanged where the same stands there already, however it is spelled. */
const withValue = (json: Json, key: string, value: unknown): Json => {
  const found = keyIn(json, key);
  if (isSameValue(json[found], value) || (isEmpty(json[found]) && isEmpty(value))) return json;
  return { ...json, [found]: value };
};

const without = (json: Json, keys: readonly string[]): Json => {
  const gone = new Set(keys.map((key) => keyIn(json, key)));
  return Object.fromEntries(Object.entries(json).filter(([key]) => !gone.has(key)));
};
