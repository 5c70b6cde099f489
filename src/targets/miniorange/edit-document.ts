import { documentedScopes } from '../../contract/target';
import { type Rules, rulesOf } from '../../mapping/rules-of';
import { documentKeys as keys, type SectionName } from './document-keys';
import type { MiniorangeDocument } from './open-document';
import { providerList, type Sections, withSections } from './provider-place';
import { SectionEdit } from './section-edit';
import type { MiniorangeWanted, WantedSettings } from './wanted';

/**
 * The document with what is wanted in place of what was there. Whatever is not wanted otherwise stays as it is, and so
 * does a document that is not understood.
 */
export const editDocument = (document: MiniorangeDocument, wanted: MiniorangeWanted): MiniorangeDocument => {
  const { root, own } = document;
  if (own === null) return document;
  const { place, sections } = own;
  const edits = Object.fromEntries(
    // Truth values of Sign In Settings are texts.
    Object.entries(sections).map(([name, json]) => [name, new SectionEdit(json, name === 'signIn')]),
  ) as Record<SectionName, SectionEdit>;
  if (wanted.kind === 'redirect') {
    // Where a build has no such key, the screen is the only way.
    if (edits.signIn.has(keys.autoRedirect)) edits.signIn.setFlagIfOther(keys.autoRedirect, wanted.isOn);
  } else {
    const rules = rulesOf(wanted.mapping, 'miniorange');
    setApplication(edits.app, wanted, providerList(root) === null);
    setAttributes(edits.attributes, wanted, rules);
    setGroups(edits.groups, wanted, rules);
    edits.signIn.setNames(keys.allowedDomains, rules.allowedDomains, 'text');
    edits.signIn.setFlagIfOther(keys.hasBackDoor, true);
  }
  const after = Object.fromEntries(Object.entries(edits).map(([name, edit]) => [name, edit.json])) as Sections;
  return { root: withSections(root, place, after), own: { place, sections: after }, whyNot: null };
};

const setApplication = (
  app: SectionEdit,
  { settings, endpoints, mapping, secret }: WantedSettings,
  isFlat: boolean,
): void => {
  const readsToken = mapping.source === null || mapping.source === 'id_token';
  // Rule 1: an application of an OAuth type asks userinfo, all others read the ID token.
  if (readsToken) app.setText(keys.selectedApplication, 'Custom OpenID');
  else if (!/oauth/i.test(app.text(keys.selectedApplication))) app.setText(keys.selectedApplication, 'Custom OAuth');
  if (app.text(keys.customAppName) === '') app.setText(keys.customAppName, 'casdoor');
  app.setText(keys.clientId, settings.clientId);
  if (secret !== null) app.setText(keys.clientSecret, secret.expose());
  app.setWords(keys.scope, wordsOf(settings.scopes.trim() === '' ? documentedScopes : settings.scopes));
  const { issuer, authorizationEndpoint, tokenEndpoint, userinfoEndpoint, endSessionEndpoint, jwksUri } = endpoints;
  if (authorizationEndpoint !== null) app.setText(keys.authorizeEndpoint, authorizationEndpoint);
  if (tokenEndpoint !== null) app.setText(keys.tokenEndpoint, tokenEndpoint);
  if (userinfoEndpoint !== null) app.setText(keys.userinfoEndpoint, askedFor(mapping.source, userinfoEndpoint));
  if (endSessionEndpoint !== null) app.setText(keys.logoutEndpoint, endSessionEndpoint);
  if (jwksUri !== null) app.setText(keysKeyOf(app, isFlat), jwksUri);
  const comparesNow = /custom/i.test(app.text(keys.issuerCheck)) && app.isOn(keys.checksIssuer) !== false;
  // A comparison that is on is never taken away: it is given the issuer that Casdoor states.
  if (issuer === null || !(settings.comparesIssuer || (comparesNow && app.text(keys.customIssuer) !== ''))) return;
  if (!/custom/i.test(app.text(keys.issuerCheck))) app.setText(keys.issuerCheck, 'Custom');
  app.setText(keys.customIssuer, issuer);
  if (app.isOn(keys.checksIssuer) !== true) app.setFlag(keys.checksIssuer, true);
};

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** What "Get User Info Endpoint" holds: the documentation's `/api/get-account` only where the mapping reads that. */
const askedFor = (source: WantedSettings['mapping']['source'], userinfo: string): string =>
  source === 'get-account' ? userinfo.replace(/\/api\/userinfo$/, '/api/get-account') : userinfo;

