import type { ClaimSource, Mapping, TokenFormat } from '../../contract/mapping';
import type { SeenClaims, SeenType } from '../../contract/sign-in';
import type { Target } from '../../contract/target';
import { type ClaimFact, type ClaimOptions, claimsOf, userinfoFields } from '../../mapping/claim-table';
import { customClaimOf, personField, personFieldOfKey } from '../../mapping/person-fields';
import { claimsIn } from '../../mapping/username-expression';
import { dayOf } from '../date-words';
import { ownWords } from '../say';

export type AskedField = 'username' | 'email' | 'fullName' | 'firstName' | 'lastName' | 'groups';

/** A field of the mapping, as the plugin's own screen calls it, and the claims that it names. */
export type AskedClaims = {
  field: AskedField;
  label: string;
  /** Of several, the first that is present is taken. */
  claims: string[];
  /** Where the plugin looks, in this order. */
  sources: ClaimSource[];
};

const labels: Record<'miniorange' | 'atlassian-dc' | 'other', Record<AskedField, string>> = {
  miniorange: {
    username: 'Username',
    email: 'Email',
    fullName: 'Full Name Attribute',
    firstName: 'First Name Attribute',
    lastName: 'Last Name Attribute',
    groups: 'Group Attribute',
  },
  'atlassian-dc': {
    username: 'Username mapping',
    email: 'Email',
    fullName: 'Display name',
    firstName: 'Display name',
    lastName: 'Display name',
    groups: 'Groups',
  },
  other: {
    username: 'username',
    email: 'e-mail',
    fullName: 'full name',
    firstName: 'first name',
    lastName: 'last name',
    groups: 'groups',
  },
};

/** The claims that a mapping names, in the order of the plugin's screens. An expression may name several. */
export const claimsAsked = (mapping: Mapping, target: Target): AskedClaims[] => {
  const { plugin } = target;
  const isExpression = plugin === 'atlassian-dc';
  const called =
    plugin === 'atlassian-dc' ? labels['atlassian-dc'] : labels[plugin === 'other' ? 'other' : 'miniorange'];
  const sources = (field: AskedField): ClaimSource[] => {
    if (!isExpression) return [mapping.source ?? 'id_token'];
    // Username from the ID token, else from userinfo; what fills accounts from the ID token alone.
    return field === 'username' ? ['id_token', 'userinfo'] : ['id_token'];
  };
  const asked = (field: AskedField, claims: string[]): AskedClaims => ({
    field,
    label: called[field],
    claims,
    sources: sources(field),
  });
  const named = (written: string) => (isExpression ? claimsIn(written) : [written.trim()].filter((one) => one !== ''));
  const several = (written: string) =>
    isExpression
      ? claimsIn(written)
      : written
          .split(';')
          .map((one) => one.trim())
          .filter((one) => one !== '');
  return [
    asked('username', named(mapping.username)),
    asked('email', several(mapping.email)),
    ...('fullName' in mapping.name
      ? [asked('fullName', named(mapping.name.fullName))]
      : [asked('firstName', named(mapping.name.firstName)), asked('lastName', named(mapping.name.lastName))]),
    ...(mapping.groups === null ? [] : [asked('groups', [mapping.groups.trim()])]),
  ];
};

/** A claim as it is typed into a field of the plugin: in Atlassian's own SSO all but the groups are expressions. */
export const typedAs = (claim: string, field: AskedField, { plugin }: Target): string =>
  plugin === 'atlassian-dc' && field !== 'groups' ? `\${${claim}}` : claim;

/** How a claim is found in a source. `nested`: only by a search through the tree, as miniOrange's rule 2 makes it. */
export type ClaimPlace = { how: 'top' | 'path' | 'nested' | 'absent'; path: string; fact: ClaimFact | null };

/** The place of a claim in a source, by name alone. */
export const placeOf = (claim: string, table: ReadonlyMap<string, ClaimFact>): ClaimPlace => {
  const fact = table.get(claim);
  if (fact) return { how: claim.includes('.') && parentOf(claim, table) ? 'path' : 'top', path: claim, fact };
  for (const [path, nested] of table)
    if (path.endsWith(`.${claim}`) && parentOf(path, table)) return { how: 'nested', path, fact: nested };
  return { how: 'absent', path: claim, fact: null };
};

const parentOf = (path: string, table: ReadonlyMap<string, ClaimFact>) =>
  table.get(path.slice(0, Math.max(path.lastIndexOf('.'), 0)))?.type === 'object';

export type TokenOptions = Required<Pick<ClaimOptions, 'tokenFields' | 'tokenAttributes'>>;

/**
 * The field of a person that a claim carries, by its key in the directory, such as `displayName`; null where it
 * carries none, or one that cannot be told.
 */
