import type { Caller } from './caller';
import { numberOf, slice } from './paging';
import type { SignIn } from './sessions';
import type { Site } from './site';
import type { SiteRequest, StandInAnswer } from './site-plugin';

/** `GET /rest/auditing/1.0/events` of both products, newest first; null for any other request. */
export const answerAuditLog = (
  { method, url }: SiteRequest,
  site: Site,
  { isAdministrator }: Caller,
): StandInAnswer | null => {
  const { conditions, sessions } = site;
  if (method !== 'GET' || url.pathname !== '/rest/auditing/1.0/events' || conditions.generation === 'cloud')
    return null;
  if (!isAdministrator) return { status: 403, body: [{ message: 'Not permitted.', status: 403, errors: [] }] };
  const from = Date.parse(url.searchParams.get('from') ?? '') || 0;
  const to = Date.parse(url.searchParams.get('to') ?? '') || Number.POSITIVE_INFINITY;
  const recorded = conditions.auditsSignIns === 'off' ? [] : sessions.signIns;
  const found = recorded.filter(({ at }) => at.getTime() >= from && at.getTime() <= to).toReversed();
  const entities = slice(url, found, 'offset', 'limit', 200).map((signIn) => eventOf(signIn, site));
  const lastPage = numberOf(url, 'offset', 0) + entities.length >= found.length;
  return { status: 200, body: { entities, pagingInfo: { lastPage, size: entities.length } } };
};

const eventOf = ({ user, by, at }: SignIn, site: Site) => {
  const { product, baseUrl, people, conditions } = site;
  const [displayName, name] = [people.named(user)?.displayName ?? user, encodeURIComponent(user)];
  const inJira = product === 'jira';
  const person = {
    name: inJira ? user : displayName,
    type: inJira ? 'ApplicationUser' : 'user',
    id: inJira ? '10000' : Buffer.from(user).toString('hex'),
    uri: inJira
      ? `${baseUrl}/secure/ViewProfile.jspa?name=${name}`
      : `${baseUrl}/admin/users/viewuser.action?username=${name}`,
    avatarUri: '',
  };
  return {
    timestamp: at.toISOString(),
    author: inJira ? person : { name: 'Anonymous', type: 'system', id: '-2' },
    type: inJira
      ? {
          categoryI18nKey: 'jira.auditing.category.usermanagement',
          category: 'user management',
          actionI18nKey: 'jira.auditing.user.logged.in',
          action: 'User logged in',
        }
      : {
          categoryI18nKey: 'audit.logging.category.auth',
          category: 'Authentication',
          actionI18nKey: 'audit.logging.summary.login.success',
          action: 'User login successful',
        },
    affectedObjects: inJira ? [] : [{ ...person, type: 'User' }],
    changedValues: [],
    source: '127.0.0.1',
    system: baseUrl,
    method: 'Browser',
    extraAttributes:
      conditions.auditsSignIns === 'way'
        ? [{ name: 'Signed in by', value: by === 'plugin' ? 'Single sign-on' : 'Password' }]
        : [],
  };
};
