import type { NetworkFailure } from '../checks/evidence';

type Kind = NetworkFailure['kind'];

/** Codes of Node (v20 to 24), of the system and of fetch, by what they mean to a person. */
const kinds: Record<string, Kind> = {
  ENOTFOUND: 'host-unknown',
  ENODATA: 'host-unknown',
  EAI_NONAME: 'host-unknown',
  EAI_NODATA: 'host-unknown',
  EAI_AGAIN: 'name-service-silent',
  EAI_FAIL: 'name-service-silent',
  ESERVFAIL: 'name-service-silent',
  ETIMEOUT: 'name-service-silent',
  EREFUSED: 'name-service-silent',
  ECONNREFUSED: 'connection-refused',
  ETIMEDOUT: 'connection-timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connection-timeout',
  ECONNRESET: 'connection-closed',
  EPIPE: 'connection-closed',
  ECONNABORTED: 'connection-closed',
  UND_ERR_SOCKET: 'connection-closed',
  UND_ERR_ABORTED: 'connection-closed',
  EHOSTUNREACH: 'host-unreachable',
  ENETUNREACH: 'host-unreachable',
  EHOSTDOWN: 'host-unreachable',
  ENETDOWN: 'host-unreachable',
  EADDRNOTAVAIL: 'host-unreachable',
  EACCES: 'host-unreachable',
  EPERM: 'host-unreachable',
  EINVAL: 'host-unreachable',
  UND_ERR_HEADERS_TIMEOUT: 'answer-timeout',
  UND_ERR_BODY_TIMEOUT: 'answer-timeout',
  UND_ERR_RESPONSE_EXCEEDED_SIZE: 'answer-too-large',
  UND_ERR_HEADERS_OVERFLOW: 'answer-garbled',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'answer-garbled',
  REQUEST_EGRESS_ALLOWLIST_ERR: 'egress-refused',
};

/** Verification results of OpenSSL as Node names them, and Node's own for a name that does not fit. */
const untrusted = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
]);

/** What a code means; `unknown` where it means nothing that is known. */
export const failureKind = (code: string | null): Kind => {
  if (code === null) return 'unknown';
  const kind = kinds[code];
  if (kind !== undefined) return kind;
  if (untrusted.has(code)) return 'tls-untrusted';
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') return 'tls-failed';
  // Z_ and ERR__ZLIB, Brotli: the body is not what its content encoding says.
  if (code.startsWith('HPE_') || code.startsWith('Z_') || code.startsWith('ERR_')) return 'answer-garbled';
  return 'unknown';
};

/**
 * The most telling code of an error and of its causes: fetch says "fetch failed" and hides the reason. Told by shape:
 * an error of another realm is no instance of ours.
 */
export const codeOf = (error: unknown): string | null => {
  let found: string | null = null;
  let current: unknown = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, errors, name, cause } = current as Partial<Record<'code' | 'errors' | 'name' | 'cause', unknown>>;
    if (typeof code === 'string' && code !== '') found = code;
    if (found === null && Array.isArray(errors)) found = codeOf(errors[0]);
    // Forge's own errors carry their reason in the name.
    if (found === null && typeof name === 'string' && /^[A-Z_]+_ERR$/.test(name)) found = name;
    current = cause;
  }
  return found;
};
