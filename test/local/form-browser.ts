/** As much of a browser as a sign-in takes: pages, forms, redirects and cookies. No script runs. */

export type Page = { url: URL; status: number; headers: Headers; html: string };

/** One for each person: cookies are kept for host and port, as no real browser does, so that nothing leaks between servers. */
export const openFormBrowser = ({ standIns = new Map() }: { standIns?: ReadonlyMap<string, string> } = {}) => {
  const jar = new Map<string, Map<string, string>>();
  /** Every page and every redirect that was seen, in order. */
  const seen: Page[] = [];

  const request = async (asked: URL, init: RequestInit = {}): Promise<Page> => {
    // Where a made-up origin listens, as a name of this machine would lead there.
    const url = new URL(asked.href.replace(asked.origin, standIns.get(asked.origin) ?? asked.origin));
    const cookies = jar.get(url.host) ?? new Map<string, string>();
    jar.set(url.host, cookies);
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const page = { url, status: response.status, headers: response.headers, html: await response.text() };
    seen.push(page);
    return page;
  };

  /** Follows redirects until `stop` says that the next address is not to be called. */
  const follow = async (page: Page, stop: (url: URL) => boolean = () => false): Promise<Page> => {
    let last = page;
    while (last.headers.has('location')) {
      const next = new URL(last.headers.get('location') ?? '', last.url);
      if (stop(next)) return last;
      last = await request(next);
    }
    return last;
  };

  return {
    seen,
    open: async (url: string | URL) => follow(await request(new URL(url))),
    /** Sends a form of the page by its button, filled in. `stop`: see `follow`. */
    submit: async (
      page: Page,
      values: Record<string, string> = {},
      { form = 0, stop }: { form?: number; stop?: (url: URL) => boolean } = {},
    ) => {
      const found = formsOf(page)[form];
      if (!found) throw new Error(`There is no form ${form} on the page: ${page.status} ${page.html.slice(0, 400)}`);
      const sent = new URLSearchParams({ ...found.values, ...values });
      const init =
        found.method === 'post'
          ? { method: 'POST', body: sent, headers: { origin: page.url.origin, 'sec-fetch-site': 'same-origin' } }
          : {};
      if (found.method !== 'post') found.action.search = sent.toString();
      return follow(await request(found.action, init), stop);
    },
  };
};

type Form = { action: URL; method: string; values: Record<string, string> };

const formsOf = ({ html, url }: Page): Form[] =>
  [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, attributes = '', inside = '']) => ({
    action: new URL(attributeOf(attributes, 'action') ?? '', url),
    method: (attributeOf(attributes, 'method') ?? 'get').toLowerCase(),
    values: Object.fromEntries(
      [...inside.matchAll(/<(?:input|button)\b([^>]*)>/g)]
        .map(([, field = '']) => [attributeOf(field, 'name'), attributeOf(field, 'value') ?? ''] as const)
        .filter((pair): pair is [string, string] => pair[0] !== null),
    ),
  }));

const attributeOf = (tag: string, name: string): string | null => {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : decoded(value);
};

/** The signs that a page writes as entities. */
const decoded = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_whole, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
