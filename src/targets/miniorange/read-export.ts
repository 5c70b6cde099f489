import type { Mapping } from '../../contract/mapping';
import { mappingFileOf, parseMapping } from '../../mapping/mapping-file';
import { addressOf, type FileProvider, isObject, type Json, Section, secretIn } from '../file-provider';
import { documentKeys as keys, sectionNames } from './document-keys';
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

const hasSections = (top: Section) => isObject(top.get(...sectionNames.app));

/** `top`: the file itself, whose Sign In Settings are for all providers. */
const provider = (json: Json, all: Section, top: Section): FileProvider => {
  const app = all.section(...sectionNames.app);
  const rawSecret = app.verbatim(...keys.clientSecret.names);
  const secret = secretIn(rawSecret);
  const notes: string[] = [];
  if (secret === null && rawSecret.trim() !== '')
    notes.push('The file has stars in place of the client secret: type it in the step Client.');
  const issuer = addressOf(app.text(...keys.customIssuer.names));
  const comparesIssuer =
    issuer !== null &&
    /custom/i.test(app.text(...keys.issuerCheck.names)) &&
    app.flag(...keys.checksIssuer.names) !== false;
  const publicKey = app.text(...keys.publicKey.names);
  const jwks = app.text(...keys.jwksEndpoint.names) || (isUrl(publicKey) ? publicKey : '');
  const userinfoEndpoint = addressOf(app.text(...keys.userinfoEndpoint.names));
  return {
    id: new Section(json).text('ID') || app.text('IDP_ID'),
    name: all.text('Name') || app.text(...keys.customAppName.names) || 'miniOrange',
    settings: {
      clientId: app.verbatim(...keys.clientId.names) || null,
      issuer: comparesIssuer ? issuer : null,
      authorizationEndpoint: addressOf(app.text(...keys.authorizeEndpoint.names)),
      tokenEndpoint: addressOf(app.text(...keys.tokenEndpoint.names)),
      userinfoEndpoint,
      jwksUri: addressOf(jwks),
      endSessionEndpoint: addressOf(app.text(...keys.logoutEndpoint.names)),
      ...(findsByEmail(all.section(...sectionNames.attributes)) ? { findsByEmail: true } : {}),
    },
    scopes: app.words(...keys.scope.names).join(' '),
    comparesIssuer,
    mapping: mapping(all, top, sourceOf(app, userinfoEndpoint), notes),
    secret,
    notes,
  };
};

const isUrl = (text: string) => /^https?:\/\//i.test(text);

/** Rule 1: an application of an OAuth type calls userinfo; all others read the ID token. */
const sourceOf = (app: Section, userinfoEndpoint: string | null): Mapping['source'] => {
  if (!/oauth/i.test(app.text(...keys.selectedApplication.names))) return 'id_token';
  return /\/api\/get-account(?:[?#]|$)/.test(userinfoEndpoint ?? '') ? 'get-account' : 'userinfo';
};

const findsByEmail = (attributes: Section) => /mail/i.test(attributes.text(...keys.loginBy.names));

const mapping = (all: Section, top: Section, source: Mapping['source'], notes: string[]): Mapping | null => {
  const attributes = all.section(...sectionNames.attributes);
  const groups = all.section(...sectionNames.groups);
  const rules = readRules({ attributes, groups, signIn: top.section(...sectionNames.signIn) });
  const isSeparate = attributes.flag(...keys.isSeparate.names) === true;
  if (attributes.flag(...keys.usesPattern.names) === true && rules.usernamePattern === undefined)
    notes.push('The file puts the username through a regular expression and has none: look at it in the plugin.');
  if (
    groups.flag(...keys.createIfMapped.names) !== groups.flag(...keys.restrictCreation.names) &&
    rules.restrictCreation
  )
    notes.push(
      'One of the two settings that can hold back new accounts is on; it is taken for "Restrict User Creation based on Group Mapping".',
    );
  const read = parseMapping(
    mappingFileOf({
      schema: 1,
      source,
      username: attributes.text(...keys.username.names),
      email: attributes.text(...keys.email.names),
      name: isSeparate
        ? { firstName: attributes.text(...keys.firstName.names), lastName: attributes.text(...keys.lastName.names) }
        : { fullName: attributes.text(...keys.fullName.names) },
      groups: groups.text(...keys.groups.names) || null,
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
