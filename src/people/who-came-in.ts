import { accountNow } from '../atlassian/accounts/account-now';
import { administratorsNow } from '../atlassian/accounts/administrators-now';
import type { Asking } from '../atlassian/accounts/ask-json';
import { type LoggedSignIn, signInsBefore, signInsSince } from '../atlassian/accounts/audit-log';
import { failureWords } from '../atlassian/accounts/failure-words';
import { type MetSite, meetSite } from '../atlassian/accounts/meet-site';
import { visible } from '../checks/visible';
import type { CameIn } from '../contract/apply';
import { productNames } from '../contract/target';
import { systemClock } from '../directory/ask-page';
import { nameKey } from '../mapping/same-name';
import { noGroup } from './note-people';
import type { AskOptions } from './people-since';
import { type ClockLead, comparingClocks } from './product-clock';

export type CameInOptions = AskOptions & {
  /** Null: those that an installation comes with. */
  administratorGroups: readonly string[] | null;
  /** When the settings were written, milliseconds since 1970 by our clock. */
  writtenAt: number;
};

/** `why`: whole sentences on what the product does not tell; null where it tells, if only that nobody has come in yet. */
export type CameInLook = { cameIn: CameIn[]; why: string | null };

/**
 * Who came in through the plugin since the write, by the product's audit log and its groups at this moment. A sign-in of
 * which the log does not tell the way counts for nothing: a person may have come in by the old form, since the new one does
 * not work, and requests with the credentials that restore may be logged as sign-ins too.
 */
export const whoCameIn = async (options: CameInOptions): Promise<CameInLook> => {
  const logged = await lookIntoLog(options);
  if (!logged.ok) return { cameIn: [], why: logged.why };
  const { asking, site } = logged;
  const signIns = logged.signIns.filter(({ isSince }) => isSince);
  const through = latestOfEach(signIns.filter(({ way }) => way === 'plugin'));
  if (through.length === 0) return { cameIn: [], why: await whyUntold(options, signIns, logged) };
  const administering = await administratorsOf(options, asking, site);
  if (!administering.ok) return { cameIn: [], why: administering.why };
  const cameIn = through.map(
    ({ user, at }): CameIn => ({
      who: user,
      at: new Date(Math.max(at, options.writtenAt)).toISOString(),
      isAdministrator: administering.keys.has(nameKey(user)),
      how: 'audit-log',
    }),
  );
  return { cameIn: cameIn.reverse(), why: null };
};

/** What somebody's word is worth: `refused` names why it is not taken. */
export type Said = { ok: true; cameIn: CameIn } | { ok: false; refused: string };

/**
 * Somebody says who came in. The product is asked whether there is such an account and whether it administers; where its
 * audit log records sign-ins, it must have one.
 *
 * @param now Milliseconds since 1970 by our clock.
 */
export const cameInAsSaid = async (options: CameInOptions, user: string, now: number): Promise<Said> => {
  const { product } = options;
  const name = productNames[product];
  const asking = askingOf(options);
  const met = await meetSite(asking, product);
  if (!met.met) return { ok: false, refused: failureWords(met.failure, product) };
  const account = await accountNow(asking, met.site, user);
  if (!account.ok)
    return {
      ok: false,
      refused:
        account.failure.kind === 'not-there'
          ? `${name} has no account “${visible(user)}”.`
          : failureWords(account.failure, product),
    };
  const administering = await administratorsOf(options, asking, met.site);
  if (!administering.ok) return { ok: false, refused: administering.why };
  const { username } = account.value;
  const logged = await lookIntoLog(options);
  // A log that cannot be read, or has no sign-in at all, says nothing against anybody.
  if (logged.ok && logged.signIns.length > 0 && !logged.isCut) {
    const own = logged.signIns.filter((signIn) => nameKey(signIn.user) === nameKey(username));
    if (own.length === 0)
      return {
        ok: false,
        refused: `The audit log of ${name} has no sign-in of “${visible(username)}” since the write.`,
      };
    if (own.every(({ way }) => way === 'password'))
      return { ok: false, refused: `By the audit log of ${name}, “${visible(username)}” came in by password.` };
  }
  const isAdministrator = administering.keys.has(nameKey(username));
  return { ok: true, cameIn: { who: username, at: new Date(now).toISOString(), isAdministrator, how: 'said' } };
};

/**
 * Whether somebody who came in administers at this moment, by the groups of the product; asked again before what was
 * written is kept. `why`: whole sentences, where that cannot be told.
 */
