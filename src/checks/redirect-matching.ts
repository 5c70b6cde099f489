/**
 * How Casdoor 3.158 compares a redirect URI with the entries under “Redirect URLs” of an application. Its rules are
 * its own: RFC 6749 §3.1.2.3 and RFC 9700 §2.1 ask for equal strings.
 *
 * Entries can be regular expressions, and those are foreign text. Nothing here runs one: a pattern is recognised as
 * such, and whoever gathers tries it with a linear-time engine that is loaded only where there is a pattern
 * (`foreignUris` says what to try). So the checks stay synchronous, and the engine out of the way of a start.
 */

/** Longer ones are compared as strings and no further. */
export const longestUri = 1000;

/** A URI as Go's `net/url` cuts it: nothing is lowered but the scheme, no port is left out, the path is decoded. */
export type UriParts = {
  scheme: string;
  /** Without the port; an IPv6 address without its brackets. */
  host: string;
  /** Empty where none is spelled out. */
  port: string;
  path: string;
  query: string | null;
  fragment: string | null;
};

/** Characters that Go accepts in a host, beside letters, digits and what is not ASCII. */
const hostCharacters = /^[\w\-.~!$&'()*+,;=:[\]<>"\u0080-\u{10ffff}]*$/u;
const badEscape = /%(?![0-9a-f]{2})/i;

/** The parts of an absolute URI with a host; null where Go finds none, or cannot parse it. */
export const partsOf = (text: string): UriParts | null => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses exactly these.
  if (text.length > longestUri || /[\u0000-\u001f\u007f]/.test(text)) return null;
  const [beforeFragment = '', ...fragments] = text.split('#');
  const fragment = fragments.length > 0 ? fragments.join('#') : null;
  const [beforeQuery = '', ...queries] = beforeFragment.split('?');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(beforeQuery)?.[1];
  if (scheme === undefined) return null;
  const rest = beforeQuery.slice(scheme.length + 3);
  const slash = rest.indexOf('/');
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  const path = slash === -1 ? '' : rest.slice(slash);
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1);
  if (hostAndPort === '' || !hostCharacters.test(hostAndPort) || badEscape.test(path)) return null;
  const host = /^(?:\[([^\]]*)\]|([^:]*(?::[^:]*)*?))(?::(\d*))?$/.exec(hostAndPort);
  if (!host) return null;
  return {
    scheme: scheme.toLowerCase(),
    host: host[1] ?? host[2] ?? '',
    port: host[3] ?? '',
    path: decoded(path),
    query: queries.length > 0 ? queries.join('?') : null,
    fragment,
  };
};

const decoded = (path: string) => {
  try {
    return decodeURIComponent(path);
  } catch {
    // Bytes that are no UTF-8. Go keeps them; two such paths are compared as they are written.
    return path;
  }
};

/** How Casdoor reads an entry. `host` has no scheme; `pattern` is a regular expression, anchored at both ends. */
export type EntryKind = 'uri' | 'host' | 'pattern' | 'empty';

export const entryKindOf = (entry: string): EntryKind => {
  if (entry === '') return 'empty';
  if (partsOf(entry)) return 'uri';
  return partsOf(`https://${entry}`) ? 'host' : 'pattern';
};

const isWithin = (host: string, entry: string) => host === entry || host.endsWith(`.${entry}`);

/** Whether an entry lets a redirect URI pass; null where only trying its pattern would tell. */
export const entryAccepts = (entry: string, uri: string): boolean | null => {
  if (entry === '') return false;
  if (entry === uri) return true;
  const asked = partsOf(uri);
  if (!asked) return false;
  const named = partsOf(entry);
  if (named)
    return (
      asked.scheme === named.scheme &&
      asked.port === named.port &&
      isWithin(asked.host, named.host) &&
      asked.path === named.path
    );
  const bare = partsOf(`https://${entry}`);
  if (!bare) return null;
  const isHttp = asked.scheme === 'http' || asked.scheme === 'https';
  const hostFits = bare.host.startsWith('.') ? asked.host.endsWith(bare.host) : isWithin(asked.host, bare.host);
  return isHttp && hostFits && (bare.path === '' || bare.path === '/' || asked.path === bare.path);
};

/** What Casdoor lets pass whatever is registered, so that a pass proves nothing. */
export const passesAnyway = (uri: string): boolean => {
  const parts = partsOf(uri);
  if (!parts) return false;
  const origin = `${parts.scheme}://${parts.host}`;
  return (
    /^(https?:\/\/localhost|http:\/\/127\.0\.0\.1|http:\/\/casdoor-authenticator)$/.test(origin) ||
    parts.host.endsWith('.chromiumapp.org')
  );
};

