import type { IncomingHttpHeaders } from 'node:http';
import { usualAdministratorGroups } from '../../src/contract/target';
import type { MadeUser } from './population';
import { personOf, type Site } from './site';

/** Who asks. `by`: what they showed for it; `nothing` where the stand-in wants none. */
export type Caller = {
  name: string;
  displayName: string;
  email: string;
  isAdministrator: boolean;
  by: 'password' | 'token' | 'session' | 'nothing';
};

/** Null: somebody whom the site does not know. */
export const callerOf = (headers: IncomingHttpHeaders, site: Site): Caller | null => {
  const { authorization } = headers;
  const person = { ...personOf(site), isAdministrator: site.conditions.isAdministrator };
  if (authorization === undefined) {
    const user = site.sessions.userOf(headers.cookie);
    if (user !== undefined) return { ...known(user, site), by: 'session' };
  }
  if (site.credentials === undefined) return { ...person, by: 'nothing' };
  if (authorization === `Bearer ${site.credentials.token}`) return { ...person, by: 'token' };
  const pair = basicPair(authorization);
  if (pair === null) return null;
  if (pair.user === site.credentials.user && pair.password === site.credentials.password)
    return { ...person, by: 'password' };
  const user = userByPassword(pair.user, pair.password, site);
  return user === undefined ? null : { ...known(user, site), by: 'password' };
};

/** An active account with a password of its own; undefined where there is none, or the password is another. */
export const userByPassword = (name: string, password: string, site: Site): MadeUser | undefined => {
  const user = site.people.named(name);
  if (user === undefined || !user.active) return undefined;
  const isOwner = name.toLowerCase() === site.credentials?.user.toLowerCase();
  const own = isOwner ? site.credentials?.password : site.passwords?.[user.name];
  return own !== undefined && own === password ? user : undefined;
};

export const administers = ({ groups }: Pick<MadeUser, 'groups'>, { product }: Pick<Site, 'product'>): boolean =>
  groups.some((group) => usualAdministratorGroups[product].includes(group));

const known = (user: MadeUser, site: Site) => ({
  name: user.name,
  displayName: user.displayName,
  email: user.email,
  isAdministrator: administers(user, site),
});

const basicPair = (authorization: string | undefined): { user: string; password: string } | null => {
  const encoded = /^Basic (\S+)$/.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { user, password: password.join(':') };
};
