import * as v from 'valibot';
import type { ApplicationConfiguration, Organization, PublicApplication } from '../checks/evidence';
import { isRecord } from './read-metadata';

// What Go leaves empty comes as null; what an older Casdoor does not know does not come at all.
const text = v.optional(v.fallback(v.string(), ''), '');
const flag = v.optional(v.fallback(v.boolean(), false), false);
const list = v.optional(v.fallback(v.array(v.unknown()), []), []);
const texts = v.pipe(
  list,
  v.transform((items) => items.filter((item) => typeof item === 'string')),
);
const scopeNames = v.pipe(
  list,
  v.transform((items) =>
    items.flatMap((item) =>
      typeof item === 'string' ? [item] : isRecord(item) && typeof item.name === 'string' ? [item.name] : [],
    ),
  ),
);
const attributes = v.pipe(
  list,
  v.transform((items) => items.flatMap((item) => (isRecord(item) ? [v.parse(attribute, item)] : []))),
);
const attribute = v.object({ name: text, value: text, type: text, category: text });
const providers = v.pipe(
  list,
  v.transform((items) => items.flatMap((item) => (isRecord(item) ? [readProvider(item)] : []))),
);

const shownToAnybody = v.object({
  owner: text,
  name: text,
  organization: text,
  disableSignin: flag,
  isShared: flag,
  enableSignUp: flag,
  scopes: scopeNames,
  providers,
});

/** Names that are kept of get-app-login's answer; all others are dropped, unknown ones too. */
const organizationFlags = v.object({ disableSignin: flag });

/** Reads get-app-login's `data`; null where it is no application. */
export const readPublicApplication = (data: unknown): PublicApplication | null => {
  if (!isRecord(data) || typeof data.name !== 'string' || data.name === '') return null;
  const { owner: _owner, ...application } = v.parse(shownToAnybody, data);
  const organization = isRecord(data.organizationObj) ? v.parse(organizationFlags, data.organizationObj) : null;
  return {
    ...application,
    organizationDisablesSignin: organization?.disableSignin ?? false,
    signinMethods: methodsOf(data),
  };
};

/** The `owner` of an application as get-app-login shows it; `admin` since there are applications. */
export const ownerIn = (data: unknown): string =>
  isRecord(data) && typeof data.owner === 'string' && data.owner !== '' ? data.owner : 'admin';

const configuration = v.object({
  ...shownToAnybody.entries,
  cert: text,
  redirectUris: texts,
  grantTypes: texts,
  tokenFormat: text,
  tokenSigningMethod: text,
  tokenFields: texts,
  tokenAttributes: attributes,
  tags: texts,
  // Not made up where it is missing: a lifetime of nothing would be called an error.
  expireInHours: v.number(),
  refreshExpireInHours: v.optional(v.fallback(v.number(), 0), 0),
});

/**
 * Reads get-application's `data`, which carries the client secret in clear: only what is named here is kept. Null
 * where it is no application, or one that is masked because the credentials were not taken.
 */
export const readConfiguration = (data: unknown): ApplicationConfiguration | null => {
  if (!isRecord(data) || data.tokenFormat === masked || data.cert === masked) return null;
  const read = v.safeParse(configuration, data);
  return read.success && read.output.name !== '' ? { ...read.output, signinMethods: methodsOf(data) } : null;
};
const masked = '***';

/** An application's list of redirect URIs, and what names the application to Casdoor. Holds no secret. */
export type RedirectList = {
  owner: string;
  name: string;
  /** The application's own one, of a shared application too. */
  organization: string;
  clientId: string;
  redirectUris: string[];
};

const named = v.pipe(v.string(), v.nonEmpty());
const redirectList = v.object({
  owner: named,
  name: named,
  organization: named,
  clientId: named,
  // Go leaves an empty list null. What is no text in it must not be lost, so it is no list that can be written.
  redirectUris: v.pipe(
    v.nullable(v.array(v.string())),
    v.transform((list) => list ?? []),
  ),
});

/**
 * Reads the list out of get-application's `data` strictly, since it is written back: `masked` where the credentials were
 * not taken, whose list looks empty, and null where it is not what is known.
 */
export const readRedirectList = (data: unknown): RedirectList | 'masked' | null => {
  if (!isRecord(data)) return null;
  if ([data.clientSecret, data.cert, data.tokenFormat].includes(masked)) return 'masked';
  // An application that lost its secret shows an empty one; one without the key is none that was asked with credentials.
  if (typeof data.clientSecret !== 'string') return null;
  const read = v.safeParse(redirectList, data);
  return read.success ? read.output : null;
};

const accountItem = v.object({ name: v.string(), modifyRule: v.string() });
const organizationData = v.object({
  name: v.string(),
  disableSignin: flag,
  defaultTokenFormat: text,
  accountItems: list,
});

/** Reads get-organization's `data`, which carries passwords: only what is named here is kept. */
export const readOrganization = (data: unknown): Organization | null => {
  const read = v.safeParse(organizationData, data);
  if (!read.success) return null;
  const items = read.output.accountItems.flatMap((item) => {
    const parsed = v.safeParse(accountItem, item);
    return parsed.success ? [[parsed.output.name, parsed.output.modifyRule] as const] : [];
  });
  return {
    name: read.output.name,
    disableSignin: read.output.disableSignin,
    defaultTokenFormat: read.output.defaultTokenFormat,
    modifyRules: Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(items)),
  };
};

const method = v.object({ name: text, rule: text });

/** Before there were sign-in methods, flags of the application said them. */
const methodsOf = (data: Readonly<Record<string, unknown>>): { name: string; rule: string }[] => {
  if (Array.isArray(data.signinMethods))
    return data.signinMethods.flatMap((item) => (isRecord(item) ? [v.parse(method, item)] : []));
  const flags = [
    ['enablePassword', 'Password'],
    ['enableCodeSignin', 'Verification code'],
    ['enableWebAuthn', 'WebAuthn'],
  ] as const;
  return flags.flatMap(([name, label]) => (data[name] === true ? [{ name: label, rule: 'All' }] : []));
};

const providerItem = v.object({ name: text, canSignUp: flag, canSignIn: flag });

const readProvider = (item: Readonly<Record<string, unknown>>) => {
  const category = isRecord(item.provider) && typeof item.provider.category === 'string' ? item.provider.category : '';
  return { ...v.parse(providerItem, item), category };
};
