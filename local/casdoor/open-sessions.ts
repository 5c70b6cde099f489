import { randomBytes } from 'node:crypto';
import type { UserDocument } from './documents';
import type { Exchange } from './exchange';
import { type State, userById } from './state';

/** What Casdoor remembers of one browser. People are `organization/name`; empty: nobody. */
export type OpenSession = {
  signedIn: string;
  /** Who typed the right password and still owes the second factor. */
  owesFactor: string;
  expiresAt: number;
};

const hours = 24;

/**
 * Casdoor calls its cookie `casdoor_session_id`. This one bears the port as well: cookies know no ports, and somebody who
 * tries this product beside a Casdoor of their own on loopback must not be signed out there.
 */
const cookieName = (exchange: Exchange): string => `casdoor_session_${/:(\d+)$/.exec(exchange.host)?.[1] ?? '80'}`;

export const openSession = (state: State, exchange: Exchange): OpenSession | undefined => {
  const found = state.sessions.get(idOf(exchange));
  return found === undefined || state.now().getTime() >= found.expiresAt ? undefined : found;
};

/** Who is signed in to Casdoor in this browser. */
export const signedInPerson = (state: State, exchange: Exchange): UserDocument | undefined =>
  userById(state, openSession(state, exchange)?.signedIn ?? '');

/** Who has typed the right password in this browser and owes the second factor. */
export const owingPerson = (state: State, exchange: Exchange): UserDocument | undefined =>
  userById(state, openSession(state, exchange)?.owesFactor ?? '');

/** Notes it under a new id, so that one which was put into a browser beforehand is worth nothing. The cookies to send. */
export const keepSession = (
  state: State,
  exchange: Exchange,
  changes: Partial<Pick<OpenSession, 'signedIn' | 'owesFactor'>>,
): string[] => {
  const before = openSession(state, exchange) ?? { signedIn: '', owesFactor: '' };
  state.sessions.delete(idOf(exchange));
  const id = randomBytes(24).toString('base64url');
  state.sessions.set(id, { ...before, ...changes, expiresAt: state.now().getTime() + hours * 3_600_000 });
  // A demo that runs for weeks must not keep them all.
  const [oldest] = state.sessions.keys();
  if (state.sessions.size > 1000 && oldest !== undefined) state.sessions.delete(oldest);
  return [`${cookieName(exchange)}=${id}; Path=/; Max-Age=${hours * 3600}; HttpOnly; SameSite=Lax`];
};

export const endSession = (state: State, exchange: Exchange): string[] => {
  if (!state.sessions.delete(idOf(exchange))) return [];
  return [`${cookieName(exchange)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`];
};

const idOf = (exchange: Exchange): string => {
  const pairs = (exchange.header('cookie') ?? '').split('; ').map((pair) => pair.split('='));
  return pairs.find(([name]) => name === cookieName(exchange))?.[1] ?? '';
};
