import { defineCheck, fail, pass, warn } from '../define-check';
import type { Given, Metadata, PluginSettings } from '../evidence';
import { readingCauses } from './reading-check';

type Endpoint = {
  key: 'issuer' | 'authorizationEndpoint' | 'tokenEndpoint' | 'userinfoEndpoint' | 'jwksUri' | 'endSessionEndpoint';
  label: string;
  isRead: (given: Given) => boolean;
};

/** Fields of the plugin's screen. What the plugin does not read cannot keep anybody out. */
const endpoints: Endpoint[] = [
  {
    key: 'issuer',
    label: 'Issuer',
    isRead: ({ target }) => target.plugin === 'atlassian-dc' || target.comparesIssuer,
  },
  { key: 'authorizationEndpoint', label: 'Authorize Endpoint', isRead: () => true },
  { key: 'tokenEndpoint', label: 'Access Token Endpoint', isRead: () => true },
  {
    key: 'userinfoEndpoint',
    label: 'Get User Info Endpoint',
    isRead: ({ target, mapping }) => target.plugin === 'atlassian-dc' || (mapping?.source ?? 'id_token') !== 'id_token',
  },
  { key: 'jwksUri', label: 'JWKS EndPoint URL', isRead: () => true },
  { key: 'endSessionEndpoint', label: 'Logout Endpoint', isRead: () => false },
];

/** What stands in the plugin must be what Casdoor advertises: OpenID Connect Discovery 1.0 §3. */
export const pluginEndpointDiffers = defineCheck({
  id: 'plugin-endpoint-differs',
  area: 'plugin',
  title: 'Endpoints of the plugin',
  heading: 'The plugin has another endpoint than Casdoor advertises',
  severity: 'blocker',
  needs: ['metadata'],
  after: readingCauses,
  asks: ['plugin-file'],
  why: 'The plugin asks at an address where Casdoor does not answer as it should, and people come back to an error.',
  fix: 'Put this into the field {label} of the plugin:',
  evaluate({ metadata }, given) {
    const { plugin } = given;
    if (plugin === null) return pass();
    const different = endpoints.flatMap((endpoint) => {
      const actual = plugin[endpoint.key];
      const expected = metadata[endpoint.key];
      const how = differenceOf(endpoint.key, expected, actual, metadata);
      return how === null || actual === null || expected === null
        ? []
        : [{ ...endpoint, actual, expected, how, isRead: endpoint.isRead(given) }];
    });
    const grave = different.filter(({ isRead, how }) => isRead && how === 'path');
    const elsewhere = different.filter(({ isRead, how }) => isRead && how === 'origin');
    const [first] = [...grave, ...elsewhere, ...different];
    if (first === undefined) return pass();
    const values = { label: first.label, actual: first.actual, expected: first.expected, count: different.length };
    const particulars = {
      copy: different.map(({ label, expected }) => ({ label, text: expected })),
      detail: {
        kind: 'comparison' as const,
        expectedLabel: 'Casdoor advertises',
        expected: first.expected,
        actualLabel: 'In the plugin',
        actual: first.actual,
      },
    };
    if (grave.length > 0)
      return fail(
        different.length === 1
          ? 'Under {label} the plugin has {actual}. Casdoor advertises {expected}.'
          : '{count} fields differ. Under {label}, for one, the plugin has {actual}. Casdoor advertises {expected}.',
        values,
        particulars,
      );
    if (elsewhere.length > 0)
      return warn(
        'Under {label} the plugin has {actual}, on another host than Casdoor advertises. It may be another name of the same server; it was not looked at.',
        values,
        {
          ...particulars,
          heading: { text: 'The plugin asks Casdoor under another address', values: {} },
          why: {
            text: 'If it is another server, or one that tells another issuer, people come back to an error, and nothing of this report is about it.',
            values: {},
          },
        },
      );
    return fail('Under {label} the plugin has {actual}. Casdoor advertises {expected}.', values, {
      ...particulars,
      severity: 'advice',
      why: { text: 'As it is set the plugin signs nobody in by it, so nobody is kept out.', values: {} },
    });
  },
});

/** Null where they are the same, or nothing can be said. `origin`: the same path on another host, port or scheme. */
const differenceOf = (
  key: keyof PluginSettings,
  expected: string | null,
  actual: string | null,
  metadata: Metadata,
): 'path' | 'origin' | null => {
  if (expected === null || actual === null || actual === expected) return null;
  // Compared as a string by the specification; another one is another issuer.
  if (key === 'issuer') return 'path';
  if (!URL.canParse(actual) || !URL.canParse(expected)) return 'path';
  const [given, known] = [new URL(actual), new URL(expected)];
  // A finding of its own, and on the same server.
  if (key === 'userinfoEndpoint' && given.pathname === '/api/get-account') return null;
  if (key === 'jwksUri' && isApplicationKeys(given.pathname)) return sameOrigin(given, metadata);
  if (given.pathname !== known.pathname) return 'path';
  return given.origin === known.origin ? null : 'origin';
};

/** The keys of one application serve as well as those of the whole server. */
const isApplicationKeys = (path: string) => /^(\/.*)?\/\.well-known\/[^/]+\/jwks$/.test(path);
const sameOrigin = (given: URL, { jwksUri }: Metadata) =>
  jwksUri !== null && URL.canParse(jwksUri) && new URL(jwksUri).origin !== given.origin ? 'origin' : null;