export const personKeyOf = (
  source: ClaimSource,
  format: TokenFormat,
  path: string,
  { tokenFields, tokenAttributes }: TokenOptions,
): string | null => {
  if (path === 'sub') return 'id';
  if (source === 'get-account') return path === 'name' ? 'name' : path.startsWith('data.') ? path.slice(5) : null;
  if (source === 'userinfo') {
    const field = userinfoFields.find(({ claim }) => claim === path)?.field;
    return field === undefined ? null : (personField(field)?.key ?? null);
  }
  if (format === 'JWT-Standard') return standardKeys[path] ?? null;
  if (format !== 'JWT-Custom') return personFieldOfKey(path)?.key ?? null;
  const attribute = tokenAttributes.find(({ name }) => name === path);
  if (attribute?.category === 'Existing Field') return personField(attribute.value)?.key ?? null;
  if (attribute)
    return /^\$user\.(owner|name|email|id|phone|groups|roles|permissions)$/.exec(attribute.value)?.[1] ?? null;
  const field = tokenFields.find((one) => customClaimOf(one) === path);
  return field === undefined ? null : (personField(field)?.key ?? null);
};

const standardKeys: Record<string, string> = {
  owner: 'owner',
  id: 'id',
  preferred_username: 'name',
  name: 'displayName',
  picture: 'avatar',
  email: 'email',
  email_verified: 'emailVerified',
  phone_number: 'phone',
  gender: 'gender',
};

/** What a field of the mapping is meant to carry. */
const meant: Record<AskedField, string> = {
  username: 'name',
  email: 'email',
  fullName: 'displayName',
  firstName: 'firstName',
  lastName: 'lastName',
  groups: 'groups',
};

/** The claims of a source that carry what a field is meant for, the plainest first. */
export const fittingClaims = (
  field: AskedField,
  source: ClaimSource,
  format: TokenFormat,
  options: TokenOptions,
  scopes?: readonly string[],
): string[] =>
  [
    ...claimsOf(
      source,
      format,
      scopes === undefined ? tokenOptions(options) : { ...tokenOptions(options), scopes },
    ).keys(),
  ]
    .filter((path) => personKeyOf(source, format, path, options) === meant[field])
    .sort((one, other) => depth(one) - depth(other));
const depth = (path: string) => path.split('.').length;

export type FoundAsked = {
  claim: string;
  source: ClaimSource;
  place: ClaimPlace;
  key: string | null;
  /** What a confirmed sign-in brought under this name; null where it brought nothing, which proves nothing. */
  seen: SeenType | null;
  /** The place, or the kind of value, is known from that sign-in alone: what Casdoor is known to issue says otherwise. */
  isBySight: boolean;
};

/**
 * Where each claim of a field is found, by the order of the plugin: in the first source that has it at all, else in
 * none. As if every scope was asked for; what a scope takes away is another finding. A claim that a confirmed sign-in
 * brought is there, with the kind of value that it had.
 */
export const findAsked = (
  asked: AskedClaims,
  format: TokenFormat,
  options: TokenOptions,
  seen: SeenClaims | null = null,
): FoundAsked[] =>
  asked.claims.map((claim) => {
    const places = asked.sources.map((source): FoundAsked => {
      const known = placeOf(claim, claimsOf(source, format, tokenOptions(options)));
      const type = seenAs(seen, source, claim);
      const place = placeSeen(known, claim, type);
      const key = personKeyOf(source, format, place.path, options);
      return { claim, source, place, key, seen: type, isBySight: place !== known };
    });
    const first = places.find(({ place }) => place.how !== 'absent') ?? places[0];
    if (first === undefined) throw new RangeError('A field is read from one source at the least.');
    return first;
  });

/** What a confirmed sign-in brought under a name of the top level; null where it brought nothing of it. */
export const seenAs = (seen: SeenClaims | null, source: ClaimSource, claim: string): SeenType | null => {
  const names = seen?.bySource[source];
  return names && Object.hasOwn(names, claim) ? (names[claim] ?? null) : null;
};

/** An empty value tells neither the kind of others nor that there are any. */
const placeSeen = (known: ClaimPlace, claim: string, type: SeenType | null): ClaimPlace => {
  if (type === null || type === 'empty') return known;
  const fact = known.how === 'top' ? known.fact : null;
  if (fact?.type === type) return known;
  // What a list holds was not kept.
  const items = type === 'list' ? 'text' : null;
  const rest = fact ?? { leftOut: 'never', carriesSecret: false, isPerToken: false, scope: null };
  return { how: 'top', path: claim, fact: { ...rest, type, items } };
};

/** For the middle of a sentence, such as "24 Nov 2026": when the sign-in was that a claim was seen in. */
export const daySeen = (seen: SeenClaims | null) => ownWords(dayOf(seen?.at ?? ''));

/** Without what else an application has, such as its scopes, which have nothing to do with those of a request. */
export const tokenOptions = ({ tokenFields, tokenAttributes }: TokenOptions): TokenOptions => ({
  tokenFields,
  tokenAttributes,
});

/** "the ID token (format JWT)", for the middle of a sentence. */
export const sourceName = (source: ClaimSource, format: TokenFormat): string =>
  ({ id_token: `the ID token (format ${format})`, userinfo: 'userinfo', 'get-account': 'get-account' })[source];
