import type { FactName } from './evidence';

/**
 * Ids of the checks that name a cause, by layer: names, connection, TLS, the answer, the document. A check of a later
 * layer lists the earlier ones as `after`, so that one fault is one red line and everything that follows waits for it.
 */

/** The address itself rules Casdoor out, whatever the network says. */
export const addressCauses = ['address-unreadable', 'address-private', 'port-forbidden'] as const;

const layers = [
  // Of a failure that is not understood nothing earlier can be said to have gone well.
  ['connection-failed', 'proxy-refused', 'host-unknown', 'name-service-silent'],
  ['connection-refused', 'connection-timeout', 'connection-closed', 'host-unreachable'],
  [
    'tls-not-spoken',
    'tls-required',
    'tls-expired',
    'tls-not-yet-valid',
    'tls-chain-incomplete',
    'tls-untrusted',
    'tls-name-mismatch',
    'tls-handshake-failed',
  ],
  ['answer-timeout', 'answer-garbled', 'answer-too-large'],
] as const;

/** No answer came: exactly one of these fails. */
export const silenceCauses: readonly string[] = layers.flat();

/** Of the ways to get no answer, those that come earlier on the way than this one, or exclude it. */
export const silenceUpTo = (id: string): readonly string[] =>
  layers.slice(0, layers.findIndex((layer) => (layer as readonly string[]).includes(id)) + 1).flat();

/** Something answered, but not with the document. */
export const answerCauses = [
  'rate-limited',
  'access-blocked',
  'gateway-error',
  'server-error',
  'redirected',
  'page-instead-of-document',
  'document-missing',
  'document-refused',
  'document-unreadable',
] as const;

/** For a check that looks at the document or at what lies beyond it. */
export const documentCauses = [...addressCauses, ...silenceCauses, ...answerCauses] as const;

/** For a check that follows addresses in the document: a document of another place leads astray. */
export const issuerCauses = [
  'metadata-missing',
  'development-mode',
  'path-prefix-lost',
  'issuer-trailing-slash',
  'issuer-mismatch',
] as const;

/** What cannot be had without the discovery document. */
export const factsOfTheDocument = [
  'document',
  'metadata',
  'identity',
  'signInPage',
  'keysAnswer',
  'keys',
  'applicationKeysAnswer',
  'applicationKeys',
  'appLoginAnswer',
  'appLogin',
  'introspection',
  'secret',
  'application',
  'organization',
  'version',
  'people',
  'signOut',
  'tokenAnswer',
  'claimsAnswer',
  'clock',
] as const satisfies readonly FactName[];

/** What cannot be had when Casdoor does not answer. */
export const factsOfTheServer = [
  'lookup',
  'tls',
  'discovery',
  'answer',
  ...factsOfTheDocument,
] as const satisfies readonly FactName[];
