import { documentCauses, issuerCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import type { Metadata } from '../evidence';
import { isPrivateHost, urlOf } from '../host-kinds';

const endpoints: readonly [keyof Metadata, string][] = [
  ['tokenEndpoint', 'token_endpoint'],
  ['userinfoEndpoint', 'userinfo_endpoint'],
  ['jwksUri', 'jwks_uri'],
  ['introspectionEndpoint', 'introspection_endpoint'],
  ['endSessionEndpoint', 'end_session_endpoint'],
];

/**
 * Casdoor makes every endpoint but the sign-in page from one origin. Other servers may spread them over hosts; what
 * carries secrets and tokens uses TLS with everybody (OpenID Connect Core 1.0 §3.1.3, §5.3).
 */
export const endpointElsewhere = defineCheck({
  id: 'endpoint-elsewhere',
  area: 'discovery',
  title: 'Hosts of the endpoints',
  heading: 'An endpoint stands where {product} should not send anything',
  severity: 'serious',
  needs: ['address', 'metadata'],
  uses: ['identity'],
  after: [...documentCauses, ...issuerCauses],
  answered: 'answer',
  why: '{product} sends the client secret and tokens to these addresses. On another host, or without encryption, they fall into other hands, or the sign-in ends there.',
  fix: 'Look who changes the document of Casdoor on the way, and remove that. Casdoor itself makes all these addresses from `origin` in `conf/app.conf`.',
  handOver:
    'In the discovery document of {address}, {names} does not belong to the issuer. Casdoor makes all endpoints from origin: does a proxy rewrite the document?',
  evaluate({ address, metadata, identity }) {
    const issuer = metadata.issuer === null ? null : urlOf(metadata.issuer);
    if (!issuer) return pass();
    const isCasdoor = identity?.isCasdoor !== false;
    const isPublic = !isPrivateHost(address.host);
    const strange = endpoints.flatMap(([key, name]) => {
      const value = metadata[key];
      const url = typeof value === 'string' ? urlOf(value) : null;
      if (!url) return [];
      const note = noteOf(url, issuer, isCasdoor, isPublic);
      return note === null ? [] : [{ name, url: url.href, note }];
    });
    const [first] = strange;
    if (!first) return pass();
    return fail(
      strange.length === 1 ? '{names} is {url}.' : '{count} endpoints do not belong to the issuer {issuer}: {names}.',
      {
        names: strange.map(({ name }) => name).join(', '),
        url: first.url,
        count: strange.length,
        issuer: issuer.origin,
      },
      {
        detail: {
          kind: 'list',
          label: 'Endpoints',
          items: strange.map(({ name, url, note }) => ({ text: `${name}: ${url}`, note, marked: true })),
        },
      },
    );
  },
});

const noteOf = (url: URL, issuer: URL, isCasdoor: boolean, isPublic: boolean): string | null => {
  if (issuer.protocol === 'https:' && url.protocol !== 'https:') return 'not encrypted';
  if (isPublic && isPrivateHost(url.hostname)) return 'exists inside a network only';
  return isCasdoor && url.host !== issuer.host ? `another host than ${issuer.host}` : null;
};
