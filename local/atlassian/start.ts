import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { listenOnLoopback } from '../casdoor/loopback';
import { answerConfluence } from './confluence';
import { answerJira } from './jira';
import type { AtlassianStandInOptions, Conditions } from './site';

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
  const conditions: Conditions = { isAdministrator: true, failsWith: null, delay: 0, ...options.conditions };
  const asked: string[] = [];
  const now = options.now ?? (() => new Date());
  const answer = options.product === 'jira' ? answerJira : answerConfluence;
  const server = createServer(async (request, response) => {
    response.setHeader('date', now().toUTCString());
    if (!listener.isOwnHost(request.headers.host)) {
      response.writeHead(421).end();
      return;
    }
    request.resume();
    const url = new URL(request.url ?? '/', 'http://site.invalid');
    asked.push(url.pathname);
    await wait(conditions.delay);
    const found =
      conditions.failsWith === null && request.method === 'GET' ? answer(url, { ...options, conditions, now }) : null;
    const status = conditions.failsWith ?? (found === null ? 404 : 200);
    response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' });
    response.end(JSON.stringify(found ?? { errorMessages: [`This stand-in answers with ${status}.`], errors: {} }));
  });
  const listener = await listenOnLoopback(server, options.port);
  return { address: listener.address, conditions, asked, close: listener.close };
};
