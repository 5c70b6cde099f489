import type { Difference, PlannedChange, PlannedField } from '../../contract/apply';
import { addressOf, isObject, type Json, lettersOf, Section } from '../file-provider';
import { idOf } from './authconfig-api';
import {
  type AuthconfigDocument,
  comparedIdp,
  isCounterpart,
  isEmpty,
  isNew,
  isSameIdp,
  isSameValue,
  volatile,
} from './document';

export type Field = PlannedField & { value: (idp: Section) => string; letters: readonly string[] };

const settings = 'OpenID Connect settings';
const provisioning = 'JIT provisioning';
const behaviour = 'OpenID Connect behavior';

const text = (key: string, tab: string, label: string): Field => ({
  key,
  tab,
  label,
  letters: [lettersOf(key)],
  value: (idp) => idp.text(key),
});
const address = (key: string, label: string): Field => ({
  ...text(key, settings, label),
  value: (idp) => (idp.flag('discovery-enabled') === true ? '' : (addressOf(idp.text(key)) ?? '')),
});
const toggle = (key: string, tab: string, label: string): Field => ({
  ...text(key, tab, label),
  value: (idp) => shownFlag(idp.flag(key)),
});
const ofJit = (field: Field): Field => ({
  ...field,
  key: `jit-${field.key}`,
  letters: [],
  value: (idp) => field.value(idp.section('jit-configuration')),
});

export const shownFlag = (flag: boolean | undefined): string => (flag === undefined ? '' : flag ? 'On' : 'Off');

/** The fields of the screen "Authentication methods", in its order and words; see `fields.ts`. */
export const fields: readonly Field[] = [
  text('name', 'Add new configuration', 'Name'),
  text('issuer-url', settings, 'Issuer URL'),
  text('client-id', settings, 'Client ID'),
  text('username-claim', settings, 'Username mapping'),
  {
    ...text('additional-scopes', settings, 'Additional scopes'),
    value: (idp) => idp.words('additional-scopes').join(' '),
  },
  toggle('discovery-enabled', settings, 'Fill the data automatically from my chosen identity provider'),
  address('authorization-endpoint', 'Authorization endpoint'),
  address('token-endpoint', 'Token endpoint'),
  address('userinfo-endpoint', 'User info endpoint'),
  ofJit(toggle('user-provisioning-enabled', provisioning, 'Create users on login to the application')),
  ofJit(text('mapping-display-name', provisioning, 'Display name')),
  ofJit(text('mapping-email', provisioning, 'Email')),
  ofJit(text('mapping-groups', provisioning, 'Groups')),
  ofJit({
    ...text('additional-openid-scopes', provisioning, 'Additional scopes'),
    value: (jit) => jit.words('additional-openid-scopes').join(' '),
  }),
  toggle('enable-remember-me', behaviour, 'Remember user logins'),
  toggle('enabled', behaviour, 'Show IdP on the login page'),
  text('button-text', behaviour, 'Login button text'),
];

export const jitLetters = new Set(
  [
    'user-provisioning-enabled',
    'mapping-display-name',
    'mapping-email',
    'mapping-groups',
    'additional-openid-scopes',
  ].map(lettersOf),
);

/** Of the sign-in page as a whole. The fallback has no field on a screen, so it is called what the API calls it. */
export const ssoFields = [
  { key: 'show-login-form', tab: 'Authentication methods', label: 'Username and password: Show on login page' },
  { key: 'enable-authentication-fallback', tab: 'REST API', label: 'enable-authentication-fallback' },
] as const;

/**
 * Field by field, of each identity provider in which something differs; what stays of `subject` is named as unchanged.
 * The client secret cannot be read: it is a change where one is to be written.
 */
export const differenceOf = (
  from: AuthconfigDocument,
  to: AuthconfigDocument,
  subject: Json | null = null,
): Difference => {
  const gone = from.idps.filter((idp) => !to.idps.some((other) => isCounterpart(idp, other)));
  const pairs = [
    ...to.idps.map((idp) => [from.idps.find((other) => isCounterpart(other, idp)) ?? null, idp] as const),
    ...gone.map((idp) => [idp, null] as const),
  ];
  const differing = pairs.filter(([one, other]) => one === null || other === null || !isSameIdp(one, other));
  const shown = differing.length > 0 ? differing : pairs.filter(([, idp]) => idp !== null && idp === subject);
  const difference: Difference = { changes: [], unchanged: [] };
  for (const pair of shown) addIdp(difference, pair, { from, to, isAlone: shown.length === 1 });
  if (shown.length === 0) addSecret(difference, null, { from, to, prefix: '' });
  for (const field of ssoFields) {
    const [before, after] = [from, to].map(({ sso }) => shownFlag(new Section(sso).flag(field.key)));
    if (before === after) difference.unchanged.push({ ...field });
    else
      difference.changes.push(
        changed(field, before ?? '', after ?? '', {
          // Whether a way back is left without the fallback is judged apart.
          isRisky: field.key === 'show-login-form' && after === 'Off' ? 'redirect' : null,
        }),
      );
  }
  difference.changes.push(...others('sso', without(from.sso, ssoLetters), without(to.sso, ssoLetters)));
  return difference;
};

