import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../../src/casdoor/address';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say (also in lower case, which wins, as in curl);
 * null where it is reached directly. Loopback never goes through a proxy: it would be the proxy's own.
 */
export const proxyFor = (url: URL, environment: Environment): URL | null => {
  const setting = (name: string) => environment[name.toLowerCase()] || environment[name] || '';
  const text = setting(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || setting('ALL_PROXY');
  if (text === '' || isLoopback(url.hostname) || isExcepted(url, setting('NO_PROXY'))) return null;
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) return null;
  const proxy = new URL(full);
  // Others, SOCKS among them, are not spoken here; saying nothing of them would be worse than going directly.
  return proxy.protocol === 'http:' || proxy.protocol === 'https:' ? proxy : null;
};

/** Fit to be shown: without user name and password. */
export const shownProxy = (proxy: URL): string => proxy.origin;

export const proxyPort = (proxy: URL): number => Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80));

/** `Proxy-Authorization` for credentials that stand in the proxy's address; null where there are none. */
export const proxyAuthorization = (proxy: URL): string | null =>
  proxy.username === ''
    ? null
    : `Basic ${Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString('base64')}`;

/** Entries are separated by commas: a name and all below it, an address, a range in CIDR, each with a port or not; `*` is all. */
const isExcepted = (url: URL, exceptions: string): boolean => {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', ofPort] = /^(.*?)(?::(\d+))?$/.exec(isIP(entry) ? `[${entry}]` : entry.toLowerCase()) ?? [];
      if (ofPort !== undefined && ofPort !== port) return false;
      const bare = name.replace(/^\[|\]$/g, '');
      if (bare.includes('/')) return isInRange(host, bare);
      const suffix = bare.replace(/^\*?\./, '');
      return host === suffix || (!isIP(host) && host.endsWith(`.${suffix}`));
    });
};

const isInRange = (host: string, range: string): boolean => {
  const [start = '', bits] = range.split('/');
  const family = isIP(start);
  if (family === 0 || isIP(host) !== family) return false;
  const list = new BlockList();
  try {
    list.addSubnet(start, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  } catch {
    return false;
  }
  return list.check(host, family === 6 ? 'ipv6' : 'ipv4');
};
