import type { Crowd } from './crowd';
import acmeWorld from './shapes/acme.json';
import blankApplication from './shapes/application.json';
import blankGroup from './shapes/group.json';
import blankOrganization from './shapes/organization.json';
import blankUser from './shapes/user.json';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A user as `get-user` answers it in v3.158.0: 182 keys. Only the keys that this server reads are named. */
export type UserDocument = JsonObject & {
  owner: string;
  name: string;
  id: string;
  password: string;
  displayName: string;
  email: string;
  emailVerified: boolean;
  phone: string;
  countryCode: string;
  address: string[];
  groups: string[];
  isForbidden: boolean;
  isDeleted: boolean;
  isAdmin: boolean;
  tag: string;
  signinWrongTimes: number;
  lastSigninWrongTime: string;
  needUpdatePassword: boolean;
  /** Empty: no second factor is set up. */
  preferredMfaType: string;
  /** Of an authenticator app, in base32. */
  totpSecret: string;
  recoveryCodes: string[] | null;
  mfaRememberDeadline: string;
  mfaItems: MfaItem[] | null;
  /** What the person has allowed to which application. */
  applicationScopes: { application: string; grantedScopes: string[] }[] | null;
};

/** A second factor (`app`, `email`, `sms`) that is offered or, with the rule `Required`, demanded. */
export type MfaItem = { name: string; rule: string };

export type ScopeItem = { name: string; displayName: string; description: string; tools: null };
/** A scope that the person is asked about before the application gets it. */
export type ScopeDescription = { scope: string; displayName: string; description: string };
export type TokenAttribute = { name: string; category: string; value: string; type: string };

/** An application as `get-application` answers it with its own credentials; the organization inside is put in when read. */
export type ApplicationDocument = JsonObject & {
  owner: string;
  name: string;
  displayName: string;
  organization: string;
  cert: string;
  clientId: string;
  clientSecret: string;
  disableSignin: boolean;
  enablePassword: boolean;
  signinMethods: { name: string; displayName: string; rule: string }[] | null;
  /** Whether a sign-in leaves somebody signed in to Casdoor itself. */
  enableSigninSession: boolean;
  /** Whether Casdoor then answers by itself, without a page. */
  enableAutoSignin: boolean;
  /** Where there are any, only people with one of them get in. */
  tags: string[];
  customScopes: ScopeDescription[] | null;
  isShared: boolean;
  expireInHours: number;
  refreshExpireInHours: number;
  failedSigninLimit: number;
  failedSigninFrozenTime: number;
  tokenFormat: string;
  tokenSigningMethod: string;
  redirectUris: string[] | null;
  grantTypes: string[] | null;
  scopes: ScopeItem[] | null;
  tokenFields: string[] | null;
  tokenAttributes: TokenAttribute[] | null;
};

export type OrganizationDocument = JsonObject & {
  owner: string;
  name: string;
  displayName: string;
  disableSignin: boolean;
  mfaRememberInHours: number;
  mfaItems: MfaItem[] | null;
};
export type GroupDocument = JsonObject & {
  owner: string;
  name: string;
  users: string[];
  /** The name of a group, or of the organization for one at the top. */
  parentId: string;
  isTopGroup: boolean;
};

/** Keys are made when the server starts; a private key is never part of a document. */
export type CertificateRequest = {
  name: string;
  algorithm: 'RS256' | 'ES256';
  notBefore: string;
  notAfter: string;
};

/** Everything that one Casdoor keeps. */
export type World = {
  organizations: OrganizationDocument[];
  groups: GroupDocument[];
  applications: ApplicationDocument[];
  /** Written out, each with something of their own. */
  users: UserDocument[];
  /** Everybody else of one organization; null where there is nobody. */
  crowd: Crowd | null;
  certificates: CertificateRequest[];
};

const fresh = <T>(blank: unknown, given: object): T => structuredClone({ ...(blank as object), ...given }) as T;

export const userDocument = (given: object): UserDocument => fresh(blankUser, given);
/** The keys of a user: what a list may be sorted and searched by. */
export const blankUserNames: ReadonlySet<string> = new Set(Object.keys(blankUser));

/**
 * A user as `get-users` answers it: 181 keys. What is looked up for one person alone is left out; the password is
 * masked, its salt is not.
 */
export const listedUser = (user: UserDocument): JsonObject => {
  const { multiFactorAuths: _, ...rest } = user;
  return { ...rest, password: '***', roles: null, permissions: null };
};

export const applicationDocument = (given: object): ApplicationDocument => fresh(blankApplication, given);
export const organizationDocument = (given: object): OrganizationDocument => fresh(blankOrganization, given);
export const groupDocument = (given: { owner: string; name: string } & Partial<GroupDocument>): GroupDocument =>
  fresh(blankGroup, { displayName: given.name, parentId: given.owner, ...given });

/** The organization `acme` with exactly the people and applications of the recordings of v3.158.0. */
export const acme = (): World => ({
  organizations: acmeWorld.organizations.map(organizationDocument),
  groups: acmeWorld.groups.map(groupDocument),
  applications: acmeWorld.applications.map(applicationDocument),
  users: acmeWorld.users.map(userDocument),
  crowd: null,
  certificates: [
    { name: 'cert-acme', algorithm: 'RS256', notBefore: '2026-11-24T16:50:47Z', notAfter: '2036-11-21T16:50:47Z' },
    { name: 'cert-es256', algorithm: 'ES256', notBefore: '2026-11-24T16:50:47Z', notAfter: '2036-11-21T16:50:47Z' },
    { name: 'cert-expired', algorithm: 'RS256', notBefore: '2023-01-01T00:00:00Z', notAfter: '2024-01-01T00:00:00Z' },
    { name: 'cert-built-in', algorithm: 'RS256', notBefore: '2026-11-24T16:50:47Z', notAfter: '2046-11-19T16:50:47Z' },
  ],
});
