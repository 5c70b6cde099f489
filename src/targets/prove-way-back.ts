import * as v from 'valibot';
import type { Vantage } from '../casdoor/vantage';
import type { TargetFailure } from '../contract/apply';
import type { WayBack } from '../contract/apply-calls';
import type { Product } from '../contract/target';
import type { AskPlugin } from './miniorange/ask-plugin';
import { failureOf } from './miniorange/plugin-failures';
import type { Door, PluginTarget } from './plugin-target';

/** Who in Casdoor signs in to an account: null where nobody does, `untold` where no dry run tells. */
export type Reach = { by: string; groupsLost?: readonly string[] } | null | 'untold';

/** All that a way back is judged by. */
export type WayBackFacts = {
  door: Door | null;
  /** Of the door. */
  address: string;
  answersForm: boolean;
  /** The account whose password was accepted as that of a system administrator; null where none was tried. */
  account: string | null;
  /** Groups of the account; null where they were not told. */
  groups: readonly string[] | null;
  reach: Reach;
};

/** Pure: the first that is wrong, in the order in which it can be mended. */
export const judgeWayBack = ({ door, address, answersForm, account, groups, reach }: WayBackFacts): WayBack => {
  if (door === null) return { kind: 'missing' };
  if (!answersForm) return { kind: 'form-missing', address };
  if (account === null) return { kind: 'not-tried' };
  const { onlyFor } = door;
  const isIn = onlyFor === null || (groups?.some((group) => onlyFor.includes(group)) ?? false);
  if (!isIn) return { kind: 'restricted', address, account };
  if (reach === 'untold') return { kind: 'account-untold', account };
  return reach === null ? { kind: 'proved', address, account } : { kind: 'account-reached', account, by: reach.by };
};

/** Where a door is: the base URL as it was typed, and the path behind it. */
export const addressOfDoor = (baseUrl: string, { path }: Pick<Door, 'path'>): string =>
  baseUrl.replace(/\/+$/, '') + path;

/** Redirects within the product that are followed, such as to a page with another name. */
const mostRedirects = 3;
const pageLimit = 2 * 1024 * 1024;
const pageTimeout = 15_000;

/**
 * Whether an address answers a form with a password field, to somebody who shows no credentials. A redirect is followed
 * within the product alone: one that leads elsewhere is the new sign-in.
 */
export const answersForm = async (vantage: Vantage, address: string, signal: AbortSignal): Promise<boolean> => {
  let url = address;
  // The product's own pages: beside it, another one with a form of its own may be.
  const within = new URL('.', address).href;
  for (let followed = 0; followed <= mostRedirects; followed += 1) {
    const attempt = await vantage.request(
      { method: 'GET', url, headers: { accept: 'text/html' }, limit: pageLimit, timeout: pageTimeout },
      signal,
    );
    if (!attempt.answered) return false;
    const { status, headers, body, isHtml } = attempt.value;
    if (status === 200) return isHtml && /<input\b[^>]*\btype\s*=\s*["']?password\b/i.test(body);
    const { location } = headers;
    if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url)) return false;
    const next = new URL(location, url).href;
    if (!next.startsWith(within)) return false;
    url = next;
  }
  return false;
};

export type Tried =
  | { kind: 'accepted' }
  /** The password was not taken, or administers nothing. */
  | { kind: 'refused' }
  | { kind: 'failed'; failure: TargetFailure };

const permissions = v.object({
  permissions: v.object({ SYSTEM_ADMIN: v.optional(v.object({ havePermission: v.boolean() })) }),
});
const jiraUser = v.object({ groups: v.object({ items: v.array(v.object({ name: v.string() })) }) });
const confluenceGroups = v.object({ results: v.array(v.object({ name: v.string() })) });
const confluenceSelf = v.object({ type: v.optional(v.string()) });

/**
 * Tries an account by its password, once: a second refusal would bring it nearer to its CAPTCHA. Jira says itself whether
 * it is a system administrator; in Confluence, where membership of a group does not make one, the plugin's API does, which
 * takes nobody else.
 *
 * @param ask With the account's own password.
 */
export const tryAccount = async (
  ask: AskPlugin,
  { product, adminPath }: Pick<PluginTarget<unknown, unknown>, 'product' | 'adminPath'>,
  signal: AbortSignal,
): Promise<Tried> => {
  const path = product === 'jira' ? '/rest/api/2/mypermissions?permissions=SYSTEM_ADMIN' : '/rest/api/user/current';
  const attempt = await ask({ method: 'GET', path }, signal);
  const failed = triedIn(failureOf(attempt, { ...asPassword, asked: 'product', product }));
  if (failed) return failed;
  const json = attempt.answered ? attempt.value.json : undefined;
  if (product === 'jira') {
    const read = v.safeParse(permissions, json);
    const isAdministrator = read.success && read.output.permissions.SYSTEM_ADMIN?.havePermission === true;
    return { kind: isAdministrator ? 'accepted' : 'refused' };
  }
  const self = v.safeParse(confluenceSelf, json);
  if (!self.success || self.output.type === 'anonymous') return { kind: 'refused' };
  const shown = await ask({ method: 'GET', path: adminPath }, signal);
  return triedIn(failureOf(shown, { ...asPassword, asked: 'plugin', product })) ?? { kind: 'accepted' };
};

const asPassword = { kind: 'password', isSystemAdministrator: null } as const;

const triedIn = (failure: TargetFailure | null): Tried | null => {
  if (failure === null) return null;
  const isRefused = failure.code === 'credentials-wrong' || failure.code === 'not-administrator';
  return isRefused ? { kind: 'refused' } : { kind: 'failed', failure };
};

/** The groups of an account; null where they are not told. */
export const groupsOf = async (
  ask: AskPlugin,
  product: Product,
  user: string,
  signal: AbortSignal,
): Promise<string[] | null> => {
  const name = encodeURIComponent(user);
  const path =
    product === 'jira'
      ? `/rest/api/2/user?username=${name}&expand=groups`
      : `/rest/api/user/memberof?username=${name}&limit=200`;
  const attempt = await ask({ method: 'GET', path }, signal);
  const json = attempt.answered && attempt.value.status === 200 ? attempt.value.json : undefined;
  if (product === 'jira') {
    const read = v.safeParse(jiraUser, json);
    return read.success ? read.output.groups.items.map(({ name: group }) => group) : null;
  }
  const read = v.safeParse(confluenceGroups, json);
  return read.success ? read.output.results.map(({ name: group }) => group) : null;
};
