import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { listenOnLoopback } from '../casdoor/loopback';
import { answerRequest } from './answer';
import type { AtlassianStandInOptions, Conditions, Site } from './site';
import { SitePeople } from './site-people';

export type AtlassianStandIn = {
  /** `http://127.0.0.1:PORT`; the base URL that it states may be another. */
  address: string;
  /** Changed while it runs. */
  conditions: Conditions;
  /** Paths that were asked for, in order. */
  asked: string[];
  close: () => Promise<void>;
};

/** A stand-in for Jira or Confluence Data Center on loopback, as far as it is asked anything. */
export const startAtlassianStandIn = async (options: AtlassianStandInOptions): Promise<AtlassianStandIn> => {
  const conditions: Conditions = {
    isAdministrator: true,
    failsWith: null,
    delay: 0,
    generation: 'current',
    searchLimit: null,
    isDotOn: true,
    fault: null,
    ...options.conditions,
  };
  const asked: string[] = [];
  const now = options.now ?? (() => new Date());
  const site: Site = { ...options, conditions, now, people: new SitePeople(options.population ?? { users: [] }) };
  const server = createServer(async (request, response) => {
    response.setHeader('date', now().toUTCString());
    if (!listener.isOwnHost(request.headers.host)) {
      response.writeHead(421).end();
      return;
    }
    request.resume();
    const url = new URL(request.url ?? '/', 'http://site.invalid');
    asked.push(url.pathname);
    if (conditions.delay > 0) await wait(conditions.delay);
    const { status, headers, body } = answerRequest(request.method ?? 'GET', url, request.headers, site);
    const isPage = typeof body === 'string';
    const contentType = isPage ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8';
    response.writeHead(status, { 'content-type': contentType, ...headers });
    response.end(isPage ? body : JSON.stringify(body));
  });
  const listener = await listenOnLoopback(server, options.port);
  return { address: listener.address, conditions, asked, close: listener.close };
};