/** What these two show, and what cannot be compared. */
export const ssoLetters: ReadonlySet<string> = new Set([...ssoFields.map(({ key }) => lettersOf(key)), ...volatile]);

const addIdp = (
  difference: Difference,
  [one, other]: readonly [Json | null, Json | null],
  { from, to, isAlone }: { from: AuthconfigDocument; to: AuthconfigDocument; isAlone: boolean },
): void => {
  const [before, after] = [new Section(one), new Section(other)];
  const id = other === null || isNew(other) ? (one === null ? 'new' : idOf(one)) : idOf(other);
  const named = after.text('name') || before.text('name');
  const prefix = isAlone ? '' : `${named.slice(0, 100)}: `;
  for (const field of fields) {
    const shown: PlannedField = { key: `${id}:${field.key}`, tab: field.tab, label: prefix + field.label };
    const [was, is] = [field.value(before), field.value(after)];
    if (was === is) difference.unchanged.push(shown);
    else difference.changes.push(changed(shown, was, is));
    // One that goes takes its secret with it.
    if (field.key === 'client-id' && other !== null) addSecret(difference, other, { from, to, prefix });
  }
  const known = shownLetters;
  const spelled = { ...inItsWords(one, known), ...inItsWords(other, known) };
  difference.changes.push(
    ...others(id, restOf(one, known), restOf(other, known)).map((change) => ({
      ...change,
      label: spelled[change.label] ?? change.label,
    })),
  );
  const jit = (idp: Json | null) => {
    const found = new Section(idp).get('jit-configuration');
    return isObject(found) ? without(found, jitLetters) : {};
  };
  difference.changes.push(...others(`${id}:jit`, jit(one), jit(other)));
};

const endpointLetters = ['authorizationendpoint', 'tokenendpoint', 'userinfoendpoint', 'ssotype'];
/** What the fields above show, and what cannot be compared. */
export const shownLetters: ReadonlySet<string> = new Set([
  ...fields.flatMap(({ letters }) => letters),
  'jitconfiguration',
  'id',
  ...endpointLetters,
]);

const addSecret = (
  difference: Difference,
  idp: Json | null,
  { from, to, prefix }: { from: AuthconfigDocument; to: AuthconfigDocument; prefix: string },
): void => {
  const next = to.newSecret;
  const id = idp === null || isNew(idp) ? null : idOf(idp);
  const field = { key: `${id ?? 'new'}:client-secret`, tab: settings, label: `${prefix}Client secret` };
  const isWritten = next !== null && (next.idp === id || idp === null);
  if (!isWritten || next.secret.expose() === from.newSecret?.secret.expose()) {
    // What was written from here counts as there, and may have been changed on the screen since.
    if (idp !== null) difference.unchanged.push({ ...field, isUnread: true });
    return;
  }
  difference.changes.push({
    ...field,
    before: null,
    after: null,
    isSecret: true,
    hasSecretBefore: next.idp === null ? false : null,
    canBeReadBack: false,
    isRisky: null,
  });
};

const changed = (
  { key, tab, label }: PlannedField,
  before: string,
  after: string,
  { isRisky = null }: { isRisky?: PlannedChange['isRisky'] } = {},
): PlannedChange => ({
  key,
  tab,
  label,
  before: before === '' ? null : before,
  after: after === '' ? null : after,
  isSecret: false,
  hasSecretBefore: null,
  canBeReadBack: true,
  isRisky,
});

export const restOf = (idp: Json | null, known: ReadonlySet<string>): Json =>
  idp === null ? {} : Object.fromEntries([...comparedIdp(idp)].filter(([key]) => !known.has(key)));

/** By the letters of a key that is compared, how it is spelled there: it has no label on a screen. */
export const inItsWords = (idp: Json | null, known: ReadonlySet<string>): Record<string, string> =>
  Object.fromEntries(
    Object.keys(idp ?? {})
      .map((key) => [lettersOf(key), key.slice(0, 100)] as const)
      .filter(([letters]) => !known.has(letters)),
  );

export const without = (json: Json, letters: ReadonlySet<string>): Json =>
  Object.fromEntries(Object.entries(json).filter(([key]) => !letters.has(lettersOf(key))));

/** Settings that no field above shows. What they hold is not told: nobody here knows which are harmless. */
const others = (where: string, one: Json, other: Json): PlannedChange[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((key) => !isSameValue(one[key], other[key]))
    .map((key) => ({
      key: `${where}:other:${key}`,
      tab: 'REST API',
      label: key.slice(0, 100),
      before: null,
      after: null,
      isSecret: true,
      hasSecretBefore: !isEmpty(one[key]),
      canBeReadBack: true,
      isRisky: null,
    }));