/** Whether a host is this machine, whoever asks: RFC 8252 §7.3. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

export type Difference =
  | 'spaces'
  | 'scheme'
  | 'host'
  | 'capitals-host'
  | 'port'
  | 'path'
  | 'capitals-path'
  | 'slash'
  | 'wildcard';

/** The entry most like a redirect URI, and in which parts it differs. `distance` counts characters. */
export type Nearest = { entry: string; differences: Difference[]; distance: number };

/**
 * The nearest entry of a list; null of an empty one. Parts count before characters: an administrator who registered
 * the right path on another host meant this entry, however long the host is.
 */
export const nearestEntry = (entries: readonly string[], uri: string): Nearest | null => {
  let best: Nearest | null = null;
  let bestWeight = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (entry === '' || entry.length > longestUri) continue;
    const differences = differencesOf(entry, uri);
    const distance = editDistance(entry, uri);
    const weight = differences.reduce((sum, difference) => sum + weights[difference], 0) * 10_000 + distance;
    if (weight >= bestWeight) continue;
    best = { entry, differences, distance };
    bestWeight = weight;
  }
  return best;
};

/** How much a difference makes two addresses unlike. Another path is another place; capitals are a slip. */
const weights: Record<Difference, number> = {
  spaces: 1,
  slash: 1,
  'capitals-host': 1,
  'capitals-path': 1,
  scheme: 2,
  port: 2,
  wildcard: 3,
  host: 4,
  path: 4,
};

/** In which parts an entry differs from a redirect URI, as Casdoor compares them. */
export const differencesOf = (entry: string, uri: string): Difference[] => {
  const differences: Difference[] = [];
  const trimmed = entry.trim();
  if (trimmed !== entry) differences.push('spaces');
  const asked = partsOf(uri.trim());
  const named = partsOf(trimmed);
  const bare = named ?? partsOf(`https://${trimmed}`);
  if (!asked || !bare) return entry === uri ? [] : [...differences, 'host', 'path'];
  if (named && named.scheme !== asked.scheme) differences.push('scheme');
  if (bare.host.includes('*')) differences.push('wildcard');
  else if (!isWithin(asked.host, bare.host))
    differences.push(asked.host.toLowerCase() === bare.host.toLowerCase() ? 'capitals-host' : 'host');
  if (named && named.port !== asked.port) differences.push('port');
  if (!named && (bare.path === '' || bare.path === '/')) return differences;
  if (bare.path !== asked.path) differences.push(pathDifference(bare.path, asked.path));
  return differences;
};

const pathDifference = (entry: string, uri: string): Difference => {
  if (entry.includes('*')) return 'wildcard';
  if (withoutSlash(entry) === withoutSlash(uri)) return 'slash';
  return entry.toLowerCase() === uri.toLowerCase() ? 'capitals-path' : 'path';
};
const withoutSlash = (path: string) => (path.endsWith('/') ? path.slice(0, -1) : path);

/** Characters up to which a difference is counted exactly. */
const counted = 200;

/**
 * Levenshtein's distance, in two rows, of what is left without the same beginning and end. Two texts that differ in
 * more than `counted` characters are not alike, and how unlike is not worth the time.
 */
export const editDistance = (one: string, other: string): number => {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let end = 0;
  const most = Math.min(one.length, other.length) - start;
  while (end < most && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const rest = one.slice(start, one.length - end);
  const otherRest = other.slice(start, other.length - end);
  if (rest.length > counted || otherRest.length > counted) return Math.max(rest.length, otherRest.length);
  let previous = Array.from({ length: otherRest.length + 1 }, (_, column) => column);
  for (let row = 1; row <= rest.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= otherRest.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (rest[row - 1] === otherRest[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[otherRest.length] ?? 0;
};

/**
 * Redirect URIs of strangers that a sound entry refuses, the most telling first: what to try an entry with. Subdomains
 * are not among them, as Casdoor lets those of every entry pass.
 */
export const foreignUris = (uri: string): string[] => {
  const parts = partsOf(uri);
  if (!parts || (parts.scheme !== 'https' && parts.scheme !== 'http')) return [];
  const { scheme, host, path } = parts;
  const port = parts.port === '' ? '' : `:${parts.port}`;
  const firstDot = host.indexOf('.');
  return [
    `${scheme}://stranger.example${path}`,
    `${scheme}://stranger.example/`,
    `${scheme}://stranger.example/${uri}`,
    `${scheme}://${host}.stranger.example${path}`,
    // A domain that merely ends like this one.
    `${scheme}://strange${host.split('.').slice(-2).join('.')}${port}${path}`,
    // A dot that is not escaped stands for any character, so a name that anybody can buy.
    ...(firstDot > 0 ? [`${scheme}://${host.slice(0, firstDot)}-${host.slice(firstDot + 1)}${port}${path}`] : []),
    `${scheme}://${host}${port}/any/other/page`,
    `${scheme}://${host}:4444${path}`,
    ...(scheme === 'https' ? [`http://${host}${port}${path}`] : []),
  ];
};
