import { RE2JS } from 're2js';
import type { MadeUser } from '../../atlassian/population';
import type { PluginClaims } from './claims';
import { isObject } from './configuration';
import { isOn, namesOf, type ProviderSettings, textIn } from './settings';

/** The accounts of the product, as far as a sign-in touches them. */
export type Accounts = {
  all: readonly MadeUser[];
  named: (name: string) => MadeUser | undefined;
  groups: readonly string[];
  /** Whether anybody else administers the product. */
  hasOtherAdministrator: (user: MadeUser) => boolean;
};

export type Brought =
  | { user: MadeUser; isNew: boolean; newGroups: string[] }
  /** The plugin's own code of the error, and what it says. */
  | { refused: string; words: string };

/**
 * What the plugin makes of the claims of a sign-in, by the rules of 1.1.28 as they are known: written apart from the
 * preview, so that each of the two shows where the other is wrong.
 */
export const bringAccount = (
  claims: PluginClaims,
  { attributes, groups }: Pick<ProviderSettings, 'attributes' | 'groups'>,
  allowedDomains: readonly string[],
  accounts: Accounts,
): Brought => {
  const email = emailOf(claims, textIn(attributes, 'EMAIL_ATTRIBUTE'));
  const username = usernameOf(claims, attributes);
  const domain = email.slice(email.lastIndexOf('@') + 1);
  // Rule 9: capitals count.
  if (allowedDomains.length > 0 && !allowedDomains.includes(domain))
    return refusal('MO_00006', 'Domain is not allowed.');
  const byEmail = /mail/i.test(textIn(attributes, 'LOGIN_USER_BY_ATTRIBUTE'));
  const wanted = byEmail ? email : username;
  if (wanted === '') return refusal('MO_00002', 'No username was received.');
  const found = byEmail
    ? accounts.all.filter((user) => user.email.toLowerCase() === email.toLowerCase())
    : [accounts.named(username) ?? []].flat();
  // Rule 5.
  if (found.length > 1) return refusal('MO_00004', 'Several users have this e-mail.');
  const [user] = found;
  if (user !== undefined && !user.active) return refusal('MO_00003', 'The user is inactive.');
  const sent = claims.names(textIn(groups, 'ROLE_ATTRIBUTE'));
  const fullName = fullNameOf(claims, attributes);
  if (user === undefined) {
    // Rule 7.
    if (email.trim() === '') return refusal('MO_00003', 'The user has no e-mail and cannot be created.');
    const asked = askedGroups(sent, groups);
    const restricts = isOn(groups, 'RESTRICT_USER_CREATION') || isOn(groups, 'CREATE_USER_IF_ROLE_MAPPED');
    if (restricts && asked.length === 0) return refusal('MO_00003', 'The user has no mapped group and is not created.');
    const blank: MadeUser = { name: wanted, displayName: fullName, email, active: true, groups: [] };
    return withGroups(blank, true, sent, groups, accounts);
  }
  // KEEP_… true means: do not update. Left empty it is true.
  const keeps =
    attributes.KEEP_EXISTING_USER_ATTRIBUTES !== false &&
    !/^false$/i.test(String(attributes.KEEP_EXISTING_USER_ATTRIBUTES ?? ''));
  // Rule 6.
  const updated: MadeUser = keeps
    ? user
    : { ...user, email, displayName: fullName.trim() === '' ? user.displayName : fullName };
  return withGroups(updated, false, sent, groups, accounts);
};

const refusal = (refused: string, words: string): Brought => ({ refused, words });

/** Rule 3. */
const emailOf = (claims: PluginClaims, written: string): string => {
  for (const name of written.split(';')) {
    const value = claims.text(name.trim());
    if (value.trim() !== '') return value;
  }
  return claims.anyEmail();
};

/** Rule 4. */
const usernameOf = (claims: PluginClaims, attributes: ProviderSettings['attributes']): string => {
  const raw = claims.text(textIn(attributes, 'USERNAME_ATTRIBUTE')).replaceAll('"', '');
  if (!isOn(attributes, 'ENABLE_REGEX_PATTERN')) return raw;
  const matcher = RE2JS.compile(textIn(attributes, 'REGEX_PATTERN')).matcher(raw);
  if (!matcher.find()) return raw;
  if (matcher.groupCount() === 0) return matcher.group() ?? '';
  return Array.from({ length: matcher.groupCount() }, (_, at) => matcher.group(at + 1) ?? '').join('');
};

const fullNameOf = (claims: PluginClaims, attributes: ProviderSettings['attributes']): string =>
  isOn(attributes, 'USE_SEPARATE_NAME_ATTRIBUTE')
    ? `${claims.text(textIn(attributes, 'FIRST_NAME_ATTRIBUTE'))} ${claims.text(textIn(attributes, 'LAST_NAME_ATTRIBUTE'))}`.trim()
    : claims.text(textIn(attributes, 'FULL_NAME_ATTRIBUTE'));

type GroupSettings = ProviderSettings['groups'];

const mappedIn = (groups: GroupSettings): [string, string[]][] =>
  Object.entries(isObject(groups.ROLE_MAPPING) ? groups.ROLE_MAPPING : {})
    .map(([group, sent]): [string, string[]] => [group, namesOf(sent)])
    .filter(([, sent]) => sent.length > 0);

/** The local groups that a sign-in asks for. Names are compared exactly (rule 8). */
const askedGroups = (sent: readonly string[], groups: GroupSettings): string[] =>
  isOn(groups, 'ON_THE_FLY_GROUP_MAPPING')
    ? [...sent]
    : mappedIn(groups).flatMap(([group, names]) => (names.some((name) => sent.includes(name)) ? [group] : []));

const withGroups = (
  user: MadeUser,
  isNew: boolean,
  sent: readonly string[],
  groups: GroupSettings,
  accounts: Accounts,
): Brought => {
  const isOnTheFly = isOn(groups, 'ON_THE_FLY_GROUP_MAPPING');
  const isOff =
    textIn(groups, 'ROLE_ATTRIBUTE', 'GROUP_ATTRIBUTE') === '' || (!isOnTheFly && mappedIn(groups).length === 0);
  const same = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();
  const isThere = (group: string) => accounts.groups.some(same(group));
  const mayMake = isOn(groups, 'CREATE_NEW_GROUPS');
  const asked = isOff ? [] : askedGroups(sent, groups).filter((group) => isThere(group) || mayMake);
  const keeps = isOn(groups, isOnTheFly ? 'ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY' : 'KEEP_EXISTING_USER_ROLES');
  const excluded = namesOf(groups.ON_THE_FLY_DO_NOT_REMOVE_GROUPS);
  const managed = (group: string) =>
    isOnTheFly ? !excluded.some(same(group)) : mappedIn(groups).some(([name]) => same(group)(name));
  const mayLose = !isOff && !isNew && !keeps && accounts.hasOtherAdministrator(user);
  const kept = user.groups.filter((group) => !mayLose || !managed(group) || asked.some(same(group)));
  const defaultsFor = textIn(groups, 'ENABLE_DEFAULT_GROUPS_FOR');
  const hasDefaults = defaultsFor === 'allUsers' || (defaultsFor === 'newUsers' && isNew);
  const wanted = [...asked, ...(hasDefaults ? namesOf(groups.DEFAULT_GROUPS) : [])];
  const gained = wanted.filter((group, at) => !kept.some(same(group)) && wanted.findIndex(same(group)) === at);
  return {
    user: { ...user, groups: [...kept, ...gained] },
    isNew,
    newGroups: gained.filter((group) => !isThere(group)),
  };
};
