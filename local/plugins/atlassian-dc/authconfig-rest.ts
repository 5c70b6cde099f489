import { isObject, type Json } from '../../../src/targets/file-provider';
import { unauthorized } from '../../atlassian/answer';
import { callerOf } from '../../atlassian/caller';
import type { Site } from '../../atlassian/site';
import type { SiteRequest, StandInAnswer } from '../../atlassian/site-plugin';
import { documentOf } from './discovery';
import {
  type ButtonKey,
  complaintAbout,
  hasLoginOption,
  isOn,
  merged,
  type StoredIdp,
  type StoredSettings,
  shownIdp,
  textIn,
} from './stored-settings';

export const authconfigRoot = '/rest/authconfig/1.0';

export type AuthconfigSwitches = {
  /** As the version spells the key of the button. */
  buttonKey: ButtonKey;
  /** Not there in versions before Jira 8.15 and Confluence 7.13. */
  isInstalled: boolean;
  /** What the API says of the licence; null where there is one. */
  licenceWords: string | null;
  /** The node of Jira or Confluence cannot reach Casdoor, whatever the browser can. */
  isNodeBlind: boolean;
  /** Milliseconds between a change and its answer. */
  answersAfter: number;
  /** The connection of a change ends without an answer: nothing was kept, or everything. */
  dies: 'before' | 'after' | null;
  /** Changes that go well before `dies`. */
  diesAfter: number;
  /** Says that all went well, and has kept the first half of what was given. */
  writesHalf: boolean;
  /** Says that all went well, and has not kept this key. */
  losesKey: string | null;
};

/** Mutable: what the API changes. */
export type Authconfig = { settings: StoredSettings; switches: AuthconfigSwitches; lastId: number; changes: number };

/** Answers below `/rest/authconfig/1.0`; null for any other path, and where it is not installed. */
export const answerAuthconfig = async (
  request: SiteRequest,
  site: Site,
  authconfig: Authconfig,
): Promise<StandInAnswer | 'breaks-off' | null> => {
  const { switches } = authconfig;
  if (!request.url.pathname.startsWith(`${authconfigRoot}/`) || !switches.isInstalled) return null;
  const caller = callerOf(request.headers, site);
  if (caller === null) return unauthorized;
  if (!caller.isAdministrator) return { status: 403, body: { message: 'Client must be a system administrator.' } };
  if (switches.licenceWords !== null) return { status: 403, body: { message: switches.licenceWords } };
  const path = request.url.pathname.slice(authconfigRoot.length);
  if (request.method === 'GET') return told(path, request.url, authconfig);
  authconfig.changes += 1;
  const isDying = switches.dies !== null && authconfig.changes > switches.diesAfter;
  if (isDying && switches.dies === 'before') return 'breaks-off';
  const answered = await changed(request.method, path, request.body.toString('utf8'), authconfig, site);
  if (switches.answersAfter > 0)
    await new Promise((resolve) => {
      setTimeout(resolve, switches.answersAfter).unref();
    });
  return isDying ? 'breaks-off' : answered;
};

const missing: StandInAnswer = { status: 404, body: { errors: { id: ['There is no such configuration.'] } } };

const refused = (field: string, words: string): StandInAnswer => ({
  status: 400,
  body: { errors: { [field]: [words] } },
});

const told = (path: string, url: URL, { settings }: Authconfig): StandInAnswer => {
  if (path === '/sso') return { status: 200, body: settings.sso };
  if (path === '/idps') return { status: 200, body: paged(url, settings.idps.map(shownIdp)) };
  if (path === '/login-options') return { status: 200, body: paged(url, optionsIn(settings)) };
  if (path === '/jit-users') return { status: 200, body: paged(url, []) };
  const found = settings.idps.find(({ id }) => path === `/idps/${id}`);
  return found === undefined ? missing : { status: 200, body: shownIdp(found) };
};

const optionsIn = ({ idps, sso }: StoredSettings): Json[] => [
  { type: 'LOGIN_FORM', enabled: isOn(sso, 'show-login-form') },
  ...idps.map((idp) => ({ type: 'IDP', id: idp.id, name: textIn(idp, 'name'), enabled: isOn(idp, 'enabled') })),
];

const paged = (url: URL, all: readonly Json[]): Json => {
  const start = Number(url.searchParams.get('start') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 50);
  const results = limit < 0 ? all.slice(start) : all.slice(start, start + limit);
  return { results, start, limit, size: results.length, isLastPage: start + results.length >= all.length };
};

const changed = async (
  method: string,
  path: string,
  body: string,
  authconfig: Authconfig,
  site: Site,
): Promise<StandInAnswer> => {
  const { settings } = authconfig;
  const own = settings.idps.find(({ id }) => path === `/idps/${id}`);
  if (method === 'DELETE') {
    if (own === undefined) return missing;
    const left = { ...settings, idps: settings.idps.filter((idp) => idp !== own) };
    return keep(authconfig, left, () => ({ status: 204, body: '' }));
  }
  const given = parsed(body);
  if (given === null) return refused('body', 'Unreadable JSON.');
  const taken = asTaken(given, authconfig.switches);
  if (path === '/sso' && method === 'PATCH') {
    const sso = { ...settings.sso, ...taken, 'last-updated': site.now().toISOString() };
    return keep(authconfig, { ...settings, sso }, () => ({ status: 200, body: sso }));
  }
  const isNew = path === '/idps' && method === 'POST';
  if (!isNew && (own === undefined || method !== 'PATCH')) return missing;
  if (isNew && 'id' in given) return refused('id', 'A new configuration has none.');
  const others = settings.idps.filter((idp) => idp !== own);
  const next = merged(own ?? null, taken, authconfig.switches.buttonKey);
  // Judged by what was given: what is lost is lost on the way to where it is kept.
  const wanted = merged(own ?? null, given, authconfig.switches.buttonKey);
  const complaint = complaintAbout(wanted, others, authconfig.switches.buttonKey);
  if (complaint !== null) return refused(complaint.field, complaint.words);
  if (isOn(wanted, 'discovery-enabled') && !(await isDiscovered(textIn(wanted, 'issuer-url'), authconfig)))
    return refused('issuer-url', 'The configuration of the identity provider could not be fetched.');
  if (own === undefined) authconfig.lastId += 1;
  const kept: StoredIdp = { ...next, id: own?.id ?? authconfig.lastId, 'last-updated': site.now().toISOString() };
  const idps = own === undefined ? [...others, kept] : settings.idps.map((idp) => (idp === own ? kept : idp));
  return keep(authconfig, { ...settings, idps }, () => ({ status: 200, body: shownIdp(kept) }));
};

const keep = (authconfig: Authconfig, next: StoredSettings, answer: () => StandInAnswer): StandInAnswer => {
  if (!hasLoginOption(next)) return refused('enabled', 'The last login option cannot be disabled.');
  authconfig.settings = next;
  return answer();
};

const asTaken = (given: Json, { writesHalf, losesKey }: AuthconfigSwitches): Json => {
  const entries = Object.entries(given).filter(([key]) => key !== losesKey);
  return Object.fromEntries(writesHalf ? entries.slice(0, Math.ceil(entries.length / 2)) : entries);
};

const isDiscovered = async (issuer: string, { switches }: Authconfig): Promise<boolean> => {
  if (switches.isNodeBlind) return false;
  return (await documentOf(issuer)) !== null;
};

const parsed = (body: string): Json | null => {
  try {
    const json: unknown = JSON.parse(body);
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
};
