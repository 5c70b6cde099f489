import type { Certificate } from './certificates';
import type { ApplicationDocument, OrganizationDocument, UserDocument, World } from './documents';
import type { OpenSession } from './open-sessions';
import type { OriginSettings } from './origin';
import type { Random } from './random';

/** A row of Casdoor's token table: made at the sign-in, handed out when the code is redeemed. */
export type TokenRow = {
  /** `admin/<uuid>`, also the `jti`. */
  id: string;
  application: string;
  organization: string;
  user: string;
  code: string;
  codeIsUsed: boolean;
  codeExpiresAt: number;
  codeChallenge: string;
  accessToken: string;
  refreshToken: string;
  scope: string;
  expiresIn: number;
  /** Milliseconds since 1970. */
  createdAt: number;
};

/** What one embedded Casdoor keeps, in memory only. */
export type State = OriginSettings & {
  world: World;
  certificates: Certificate[];
  /** The setting `useGroupPathInToken` of conf/app.conf; nobody can ask for it. */
  usesGroupPaths: boolean;
  tokens: TokenRow[];
  /** By what the browser's cookie says. */
  sessions: Map<string, OpenSession>;
  version: { version: string; commitId: string; commitOffset: number };
  now: () => Date;
  random: Random;
};

/** RFC 3339 without a fraction, as Casdoor writes times. */
export const timeText = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z');

export const applicationByName = (state: State, id: string): ApplicationDocument | undefined => {
  const [owner, ...name] = id.split('/');
  return state.world.applications.find((each) => each.owner === owner && each.name === name.join('/'));
};

/** A shared application is also found as `<client id>-org-<organization>`, and then belongs to that organization. */
export const applicationByClientId = (state: State, clientId: string): ApplicationDocument | undefined => {
  const [bare = '', organization] = clientId.split('-org-');
  const found = state.world.applications.find((each) => each.clientId === bare && bare !== '');
  if (found === undefined || organization === undefined || !found.isShared) return found;
  return { ...found, organization };
};

export const organizationByName = (state: State, name: string): OrganizationDocument | undefined =>
  state.world.organizations.find((each) => each.name === name);

export const userByName = (state: State, owner: string, name: string): UserDocument | undefined =>
  state.world.users.find((each) => each.owner === owner && each.name === name) ??
  (state.world.crowd?.owner === owner ? state.world.crowd.named(name) : undefined);

/** The first of an organization who has this value. */
export const userWith = (state: State, owner: string, key: string, value: string): UserDocument | undefined =>
  state.world.users.find((each) => each.owner === owner && each[key] === value) ??
  (state.world.crowd?.owner === owner ? state.world.crowd.find(key, value) : undefined);

/** By `organization/name`. */
export const userById = (state: State, id: string): UserDocument | undefined => {
  const slash = id.indexOf('/');
  return slash < 0 ? undefined : userByName(state, id.slice(0, slash), id.slice(slash + 1));
};

/** A person may also type their e-mail, phone number or id. The e-mail is lowered first, so that one with capitals is never found. */
export const userBySigninName = (state: State, owner: string, typed: string): UserDocument | undefined => {
  const text = typed.trim();
  const by = (key: string, value: string) => (value === '' ? undefined : userWith(state, owner, key, value));
  return (
    userByName(state, owner, text) ??
    (text.includes('@') ? by('email', text.toLowerCase()) : undefined) ??
    by('phone', text) ??
    by('id', text)
  );
};

/** An empty name means cert-built-in; a name that nothing answers to leaves the application without a key. */
export const certificateOf = (state: State, application: ApplicationDocument): Certificate | undefined => {
  const name = application.cert === '' ? 'cert-built-in' : application.cert;
  return state.certificates.find((each) => each.name === name);
};