/** "JWKS EndPoint URL / Public Key" is one field of the screen, and one key or two of the file. */
const keysKeyOf = (app: SectionEdit, isFlat: boolean): (typeof keys)[keyof typeof keys] => {
  if (app.text(keys.jwksEndpoint) !== '') return keys.jwksEndpoint;
  if (/^https?:/i.test(app.text(keys.publicKey))) return keys.publicKey;
  if (app.has(keys.jwksEndpoint)) return keys.jwksEndpoint;
  return app.has(keys.publicKey) || !isFlat ? keys.publicKey : keys.jwksEndpoint;
};

const setAttributes = (attributes: SectionEdit, { mapping }: WantedSettings, rules: Rules): void => {
  attributes.setFlag(keys.keepAttributes, !rules.updateUsers);
  const loginBy = attributes.text(keys.loginBy);
  if (loginBy === '' || /mail/i.test(loginBy) !== (rules.loginBy === 'email'))
    attributes.setText(keys.loginBy, rules.loginBy);
  attributes.setText(keys.username, mapping.username);
  attributes.setFlagIfOther(keys.usesPattern, rules.usernamePattern !== null);
  if (rules.usernamePattern !== null) attributes.setText(keys.pattern, rules.usernamePattern);
  attributes.setText(keys.email, mapping.email);
  attributes.setFlagIfOther(keys.isSeparate, !('fullName' in mapping.name));
  if ('fullName' in mapping.name) attributes.setText(keys.fullName, mapping.name.fullName);
  else {
    attributes.setText(keys.firstName, mapping.name.firstName);
    attributes.setText(keys.lastName, mapping.name.lastName);
  }
  attributes.setFlagIfOther(keys.languageMapping, false);
};

const setGroups = (groups: SectionEdit, { mapping }: WantedSettings, rules: Rules): void => {
  const given = mapping.rules?.defaultGroups;
  // Where the mapping is silent about them, they stay: without them a new account may not be let into the product.
  if (given !== undefined) groups.setNames(keys.defaultGroups, rules.defaultGroups, 'list');
  if (given !== undefined && given.length > 0) {
    const now = groups.text(keys.defaultGroupsFor);
    if (now.toLowerCase() !== rules.defaultGroupsFor.toLowerCase())
      groups.setText(keys.defaultGroupsFor, rules.defaultGroupsFor);
  }
  setRestriction(groups, rules.restrictCreation);
  const keepKey = (isOnTheFly: boolean) => (isOnTheFly ? keys.keepOnTheFly : keys.keepMapped);
  if (mapping.groups === null) {
    if (groups.text(keys.groups) !== '') groups.setText(keys.groups, '');
    // Otherwise a sign-in, which now has no groups, takes a person out of every mapped one (rule 8).
    groups.setFlag(keepKey(groups.isOn(keys.isOnTheFly) === true), true);
    return;
  }
  groups.setText(keys.groups, mapping.groups);
  groups.setFlagIfOther(keys.isOnTheFly, rules.onTheFlyGroups);
  if (rules.groupMapping !== null || !rules.onTheFlyGroups)
    groups.setGroupNames(keys.groupMapping, rules.groupMapping ?? {});
  groups.setFlagIfOther(keys.createGroups, rules.createGroups);
  groups.setFlag(keepKey(rules.onTheFlyGroups), rules.keepGroups);
  groups.setNames(keys.excludeGroups, rules.excludeGroups, 'list');
};

const setRestriction = (groups: SectionEdit, isWanted: boolean): void => {
  const both = [keys.createIfMapped, keys.restrictCreation];
  if (both.some((key) => groups.isOn(key) === true) === isWanted) return;
  const there = both.filter((key) => groups.has(key));
  for (const key of there.length === 0 ? [keys.restrictCreation] : there) groups.setFlag(key, isWanted);
};
