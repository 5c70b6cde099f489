import { setTimeout as wait } from 'node:timers/promises';
import { callerOf } from '../../atlassian/caller';
import type { Site } from '../../atlassian/site';
import type { SitePlugin, SiteRequest, StandInAnswer } from '../../atlassian/site-plugin';
import { Configuration, type ImportSwitches, type Json } from './configuration';
import { doorIn, providersIn } from './settings';
import { authPath, type BegunSignIns, begin, callbackPath, finish } from './sign-in';

export type MiniorangeSwitches = ImportSwitches & {
  /** Milliseconds between an import and its answer. */
  answersAfter: number;
  /** Uninstalled or disabled, its addresses are none. */
  isInstalled: boolean;
  /** Switched off under "Manage apps": listed there, and otherwise as if it were not installed. */
  isEnabled: boolean;
  /** Every error is a 401, as in 1.1.28; otherwise 401, 403 and 400. */
  errorsAre401: boolean;
  /** What the plugin's API says of its licence; null where it has one. */
  licenceWords: string | null;
  /** The Universal Plugin Manager: version, and until when the licence holds (ISO 8601). */
  version: string;
  licenceEnds: string;
};

export type MiniorangePlugin = SitePlugin & {
  configuration: Configuration;
  /** Changed while it runs. */
  switches: MiniorangeSwitches;
  /** How often something was imported, whatever came of it. */
  imports: () => number;
};

const configurePath = '/plugins/servlet/oauth/configureplugin';
const pluginKey = 'com.miniorange.oauth.jira-sso';

/** A stand-in of miniOrange OAuth/OIDC SSO for Data Center, traps and all, to be mounted on a stand-in of Jira or Confluence. */
export const miniorangePlugin = (stored: Json, changes: Partial<MiniorangeSwitches> = {}): MiniorangePlugin => {
  const switches: MiniorangeSwitches = {
    diesAt: null,
    writesHalf: false,
    losesKey: null,
    clearsFirst: true,
    wipesOnMalformed: true,
    answersAfter: 0,
    isInstalled: true,
    isEnabled: true,
    errorsAre401: true,
    licenceWords: null,
    version: '1.1.28',
    licenceEnds: '2027-06-30T00:00:00.000Z',
    ...changes,
  };
  const configuration = new Configuration(stored);
  const begun: BegunSignIns = new Map();
  let imports = 0;

  const configure = async (request: SiteRequest, site: Site): Promise<StandInAnswer | 'breaks-off'> => {
    const error = (status: number, words: string) => statement(switches.errorsAre401 ? 401 : status, 'ERROR', words);
    const caller = callerOf(request.headers, site);
    // A password with a colon is cut short.
    const isCut = basicText(request.headers.authorization).split(':').length > 2;
    if (caller === null || caller.by !== 'password' || isCut) return error(401, 'Invalid credentials.');
    if (!caller.isAdministrator) return error(403, 'User is not a system administrator.');
    if (switches.licenceWords !== null) return error(403, switches.licenceWords);
    if (request.method === 'GET') return text(200, JSON.stringify(configuration.stored));
    if (request.method !== 'POST') return error(405, 'Only GET and POST are supported.');
    if (request.headers['content-type'] !== 'application/json')
      return error(400, 'Content-Type must be application/json.');
    imports += 1;
    // As a servlet reads a body of which no charset is told.
    const outcome = configuration.import(request.body.toString('utf8'), switches);
    if (switches.answersAfter > 0) await wait(switches.answersAfter, undefined, { ref: false });
    if (outcome === 'died') return 'breaks-off';
    return outcome === 'refused'
      ? error(400, 'The configuration could not be read.')
      : statement(200, 'SUCCESS', 'Plugin configured successfully.');
  };

  return {
    configuration,
    switches,
    imports: () => imports,
    answer: async (request, site) => {
      const { url } = request;
      if (!switches.isInstalled || !(switches.isEnabled || url.pathname.startsWith('/rest/plugins/'))) return null;
      switch (url.pathname) {
        case configurePath:
          return configure(request, site);
        case authPath:
          return begin(url, site, configuration, begun);
        case callbackPath:
          return finish(url, site, configuration, begun);
        case '/rest/plugins/1.0/':
          return callerOf(request.headers, site) === null
            ? null
            : { status: 200, body: { plugins: [listed(switches)] } };
        case `/rest/plugins/1.0/${pluginKey}-key/license`:
          return callerOf(request.headers, site) === null ? null : { status: 200, body: licence(switches, site.now()) };
        default:
          return null;
      }
    },
    atTheDoor: (url) => {
      const door = doorIn(configuration.stored);
      const providers = switches.isInstalled && switches.isEnabled ? providersIn(configuration.stored) : [];
      const isBackDoor = door.backDoor !== null && url.searchParams.get(door.backDoor.key) === door.backDoor.value;
      if (door.redirectsEverybody && !isBackDoor && providers.length > 0) return { redirectTo: authPath };
      const buttons = providers.map(({ id, name }) => ({
        text: providers.length > 1 ? `${door.buttonText}: ${name}` : door.buttonText,
        href: `${authPath}?${new URLSearchParams({ idp: id }).toString()}`,
      }));
      return { buttons, hidesForm: false };
    },
  };
};

const text = (status: number, body: string): StandInAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

const statement = (status: number, Status: string, Message: string): StandInAnswer =>
  text(status, JSON.stringify({ Status, Message, Description: '' }));

const basicText = (authorization: string | undefined): string =>
  Buffer.from(/^Basic (\S+)$/.exec(authorization ?? '')?.[1] ?? '', 'base64').toString('utf8');

const listed = ({ version, isEnabled }: MiniorangeSwitches) => ({
  key: pluginKey,
  name: 'miniOrange OAuth/OIDC SSO (stand-in)',
  version,
  enabled: isEnabled,
  userInstalled: true,
});

const licence = ({ licenceEnds }: MiniorangeSwitches, now: Date) => ({
  valid: Date.parse(licenceEnds) > now.getTime(),
  expiryDate: Date.parse(licenceEnds),
});
