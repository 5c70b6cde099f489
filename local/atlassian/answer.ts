import { answerAuditLog } from './audit-log';
import { callerOf } from './caller';
import { answerConfluence } from './confluence';
import { answerAtTheDoor } from './front-door';
import { answerGroupChange } from './group-changes';
import { answerJira } from './jira';
import type { Fault, Site } from './site';
import type { SiteRequest, StandInAnswer } from './site-plugin';

/** What anybody is told. */
const open = /^\/rest\/(api\/[23]\/serverInfo|applinks\/1\.0\/manifest)$/;

/** Whether passwords are taken in requests; `block-requests` as Data Center 8.15 spells it. */
const basicConfig = '/rest/basicauth/1.0/config';

/** Answers one request: faults first, then plugins, pages, and the product to whoever it knows. */
export const answerRequest = async (request: SiteRequest, site: Site): Promise<StandInAnswer | 'breaks-off'> => {
  const { method, url, headers } = request;
  const { failsWith, fault } = site.conditions;
  if (failsWith !== null) return failure(failsWith);
  if (url.pathname === basicConfig)
    return { status: 200, body: { 'block-requests': fault?.kind === 'basic-auth-disabled', 'allowed-paths': [] } };
  if (fault !== null && befalls(fault, url)) {
    const answered = faulty(fault, url);
    if (answered !== null) return answered;
  }
  for (const plugin of site.plugins ?? []) {
    const answered = await plugin.answer(request, site);
    if (answered !== null) return answered;
  }
  const page = answerAtTheDoor(request, site);
  if (page !== null) return page;
  const caller = callerOf(headers, site);
  if (caller === null && (method !== 'GET' || !open.test(url.pathname))) return unauthorized;
  if (caller !== null) {
    const answered = answerGroupChange(request, site, caller) ?? answerAuditLog(request, site, caller);
    if (answered !== null) return answered;
  }
  if (method !== 'GET') return failure(404);
  // Whoever asks is who is told of.
  const { isAdministrator, ...person } = caller ?? { isAdministrator: false };
  const seen = 'name' in person ? { ...site, person, conditions: { ...site.conditions, isAdministrator } } : site;
  const found = site.product === 'jira' ? answerJira(url, seen) : answerConfluence(url, seen);
  return found === null ? failure(404) : { status: 200, body: found };
};

const failure = (status: number): StandInAnswer => ({
  status,
  body: { errorMessages: [`This stand-in answers with ${status}.`], errors: {} },
});

export const unauthorized: StandInAnswer = {
  status: 401,
  headers: {
    'www-authenticate': 'OAuth realm="https%3A%2F%2Facme.example"',
    'x-seraph-loginreason': 'AUTHENTICATED_FAILED',
  },
  body: { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
};

/** Counts the requests that a fault lets pass, and those that it befalls. */
const befalls = (fault: Fault, { pathname }: URL): boolean => {
  if (!fault.on.test(pathname) || fault.times === 0) return false;
  if (fault.after !== undefined && fault.after > 0) {
    fault.after -= 1;
    return false;
  }
  if (fault.times !== null) fault.times -= 1;
  return true;
};

/** Null: the query is changed, and the product answers. */
const faulty = ({ kind }: Fault, url: URL): StandInAnswer | null => {
  switch (kind) {
    case 'captcha':
      return {
        status: 403,
        headers: {
          'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=https://jira.acme.example/login.jsp',
          'x-seraph-loginreason': 'AUTHENTICATION_DENIED',
        },
        body: '<html><body>Forbidden (403)</body></html>',
      };
    case 'basic-auth-disabled':
      return { status: 403, body: { message: 'Basic Authentication has been disabled on this instance.' } };
    case 'forbidden':
      return { status: 403, body: { errorMessages: ['You do not have permission.'], errors: {} } };
    case 'html':
      return { status: 200, body: '<!DOCTYPE html><html><body>Log in</body></html>' };
    case 'redirect':
      return { status: 302, headers: { location: 'https://login.acme.example/' }, body: '' };
    case 'rate-limited':
      return { status: 429, headers: { 'retry-after': '7' }, body: '' };
    case 'unavailable':
      return { status: 502, body: '<html><body>Bad gateway</body></html>' };
    case 'broken':
      return { status: 200, body: { unexpected: true } };
    case 'expired':
      return unauthorized;
    case 'repeats':
      for (const name of ['startAt', 'start', 'cursor']) if (url.searchParams.has(name)) url.searchParams.set(name, '');
      return null;
  }
};
