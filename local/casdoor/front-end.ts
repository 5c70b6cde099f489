import type { Exchange, Reply } from './exchange';
import { escaped } from './html';
import { organizationByName, type State } from './state';

/** The single-page front end that Casdoor answers with on every path that it does not know: HTTP 200, whatever was asked. */
export const frontEndPage = (state: State, exchange: Exchange): Reply => {
  const name = /^\/login\/([^/]+)$/.exec(exchange.path)?.[1];
  const organization = name === undefined ? undefined : organizationByName(state, decodeURIComponent(name));
  const cookies =
    organization === undefined
      ? []
      : ['organizationTheme=null; Path=/', 'organizationLogo=; Path=/', 'organizationFootHtml=; Path=/'];
  return {
    cookies: [...cookies, 'jsonWebConfig=unused; Path=/'],
    body: {
      html: `<!doctype html><html><head><title>${escaped(organization?.displayName ?? 'Casdoor')}</title></head><body><div id="root"></div></body></html>\n`,
    },
  };
};

/** A path that exists for another method only. */
export const notFoundPage: Reply = {
  status: 404,
  body: {
    html: '<!DOCTYPE html>\n<html lang="en"><head><title>Not Found</title></head><body>Not Found</body></html>\n',
  },
};
