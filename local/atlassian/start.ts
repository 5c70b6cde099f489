import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { listenOnLoopback } from '../casdoor/loopback';
import { answerRequest } from './answer';
import { type SignIn, SiteSessions } from './sessions';
import { type AtlassianStandInOptions, type Conditions, type Site, usualConditions } from './site';
import { SitePeople } from './site-people';

export type AtlassianStandIn = {
  /** `http://127.0.0.1:PORT`; the base URL that it states may be another. */
  address: string;
  port: number;
  baseUrl: string;
  /** Changed while it runs. */
  conditions: Conditions;
  /** Paths that were asked for, in order. */
  asked: string[];
  people: SitePeople;
  /** Who came in, in order. */
  signIns: SignIn[];
  close: () => Promise<void>;
};

/** A stand-in for Jira or Confluence Data Center on loopback, as far as it is asked anything. */
export const startAtlassianStandIn = async (options: AtlassianStandInOptions): Promise<AtlassianStandIn> => {
  const conditions: Conditions = { ...usualConditions, ...options.conditions };
  const asked: string[] = [];
  const now = options.now ?? (() => new Date());
  const people = new SitePeople(options.population ?? { users: [] }, options.earlier);
  const sessions = new SiteSessions(options.product, people, now);
  const { baseUrl } = options;
  const site: Site = { ...options, baseUrl: '', conditions, now, people, sessions };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('date', now().toUTCString());
    if (!listener.isOwnHost(request.headers.host) && request.headers.host !== ownName) {
      response.writeHead(421).end();
      return;
    }
    const url = new URL(request.url ?? '/', 'http://site.invalid');
    asked.push(url.pathname);
    const sent: Buffer[] = [];
    for await (const chunk of request) sent.push(Buffer.from(chunk));
    // Once it is closed nobody waits for the answer, and the process need not.
    if (conditions.delay > 0) await wait(conditions.delay, undefined, { ref: false });
    const { method = 'GET', headers: asks } = request;
    const answered = await answerRequest({ method, url, headers: asks, body: Buffer.concat(sent) }, site);
    await options.beforeAnswer?.();
    if (answered === 'breaks-off') {
      response.destroy();
      return;
    }
    const { status, headers, body } = answered;
    const isPage = typeof body === 'string';
    const contentType = isPage ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8';
    response.writeHead(status, { 'content-type': contentType, ...headers });
    response.end(isPage ? body : JSON.stringify(body));
  };
  // A client that goes away in the middle of its request is nobody to answer.
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const listener = await listenOnLoopback(server, options.port);
  site.baseUrl = typeof baseUrl === 'string' ? baseUrl : baseUrl(listener.address);
  const { hostname, host } = new URL(site.baseUrl);
  // Any other name may be pointed at loopback by whoever owns it.
  const ownName = hostname.endsWith('.localhost') ? host : null;
  return {
    address: listener.address,
    port: listener.port,
    baseUrl: site.baseUrl,
    conditions,
    asked,
    people,
    signIns: sessions.signIns,
    close: listener.close,
  };
};