export const isStillAdministrator = async (
  options: Omit<CameInOptions, 'writtenAt'>,
  user: string,
): Promise<{ told: true; isAdministrator: boolean } | { told: false; why: string }> => {
  const asking = askingOf(options);
  const met = await meetSite(asking, options.product);
  if (!met.met) return { told: false, why: failureWords(met.failure, options.product) };
  const administering = await administratorsOf(options, asking, met.site);
  return administering.ok
    ? { told: true, isAdministrator: administering.keys.has(nameKey(user)) }
    : { told: false, why: administering.why };
};

const askingOf = ({ ask, signal, clock = systemClock }: AskOptions): Asking => ({ ask, signal, clock });

type Administering = { ok: true; keys: ReadonlySet<string> } | { ok: false; why: string };

const administratorsOf = async (
  { product, administratorGroups }: Omit<CameInOptions, 'writtenAt'>,
  asking: Asking,
  site: MetSite,
): Promise<Administering> => {
  const found = await administratorsNow(asking, site, administratorGroups);
  if (!found.ok) return { ok: false, why: failureWords(found.failure, product) };
  if (found.value.groups.length === 0) return { ok: false, why: noGroup(product, administratorGroups) };
  return { ok: true, keys: new Set(found.value.users.keys()) };
};

type Logged =
  | {
      ok: true;
      /** By our clock. `isSince`: certainly not of before the write. */
      signIns: (LoggedSignIn & { isSince: boolean })[];
      isCut: boolean;
      asking: Asking;
      site: MetSite;
      lead: ClockLead;
    }
  | { ok: false; why: string };

/** Milliseconds that an answer's date leaves open, and a little for the way there. */
const slack = 2_000;

/** Sign-ins by our clock; some may be of just before the write. */
const lookIntoLog = async (options: CameInOptions): Promise<Logged> => {
  const { product, writtenAt } = options;
  const name = productNames[product];
  const plain = askingOf(options);
  const clocks = comparingClocks(plain);
  const asking = { ...plain, ask: clocks.ask };
  const met = await meetSite(asking, product);
  if (!met.met) return { ok: false, why: failureWords(met.failure, product) };
  const asked = await signInsSince(asking, product, writtenAt + clocks.lead().likely - slack);
  if (!asked.ok)
    return {
      ok: false,
      why:
        asked.failure.kind === 'not-there'
          ? `This ${name} has no audit log that can be asked.`
          : `The audit log of ${name} does not tell. ${failureWords(asked.failure, product)}`,
    };
  const lead = clocks.lead();
  const signIns = asked.value.signIns.map((signIn) => ({
    ...signIn,
    at: signIn.at - lead.likely,
    isSince: signIn.at - lead.most >= writtenAt,
  }));
  if (signIns.length === 0 && asked.value.nameless > 0)
    return { ok: false, why: `The audit log of ${name} has sign-ins since the write, and not of whom.` };
  return { ok: true, signIns, isCut: asked.value.isCut, asking, site: met.site, lead };
};

/** Newest first. */
const latestOfEach = (signIns: readonly LoggedSignIn[]): LoggedSignIn[] => {
  const latest = new Map<string, LoggedSignIn>();
  for (const signIn of [...signIns].sort((one, other) => other.at - one.at))
    if (!latest.has(nameKey(signIn.user))) latest.set(nameKey(signIn.user), signIn);
  return [...latest.values()];
};

/** People that a sentence names. */
const mostNamed = 5;

const whyUntold = async (
  { product, writtenAt }: CameInOptions,
  signIns: readonly LoggedSignIn[],
  { asking, site, lead }: Extract<Logged, { ok: true }>,
): Promise<string | null> => {
  const name = productNames[product];
  // What is asked here may be logged as sign-ins of the account that asks.
  const isOther = ({ user }: LoggedSignIn) => nameKey(user) !== nameKey(site.asks);
  const untold = latestOfEach(signIns.filter((signIn) => signIn.way === null && isOther(signIn)));
  if (untold.length > 0) {
    const named = untold.slice(0, mostNamed).map(({ user, at }) => `${visible(user)} at ${clockTime(at)} UTC`);
    const more = untold.length > named.length ? ` and ${untold.length - named.length} more` : '';
    return `By the audit log of ${name} these signed in since the write: ${named.join(', ')}${more}. It does not tell whether they came through the plugin.`;
  }
  if (signIns.some(({ way }) => way === 'password')) return null;
  const earlier = await signInsBefore(asking, product, writtenAt + lead.likely);
  if (!earlier.ok) return `The audit log of ${name} does not tell. ${failureWords(earlier.failure, product)}`;
  if (earlier.value.signIns.some(({ way }) => way !== null)) return null;
  if (earlier.value.signIns.some(isOther))
    return `The audit log of ${name} records who signs in, and not whether they came through the plugin.`;
  return `The audit log of ${name} has no sign-in, neither since the write nor shortly before it: its coverage seems to leave them out.`;
};

/** Such as 10:02. */
const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 16);
