import type { Mapping } from '../../contract/mapping';
import { mappingFileOf, parseMapping } from '../../mapping/mapping-file';
import { addressOf, type FileProvider, isObject, type Json, Section, secretIn } from '../file-provider';
import { readRules } from './read-rules';

/**
 * The identity providers of miniOrange's exported JSON, in its two shapes: one provider in sections at the top, or a
 * list of them. Null where it is neither. Keys of 1.1.28, and those that other builds have in their place.
 */
export const readMiniorangeExport = (root: unknown): FileProvider[] | null => {
  if (!isObject(root)) return null;
  const top = new Section(root);
  const list = top.get('Identity Providers');
  if (Array.isArray(list)) return list.filter(isObject).map((one) => provider(one, new Section(one), top));
  return hasSections(top) ? [provider(root, top, top)] : null;
};

const hasSections = (top: Section) => isObject(top.get('OAuth Configuration', 'Application Configuration'));

/** `top`: the file itself, whose Sign In Settings are for all providers. */
const provider = (json: Json, all: Section, top: Section): FileProvider => {
  const app = all.section('OAuth Configuration', 'Application Configuration');
  const rawSecret = app.verbatim('CLIENT_SECRET');
  const secret = secretIn(rawSecret);
  const notes: string[] = [];
  if (secret === null && rawSecret.trim() !== '')
    notes.push('The file has stars in place of the client secret: type it in the step Client.');
  const issuer = addressOf(app.text('CUSTOM_ISSUER_VALUE'));
  const comparesIssuer =
    issuer !== null && /custom/i.test(app.text('CHECK_ISSUER_FOR')) && app.flag('ENABLE_CHECK_ISSUER_FOR') !== false;
  const publicKey = app.text('PUBLIC_KEY');
  const jwks = app.text('JWKS_END_POINT', 'JWKS_ENDPOINT_URL', 'JWKS_URL') || (isUrl(publicKey) ? publicKey : '');
  const userinfoEndpoint = addressOf(app.text('USERINFO_END_POINT'));
  return {
    id: new Section(json).text('ID') || app.text('IDP_ID'),
    name: all.text('Name') || app.text('CUSTOM_APP_NAME', 'APP_NAME') || 'miniOrange',
    settings: {
      clientId: app.verbatim('CLIENT_ID') || null,
      issuer: comparesIssuer ? issuer : null,
      authorizationEndpoint: addressOf(app.text('AUTHORIZE_END_POINT', 'AUTHORIZATION_END_POINT')),
      tokenEndpoint: addressOf(app.text('ACCESSTOKEN_END_POINT', 'TOKEN_END_POINT')),
      userinfoEndpoint,
      jwksUri: addressOf(jwks),
      endSessionEndpoint: addressOf(app.text('SINGLE_LOGOUT_URL', 'LOGOUT_END_POINT', 'LOGOUT_URL')),
      ...(findsByEmail(all.section('Attribute Mapping')) ? { findsByEmail: true } : {}),
    },
    scopes: app.words('SCOPE', 'SCOPES').join(' '),
    comparesIssuer,
    mapping: mapping(all, top, sourceOf(app, userinfoEndpoint), notes),
    secret,
    notes,
  };
};

const isUrl = (text: string) => /^https?:\/\//i.test(text);

/** Rule 1: an application of an OAuth type calls userinfo; all others read the ID token. */
const sourceOf = (app: Section, userinfoEndpoint: string | null): Mapping['source'] => {
  if (!/oauth/i.test(app.text('DEFAULT_APP_NAME', 'SELECTED_APPLICATION'))) return 'id_token';
  return /\/api\/get-account(?:[?#]|$)/.test(userinfoEndpoint ?? '') ? 'get-account' : 'userinfo';
};

const findsByEmail = (attributes: Section) => /mail/i.test(attributes.text('LOGIN_USER_BY_ATTRIBUTE'));

const mapping = (all: Section, top: Section, source: Mapping['source'], notes: string[]): Mapping | null => {
  const attributes = all.section('Attribute Mapping');
  const groups = all.section('Group Mapping');
  const rules = readRules({ attributes, groups, signIn: top.section('Sign In Settings') });
  const isSeparate = attributes.flag('USE_SEPARATE_NAME_ATTRIBUTE', 'SEPARATE_NAME_ATTRIBUTES') === true;
  if (attributes.flag('ENABLE_REGEX_PATTERN') === true && rules.usernamePattern === undefined)
    notes.push('The file puts the username through a regular expression and has none: look at it in the plugin.');
  if (groups.flag('CREATE_USER_IF_ROLE_MAPPED') !== groups.flag('RESTRICT_USER_CREATION') && rules.restrictCreation)
    notes.push(
      'One of the two settings that can hold back new accounts is on; it is taken for "Restrict User Creation based on Group Mapping".',
    );
  const read = parseMapping(
    mappingFileOf({
      schema: 1,
      source,
      username: attributes.text('USERNAME_ATTRIBUTE'),
      email: attributes.text('EMAIL_ATTRIBUTE'),
      name: isSeparate
        ? { firstName: attributes.text('FIRST_NAME_ATTRIBUTE'), lastName: attributes.text('LAST_NAME_ATTRIBUTE') }
        : { fullName: attributes.text('FULL_NAME_ATTRIBUTE') },
      groups: groups.text('ROLE_ATTRIBUTE', 'GROUP_ATTRIBUTE') || null,
      rules,
    }),
    'miniorange',
  );
  if (read.ok) return read.mapping;
  notes.push(
    `The file's mapping was left out: ${read.problems.map(({ message }) => message).join(' ')} Fill it in in the step Mapping.`,
  );
  return null;
};
