import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { urlOf } from '../host-kinds';
import { comparesIssuers, expectedIssuer, issuerFault, issuerWeight } from './issuer-kinds';

/** The document's issuer has to be the one for which it was asked (OpenID Connect Discovery 1.0 §4.3). */
export const issuerMismatch = defineCheck({
  id: 'issuer-mismatch',
  area: 'discovery',
  title: 'Issuer in the discovery document',
  heading: 'The discovery document names another issuer',
  severity: issuerWeight,
  needs: ['address', 'metadata'],
  uses: ['identity'],
  after: [...documentCauses, 'metadata-missing'],
  answered: 'answer',
  why: '{product} rejects every ID token whose issuer is not the configured one.',
  fix: "Set `origin` in Casdoor's `conf/app.conf` to its public URL and restart it.",
  handOver:
    'Casdoor calls itself {issuer}, and people use it at {expected}. In conf/app.conf, origin has to be {expected}, and Casdoor has to be restarted.',
  evaluate({ address, metadata, identity }, given) {
    if (issuerFault(address, metadata, identity) !== 'issuer-mismatch') return pass();
    const expected = expectedIssuer(address);
    const issuer = metadata.issuer ?? '';
    const difference = differenceOf(expected, issuer);
    const isCasdoor = identity?.isCasdoor !== false;
    const values = { expected, issuer, issuerHost: urlOf(issuer)?.host ?? issuer };
    const strict = comparesIssuers(given);
    return fail(
      sentences[isCasdoor && difference === 'scheme' ? 'scheme of Casdoor' : difference][isCasdoor ? 0 : 1],
      values,
      {
        ...(isCasdoor
          ? { copy: [{ label: 'conf/app.conf', text: `origin = ${expected}` }] }
          : {
              fix: {
                text: 'If the server is meant to be called {issuer}, use that as its address here and in the plugin. Else mend the issuer in the settings of the server.',
                values: {},
              },
              copy: [{ label: 'Issuer', text: issuer }],
              handOver: null,
            }),
        ...(strict
          ? {}
          : {
              why: {
                text: 'As it is set, the plugin does not compare issuers. A stricter one, and whoever copies endpoints from this document, is sent to {issuerHost}.',
                values: {},
              },
            }),
        detail: {
          kind: 'comparison',
          expectedLabel: 'Your address',
          expected,
          actualLabel: 'Issuer found',
          actual: issuer,
        },
      },
    );
  },
});

const hostHeader =
  'Without an `origin` setting Casdoor takes the issuer from the Host header, and never reads X-Forwarded-Host. So the proxy in front probably passes its own name for Casdoor.';

/** By what differs: for Casdoor, and for any other server. */
const sentences = {
  'scheme of Casdoor': [
    'The scheme differs: {issuer} instead of {expected}. Without an `origin` setting Casdoor guesses it from the host name: http for names without a dot and for IP addresses, else https.',
    '',
  ],
  scheme: ['', 'The scheme differs: {issuer} instead of {expected}.'],
  host: [`The host differs. ${hostHeader}`, 'The host differs: {issuer} instead of {expected}.'],
  port: [`The port differs. ${hostHeader}`, 'The port differs: {issuer} instead of {expected}.'],
  'host and port': [`Host and port differ. ${hostHeader}`, 'Host and port differ: {issuer} instead of {expected}.'],
  path: [
    'The path differs: the document names {issuer}, probably because `origin` in `conf/app.conf` has a path.',
    'The path differs: {issuer} instead of {expected}.',
  ],
  spelling: [
    'The spelling differs: the document names {issuer}. Both lead to the same place, and issuers are compared letter by letter.',
    'The spelling differs: {issuer} instead of {expected}. Issuers are compared letter by letter.',
  ],
  form: [
    'The issuer {issuer} is no URL, probably because `origin` in `conf/app.conf` lacks https:// in front.',
    'The issuer {issuer} is no URL.',
  ],
} as const satisfies Record<string, readonly [string, string]>;

/** The part that differs, the most telling one where several do. */
const differenceOf = (expected: string, issuer: string): Exclude<keyof typeof sentences, 'scheme of Casdoor'> => {
  const wanted = urlOf(expected);
  const found = urlOf(issuer);
  if (!wanted || !found || found.host === '') return 'form';
  const hostDiffers = wanted.hostname !== found.hostname;
  if (hostDiffers) return wanted.port === found.port ? 'host' : 'host and port';
  if (wanted.protocol !== found.protocol) return 'scheme';
  if (wanted.port !== found.port) return 'port';
  return wanted.pathname === found.pathname ? 'spelling' : 'path';
};
