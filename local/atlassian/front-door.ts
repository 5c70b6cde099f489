import { type Product, productNames } from '../../src/contract/target';
import { escaped } from '../casdoor/html';
import { userByPassword } from './caller';
import type { Site } from './site';
import type { DoorSign, SiteRequest, StandInAnswer } from './site-plugin';

/** Where people sign in, and where they land. */
export const signInPaths: Record<Product, string> = { jira: '/login.jsp', confluence: '/login.action' };
export const homePaths: Record<Product, string> = { jira: '/secure/Dashboard.jspa', confluence: '/index.action' };

/** The pages that a person meets; null for any other. */
export const answerAtTheDoor = (request: SiteRequest, site: Site): StandInAnswer | null => {
  const { method, url, headers } = request;
  const [signIn, home] = [signInPaths[site.product], homePaths[site.product]];
  switch (url.pathname) {
    case '/':
      return redirect(home);
    case '/logout':
      site.sessions.close(headers.cookie);
      return redirect(signIn);
    case home: {
      const user = site.sessions.userOf(headers.cookie);
      return user === undefined ? redirect(signIn) : homePage(site.product, user.displayName, user.name);
    }
    case signIn:
      return method === 'POST' ? signInByForm(request, site) : signInPage(url, site, null);
    default:
      return null;
  }
};

const signInPage = (url: URL, site: Site, complaint: string | null): StandInAnswer => {
  const signs = (site.plugins ?? []).map((plugin): DoorSign => plugin.atTheDoor(url, site));
  const away = signs.find((sign) => 'redirectTo' in sign);
  if (away !== undefined) return redirect(away.redirectTo);
  const standing = signs.filter((sign) => 'buttons' in sign);
  const links = standing
    .flatMap(({ buttons }) => buttons)
    .map(({ text, href }) => `<p><a class="sso" href="${escaped(href)}">${escaped(text)}</a></p>`);
  const said = complaint === null ? '' : `<p role="alert">${escaped(complaint)}</p>`;
  const form = standing.some(({ hidesForm }) => hidesForm)
    ? ''
    : `<form id="login-form" method="post" action="${escaped(url.pathname + url.search)}">
<p><label>Username <input name="os_username" autocomplete="username"></label></p>
<p><label>Password <input name="os_password" type="password" autocomplete="current-password"></label></p>
<p><button name="login" value="Log In">Log In</button></p></form>`;
  return page(200, `Log in to ${productNames[site.product]}`, said + form + links.join(''));
};

const signInByForm = ({ url, body }: SiteRequest, site: Site): StandInAnswer => {
  const sent = new URLSearchParams(body.toString('utf8'));
  const user = userByPassword(sent.get('os_username') ?? '', sent.get('os_password') ?? '', site);
  if (user === undefined) return signInPage(url, site, 'Sorry, your username and password are incorrect.');
  return redirect(homePaths[site.product], site.sessions.open(user.name, 'password'));
};

/** Signs somebody in who came through a plugin, and leads them to the first page or another one. */
export const comeIn = (site: Site, username: string, to?: string): StandInAnswer =>
  redirect(to ?? homePaths[site.product], site.sessions.open(username, 'plugin'));

/** A sign-in that failed, in the plugin's words. */
export const turnedAway = (words: string): StandInAnswer =>
  page(403, 'Sign-in failed', `<p role="alert">${escaped(words)}</p>`);

export const redirect = (location: string, cookie?: string): StandInAnswer => ({
  status: 302,
  headers: { location, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) },
  body: '',
});

const page = (status: number, title: string, content: string): StandInAnswer => ({
  status,
  headers: {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  },
  body: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body><main><h1>${escaped(title)}</h1>${content}</main></body></html>`,
});

const homePage = (product: Product, displayName: string, name: string): StandInAnswer =>
  page(
    200,
    `${productNames[product]} (stand-in)`,
    `<p>Signed in as <strong>${escaped(displayName)}</strong> (<code id="who">${escaped(name)}</code>).</p><p><a href="/logout">Log Out</a></p>`,
  );
