import { RE2JS } from 're2js';

/** What Go's url.Parse tells of an address: unlike WHATWG's URL it keeps capitals and a port that is the default. */
type Parts = { scheme: string; host: string; port: string; path: string };

/** Go refuses this address; Casdoor then answers HTTP 500 without a body. */
export class UnparsableAddress extends Error {}

const parse = (address: string): Parts | null => {
  const found = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/.exec(address);
  if (found === null) return null;
  const [, scheme = '', authority = '', path = ''] = found;
  const server = authority.slice(authority.lastIndexOf('@') + 1);
  const hostAndPort = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(server);
  if (hostAndPort === null) return null;
  return { scheme: scheme.toLowerCase(), host: hostAndPort[1] ?? '', port: hostAndPort[2] ?? '', path: decoded(path) };
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const isUnparsable = (address: string): boolean =>
  /%(?![0-9A-Fa-f]{2})/.test(address.split('#')[0]?.split('?')[0] ?? '') || /\p{Cc}/u.test(address);

/**
 * Whether Casdoor v3.158.0 lets a redirect URI pass. Before v2.385.1 it matched unanchored expressions or substrings.
 * @throws UnparsableAddress where Casdoor itself breaks
 */
export const isRedirectUriAccepted = (redirectUri: string, registered: readonly string[]): boolean => {
  if (isUnparsable(redirectUri)) throw new UnparsableAddress();
  const asked = parse(redirectUri);
  if (asked !== null && passesAlways(asked)) return true;
  return registered.some((entry) => matches(redirectUri, asked, entry));
};

/** These pass whatever is registered, so that they prove nothing. */
const passesAlways = ({ scheme, host }: Parts): boolean => {
  const origin = `${scheme}://${host}`;
  return (
    ['http://localhost', 'https://localhost', 'http://127.0.0.1', 'http://casdoor-authenticator'].includes(origin) ||
    origin.endsWith('.chromiumapp.org')
  );
};

const matches = (redirectUri: string, asked: Parts | null, entry: string): boolean => {
  if (entry === '') return false;
  if (redirectUri === entry) return true;
  if (asked === null || asked.host === '') return false;
  const target = parse(entry);
  if (target !== null && target.host !== '') {
    return (
      asked.scheme === target.scheme &&
      asked.port === target.port &&
      asked.path === target.path &&
      (asked.host === target.host || asked.host.endsWith(`.${target.host}`))
    );
  }
  // An entry that looks like a host is taken for one, in any scheme and on any port.
  const asHost = /^[^\s^$*+?()[\]{}|\\]+$/.test(entry) ? parse(`https://${entry}`) : null;
  if (asHost !== null && asHost.host !== '') return matchesHost(asked, asHost);
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
