import api, { assumeTrustedRoute } from '@forge/api';
import * as v from 'valibot';
import { readAnswer } from '../../casdoor/answer';
import type { NetworkFailure } from '../../checks/evidence';
import type { Product } from '../../contract/target';
import type { AskAtlassian } from './ask-atlassian';

/**
 * Asks the site that the app stands in. Behind an event stands no person, so the app asks for itself: it may read what
 * its scopes allow, and people who hide their e-mail hide it from the app as well. Within an invocation only.
 */
export const askOwnSite =
  (product: Product): AskAtlassian =>
  async (path, signal) => {
    if (!path.startsWith('/rest/')) throw new TypeError('A path of the REST API is needed.');
    const started = performance.now();
    const failed = (kind: NetworkFailure['kind'], code: string | null) => ({
      answered: false as const,
      failure: { kind, host: product, port: 443, milliseconds: performance.now() - started, code, proxy: null },
    });
    if (signal.aborted) return failed('stopped', null);
    // Cloud states what it is nowhere but in its other answers.
    if (path.startsWith('/rest/applinks/'))
      return { answered: true, value: { status: 404, headers: {}, json: undefined, isHtml: false } };
    if (!isPlain(path)) return failed('unknown', 'PATH_NOT_ALLOWED');
    const app = api.asApp();
    const init = { headers: { accept: 'application/json' } };
    try {
      const response =
        product === 'jira'
          ? await app.requestJira(assumeTrustedRoute(path), init)
          : await app.requestConfluence(assumeTrustedRoute(`/wiki${path}`), init);
      const headers: Record<string, string> = {};
      response.headers.forEach((value, name) => {
        headers[name.toLowerCase()] = value;
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const request = { method: 'GET' as const, url: `https://${product}.invalid${path}` };
      const milliseconds = performance.now() - started;
      return { answered: true, value: readAnswer({ request, status: response.status, headers, bytes, milliseconds }) };
    } catch (error) {
      // The platform's own no, such as for a product that the app is not installed in, comes as an exception.
      const status = refusalOf(error);
      if (status === null) return failed('connection-closed', null);
      return { answered: true, value: { status, headers: {}, json: undefined, isHtml: false } };
    }
  };

/**
 * `route` refuses whatever could lead a path elsewhere, and takes no path that is made already; so that is looked at
 * here: nothing that a URL would resolve, and no separator in disguise before the query.
 */
const isPlain = (path: string): boolean => {
  const url = new URL(path, 'https://site.invalid');
  return `${url.pathname}${url.search}` === path && url.hash === '' && !/%(?:2e|2f|5c)|\\|\/\//i.test(url.pathname);
};

const platformRefusal = v.object({ status: v.pipe(v.number(), v.minValue(400), v.maxValue(599)) });

/** The status of an error of the platform (`HttpError` of @forge/api 8.3); null of any other. */
const refusalOf = (error: unknown): number | null => {
  const read = v.safeParse(platformRefusal, error);
  return read.success ? read.output.status : null;
};
