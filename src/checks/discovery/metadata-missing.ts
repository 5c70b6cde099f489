import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import type { Metadata } from '../evidence';

const names: readonly [keyof Metadata, string][] = [
  ['issuer', 'issuer'],
  ['authorizationEndpoint', 'authorization_endpoint'],
  ['tokenEndpoint', 'token_endpoint'],
  ['jwksUri', 'jwks_uri'],
  ['userinfoEndpoint', 'userinfo_endpoint'],
];

/** What a document has to name (OpenID Connect Discovery 1.0 §3). Casdoor names a userinfo endpoint too; for others it may be absent. */
export const metadataMissing = defineCheck({
  id: 'metadata-missing',
  area: 'discovery',
  title: 'Addresses in the discovery document',
  heading: 'The discovery document lacks addresses that every sign-in needs',
  severity: 'blocker',
  needs: ['metadata'],
  uses: ['identity', 'document'],
  explains: ['signInPage', 'keysAnswer', 'keys'],
  after: documentCauses,
  answered: 'answer',
  why: '{product} reads from this document where to send people, where to fetch tokens and how to verify them.',
  fix: 'Set `origin` in `conf/app.conf` of Casdoor to its public address, with https:// in front, and restart it. If the document is written by hand, add what is missing.',
  handOver:
    'The discovery document of {address} has no usable {missing}. Is origin in conf/app.conf the public address with https:// in front?',
  evaluate({ metadata, identity, document }) {
    const required = names.filter(([key]) => key !== 'userinfoEndpoint' || identity?.isCasdoor !== false);
    const missing = required.filter(([key]) => metadata[key] === null);
    if (missing.length === 0) return pass();
    return fail(
      'No URL is given for {missing}.',
      { missing: missing.map(([, name]) => name).join(', ') },
      {
        detail: {
          kind: 'list',
          label: 'In the document',
          items: required.map(([key, name]) => ({
            text: name,
            note: metadata[key] === null ? noteOf(document?.[name]) : String(metadata[key]),
            marked: metadata[key] === null,
          })),
        },
      },
    );
  },
});

const noteOf = (value: unknown): string =>
  value === undefined ? 'absent' : `no URL: ${JSON.stringify(value)?.slice(0, 200) ?? 'nothing'}`;
