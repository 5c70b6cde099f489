import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { urlOf } from '../host-kinds';
import { ownWords } from '../say';
import { certificateName } from './signing-keys';

/** The key named by a token's `kid` has to be in the set that the plugin reads (RFC 7515 §4.1.4). */
export const signingKeyMissing = defineCheck({
  id: 'signing-key-missing',
  area: 'keys',
  title: "The application's key among the published ones",
  heading: 'The key that signs for the application is not among those that the plugin reads',
  severity: 'blocker',
  needs: ['application', 'keys', 'applicationKeys', 'metadata'],
  after: [...documentCauses, 'keys-unreachable', 'keys-unreadable', 'keys-empty', 'certificate-missing'],
  why: '{product} looks the key of each sign-in up by its name, does not find it, and refuses the sign-in.',
  fix: 'Put {better} into the field “JWKS EndPoint URL” of the plugin. If that is what it has, empty the cache of the proxy in front of Casdoor.',
  handOver:
    'The certificate {cert} signs for {application}, and {url} does not list it. Is an old answer of that address kept in a cache?',
  evaluate({ application, keys, applicationKeys, metadata }, { plugin }) {
    const cert = certificateName(application);
    const url = plugin?.jwksUri ?? metadata.jwksUri ?? '';
    const named = applicationInPath(url);
    const has = (list: typeof keys) => list.some(({ kid }) => kid === cert);
    // The key set of another application: what it holds was not looked at.
    if (named !== null && named !== application.name) return pass('The plugin reads the keys of {named}.', { named });
    const read = named === null ? keys : applicationKeys;
    // In neither: then the certificate does not exist, which is another finding.
    if (has(read) || !(has(keys) || has(applicationKeys))) return pass();
    const base = url.replace(/\/\.well-known\/.*$/, '');
    const better = has(applicationKeys) ? `${base}/.well-known/${application.name}/jwks` : `${base}/.well-known/jwks`;
    return fail(
      'The certificate {cert} signs for {application}. {url} lists {listed}, and not that one.',
      {
        cert,
        url,
        better,
        listed: read.map(({ kid }) => kid ?? 'a key without a name').join(', ') || ownWords('nothing'),
      },
      { copy: [{ label: 'JWKS EndPoint URL', text: better }] },
    );
  },
});

/** The application in `/.well-known/app-jira/jwks`; null for the set of the whole server. */
const applicationInPath = (url: string): string | null =>
  /\/\.well-known\/([^/]+)\/jwks$/.exec(urlOf(url)?.pathname ?? '')?.[1] ?? null;
