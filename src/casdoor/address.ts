import type { CasdoorAddress } from '../contract/address';
import type { Rich } from '../contract/report';

/** Why no address could be read: the sentence apart from its values, and the same ready to be shown. */
export type AddressProblem = { text: string; values: Readonly<Record<string, string | number>>; told: Rich };

export type AddressReading = { ok: true; value: CasdoorAddress } | { ok: false; sentence: AddressProblem };

/**
 * Reads whatever a person pastes as the address of Casdoor: a bare host, the discovery document, the sign-in page, a
 * page of Casdoor's console. Pure, and fit for the browser: the panel shows the reading while it is typed.
 */
export const readAddress = (pasted: string): AddressReading => {
  const text = withoutWrapping(pasted);
  if (text === '') return problem('No address was typed yet.');
  const candidate = addressWithin(text);
  if (candidate === null) return problem('No host name can be read from {typed}.', { typed: text.slice(0, 200) });
  const scheme = /^([a-z][a-z0-9+.-]*):[\\/]+/i.exec(candidate)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return problem('Casdoor is reached by http or https, not by {scheme}.', { scheme });
  const rest = scheme === undefined ? candidate.replace(/^[\\/]+/, '') : candidate.replace(/^[a-z]+:[\\/]+/i, '');
  const authority = /^[^\\/?#]*/.exec(rest)?.[0] ?? '';
  // A password in the address would be saved and shown with it.
  if (authority.includes('@'))
    return problem('The address holds a user name or an e-mail address before {host}; it is to be typed without.', {
      host: authority.slice(authority.lastIndexOf('@') + 1),
    });
  const bracketed = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(authority) ? `[${authority}]` : authority;
  const typedHost = bracketed.replace(/:\d*$/, '');
  const typedPort = /:(\d+)$/.exec(bracketed)?.[1];
  if (!typedHost || /^\d+$/.test(typedHost)) return problem('No host name can be read from {typed}.', { typed: text });
  const assumed = scheme ?? assumedScheme(typedHost, typedPort);
  let url: URL;
  try {
    url = new URL(`${assumed}://${bracketed}${rest.slice(authority.length)}`);
  } catch {
    return problem('{authority} is no host name with an optional port.', { authority: bracketed });
  }
  const host = url.hostname.replace(/\.$/, '');
  if (!isHostName(host) || url.port === '0')
    return problem('{authority} is no host name with an optional port.', { authority: bracketed });
  if (url.hostname !== host) url.hostname = host;
  // The plugin's callback URL is pasted here by mistake; what answers there is Jira.
  if (/\/plugins\/servlet\/(?:oauth|oidc|saml)\//.test(`${url.pathname}/`))
    return problem(
      'This is the callback URL of a plugin in Jira or Confluence at {host}, not the address of Casdoor.',
      {
        host,
      },
    );
  const { prefix, organization, application, clientId } = readPath(url);
  return {
    ok: true,
    value: {
      origin: url.origin,
      scheme: assumed,
      host,
      port: Number(url.port || (assumed === 'https' ? 443 : 80)),
      prefix,
      schemeAssumed: scheme === undefined,
      organization,
      application,
      clientId,
    },
  };
};

/** The reading in one line, such as "Read as https://door.acme.example, organization acme, application app-jira". */
export const describeAddress = (address: CasdoorAddress): Rich => {
  const parts: Rich[number][] = ['Read as ', { code: address.origin + address.prefix }];
  if (address.organization !== null) parts.push(', organization ', { code: address.organization });
  if (address.application !== null) parts.push(', application ', { code: address.application });
  if (address.clientId !== null) parts.push(', client ID ', { code: address.clientId });
  if (address.schemeAssumed) parts.push(`; ${address.scheme} was assumed`);
  return parts;
};

/** Loopback: nothing that is sent there leaves the machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

const problem = (text: string, values: Record<string, string | number> = {}): AddressReading => ({
  ok: false,
  sentence: {
    text,
    values,
    told: text
      .split(/(\{\w+\})/)
      .filter((piece) => piece !== '')
      .map((piece) => (/^\{\w+\}$/.test(piece) ? { code: String(values[piece.slice(1, -1)]) } : piece)),
  },
});

/** Quotes, brackets and zero-width characters that come along when text is copied from a chat or a ticket. */
const withoutWrapping = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/^[\s"'`<>()«»‹›“”„‘’‚|]+|[\s"'`<>()«»‹›“”„‘’‚|,;]+$/g, '');

/** The part of the text that is an address: past `issuer = `, `Casdoor: ` and the like. Null where none is. */
const addressWithin = (text: string): string | null => {
  // "https: //door" and "https:// door": a space slipped in.
  // "https//door" and "https;//door": the colon was missed.
  const closed = text
    .replace(/\b(https?)\s*:\s*[\\/]{1,2}\s*/gi, '$1://')
    .replace(/\b(https?)[;.,]?[\\/]{2}(?=[\p{L}\p{N}[])/giu, '$1://');
  const full = /https?:\/\/[^\s"'<>`“”«»|]+/i.exec(closed)?.[0];
  // What closes the sentence around it is no part of it; what closes a bracket of its own is.
  if (full !== undefined)
    return full.replace(/[,;)\]}]+$/, (end) => (/[[{(]/.test(full) ? end.replace(/[,;]+$/, '') : ''));
  const unlabelled = closed.replace(/^[\p{L}][\p{L}\p{N}_ -]*["']?\s*(?:=|:\s)\s*["']?/u, '');
  const words = unlabelled.split(/\s+/).map((word) => word.replace(/^["'<(]+|["'>),;]+$/g, ''));
  if (words.length === 1) return words[0] || null;
  // Several words: only one that has a dot, a port or a scheme can be meant. Two would be a guess.
  const likely = words.filter((word) => /^[^\s@]+\.[^\s@.]{2,}|^[\w.-]+:\d+(\/|$)|:\/\//.test(word));
  return likely.length === 1 ? (likely[0] ?? null) : null;
};

const assumedScheme = (typedHost: string, typedPort: string | undefined): 'http' | 'https' => {
  if (typedPort === '443') return 'https';
  if (typedPort === '80') return 'http';
  return isLoopback(typedHost.toLowerCase().replace(/\.$/, '')) ? 'http' : 'https';
};

/** After URL parsing: lower case, punycode. RFC 1123 §2.1; an underscore is met in practice. */
const isHostName = (host: string): boolean => {
  if (/^\[[0-9a-f:.]+\]$/.test(host)) return true;
  return (
    host.length <= 253 && host.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  );
};

type PathReading = Pick<CasdoorAddress, 'prefix' | 'organization' | 'application' | 'clientId'>;

/** Pages of Casdoor's console (v3.158.0) whose path begins with these: what follows is a record's owner and name. */
const consolePages = new Set(
  (
    'adapters agents applications certs coupons enforcers entries forms groups invitations ldap models orders ' +
    'organizations payments permissions plans pricings product-store products providers records resources roles ' +
    'rules server-store servers sessions shortcuts sites subscriptions syncers sysinfo tickets tokens transactions ' +
    'trees users verifications webhook-events webhooks mfa'
  ).split(' '),
);
/** These are words that a path prefix may well be made of: a page only where the path ends with them. */
const lastPages = new Set(
  'account apps cart home keys shortcuts swagger dashboard index.html callback qrcode'.split(' '),
);
/** What follows is an application. */
const applicationPages = new Set('signup forget prompt consent result'.split(' '));
const wellKnownDocuments = new Set(
  'openid-configuration oauth-authorization-server oauth-protected-resource jwks jwks.json webfinger'.split(' '),
);
/** Pages whose first part after the name is an organization. */
const organizationPages = new Set('organizations users groups trees applications'.split(' '));

const readPath = (url: URL): PathReading => {
  const segments = url.pathname.split('/').filter(Boolean).map(decoded);
  const start = segments.findIndex((segment, index) => isCasdoorPath(segment, segments, index));
  const own = start === -1 ? [] : segments.slice(start);
  const before = start === -1 ? segments : segments.slice(0, start);
  const prefix = before.map((segment) => `/${encodeURIComponent(segment)}`).join('');
  const isCasdoor = start !== -1;
  const named = (name: string | undefined) => (name === undefined || name === '' ? null : name);
  const parameters = url.searchParams;
  const clientId = isCasdoor ? named((parameters.get('client_id') ?? parameters.get('clientId'))?.trim()) : null;
  return { prefix, clientId, ...ownerAndName(own, parameters) };
};

const isCasdoorPath = (segment: string, segments: readonly string[], index: number): boolean =>
  segment === '.well-known' ||
  segment === 'api' ||
  segment === 'login' ||
  segment === 'cas' ||
  applicationPages.has(segment) ||
  consolePages.has(segment) ||
  (lastPages.has(segment) && index === segments.length - 1);

const ownerAndName = (
  own: readonly string[],
  parameters: URLSearchParams,
): Pick<PathReading, 'organization' | 'application'> => {
  const [page, first, second, third, fourth] = own;
  const pair = (organization?: string, application?: string) => ({
    organization: organization ?? null,
    application: application ?? null,
  });
  if (page === '.well-known')
    return pair(undefined, first !== undefined && !wellKnownDocuments.has(first) ? first : undefined);
  if (page === 'api') {
    const [owner, name] = parameters.get('id')?.split('/') ?? [];
    if (first === 'get-application' && owner !== undefined && name) return pair(undefined, name);
    return pair(first === 'get-organization' ? name : (parameters.get('owner') ?? undefined));
  }
  if (page === 'login') {
    if (first === 'oauth') return pair();
    if (first === 'saml') return pair(organizationOf(third), fourth);
    return pair(first, second);
  }
  if (page === 'cas') return pair(first, second);
  if (page !== undefined && applicationPages.has(page)) return pair(undefined, first === 'oauth' ? undefined : first);
  if (page !== undefined && organizationPages.has(page))
    return pair(organizationOf(first), page === 'applications' ? second : undefined);
  return pair();
};

/** What belongs to Casdoor as a whole is owned by "admin", which is no organization to sign in to. */
const organizationOf = (owner: string | undefined): string | undefined => (owner === 'admin' ? undefined : owner);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
