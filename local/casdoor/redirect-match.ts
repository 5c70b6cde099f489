import { RE2JS } from 're2js';

/**
 * What Go's url.Parse tells of an address. Unlike WHATWG's URL it keeps capitals and a port that is the usual one, takes
 * `*` for a host and no backslash, and knows addresses without a host.
 */
type Parts = { scheme: string; host: string; port: string; path: string; hasServer: boolean };

/** Go refuses this address; Casdoor then answers HTTP 500 without a body. */
export class UnparsableAddress extends Error {}

/** Null where Go finds an error. */
const parse = (address: string): Parts | null => {
  if (/\p{Cc}/u.test(address) || address.startsWith(':')) return null;
  const [withoutFragment = '', ...fragment] = address.split('#');
  if (badEscape.test(fragment.join('#'))) return null;
  const found = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/.exec(withoutFragment);
  const scheme = found?.[1]?.toLowerCase() ?? '';
  const [rest = ''] = (found?.[2] ?? withoutFragment).split('?');
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { scheme, host: '', port: '', path: '', hasServer: false };
    // "first path segment in URL cannot contain colon"
    if ((rest.split('/')[0] ?? '').includes(':')) return null;
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const slash = hasAuthority ? rest.indexOf('/', 2) : 0;
  const path = decoded(slash < 0 ? '' : rest.slice(slash));
  const server = hasAuthority ? parseServer(rest.slice(2, slash < 0 ? undefined : slash)) : noServer;
  return path === null || server === null ? null : { scheme, ...server, path };
};

const badEscape = /%(?![0-9A-Fa-f]{2})/;

/** What Go takes in a host, beside what is not ASCII. */
const hostCharacters = /^[\w.~!$&'()*+,;=[\]<>":\u0080-\u{10ffff}-]*$/u;

type ServerParts = Pick<Parts, 'host' | 'port' | 'hasServer'>;
/** A port alone counts as a server. */
const noServer: ServerParts = { host: '', port: '', hasServer: false };

const parseServer = (authority: string): ServerParts | null => {
  const server = authority.slice(authority.lastIndexOf('@') + 1);
  const found = /^(\[[^\]]*\]|[^[]*?)(?::(\d*))?$/.exec(server);
  const host = found?.[1];
  if (host === undefined || !hostCharacters.test(host)) return null;
  // What follows the last colon must be a port.
  if (found?.[2] === undefined && !host.startsWith('[') && host.includes(':')) return null;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: found?.[2] ?? '', hasServer: server !== '' };
};

const decoded = (path: string): string | null => {
  if (badEscape.test(path)) return null;
  try {
    return decodeURIComponent(path);
  } catch {
    // Bytes that are no UTF-8: Go compares them as they are.
    return path;
  }
};

/**
 * Whether Casdoor v3.158.0 lets a redirect URI pass. Before v2.385.1 it matched unanchored expressions or substrings.
 * @throws UnparsableAddress where Casdoor itself breaks
 */
export const isRedirectUriAccepted = (redirectUri: string, registered: readonly string[]): boolean => {
  const asked = parse(redirectUri);
  if (asked === null) throw new UnparsableAddress();
  if (passesAlways(asked)) return true;
  return registered.some((entry) => matches(redirectUri, asked, entry));
};

/** These pass whatever is registered, so that they prove nothing. */
const passesAlways = ({ scheme, host, hasServer }: Parts): boolean => {
  if (!hasServer) return false;
  const origin = `${scheme}://${host}`;
  return (
    ['http://localhost', 'https://localhost', 'http://127.0.0.1', 'http://casdoor-authenticator'].includes(origin) ||
    origin.endsWith('.chromiumapp.org')
  );
};

const matches = (redirectUri: string, asked: Parts, entry: string): boolean => {
  if (entry === '') return false;
  if (redirectUri === entry) return true;
  if (!asked.hasServer) return false;
  const target = parse(entry);
  if (target?.hasServer === true) {
    return (
      asked.scheme === target.scheme &&
      asked.port === target.port &&
      asked.path === target.path &&
      (asked.host === target.host || asked.host.endsWith(`.${target.host}`))
    );
  }
  // Without a scheme it is taken for a host, in any scheme and on any port, if Go can read one.
  const asHost = parse(`https://${entry}`);
  if (asHost?.hasServer === true) return matchesHost(asked, asHost);
  return matchesExpression(redirectUri, entry);
};

const matchesHost = (asked: Parts, entry: Parts): boolean => {
  const host = entry.host.startsWith('.')
    ? asked.host.endsWith(entry.host)
    : asked.host === entry.host || asked.host.endsWith(`.${entry.host}`);
  const path = entry.path === '' || entry.path === '/' || asked.path === entry.path;
  return host && path && (asked.scheme === 'http' || asked.scheme === 'https');
};

/** Go's RE2, anchored. */
const matchesExpression = (redirectUri: string, entry: string): boolean => {
  try {
    return RE2JS.compile(`^(?:${entry})$`).matches(redirectUri);
  } catch {
    return false;
  }
};
