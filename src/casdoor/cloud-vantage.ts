import { type Attempt, missing, type NetworkFailure } from '../checks/evidence';
import { defaultLimit, defaultTimeout, pageAnswer, probeHeaders, type RawAnswer, readAnswer, readAs } from './answer';
import { isLinkLocal, isPrivateAddress } from './network-address';
import { codeOf, failureKind } from './network-failure';
import type { ProbeRequest, Vantage } from './vantage';

export type CloudVantageOptions = {
  /** The platform's fetch; on Forge the one of `@forge/api`, which enforces the app's egress. */
  fetch: (url: string, init: RequestInit) => Promise<Response>;
};

/**
 * Looks with nothing but fetch: no names, sockets, certificates or clocks. Keeps nothing between runs, because a warm
 * Forge process serves several tenants.
 */
export const makeCloudVantage = ({ fetch }: CloudVantageOptions): Vantage => {
  const ask = async (probe: ProbeRequest, signal: AbortSignal): Promise<Attempt<RawAnswer>> => {
    const started = performance.now();
    const first = await exchange(fetch, probe, signal);
    // Fetch does not tell whether the connection was a kept one, which Casdoor closes without announcing it after a
    // refused introspection; so a reset is believed only the second time.
    if (first.answered || first.failure.kind !== 'connection-closed' || probe.fresh || probe.once || signal.aborted)
      return first;
    const left = (probe.timeout ?? defaultTimeout) - (performance.now() - started);
    if (left < 100) return first;
    return exchange(fetch, { ...probe, fresh: true, timeout: left }, signal);
  };
  const askForTls = async (probe: ProbeRequest, signal: AbortSignal): Promise<Attempt<RawAnswer>> => {
    const attempt = await ask(probe, signal);
    if (
      attempt.answered
        ? attempt.value.status !== 400
        : !['connection-closed', 'answer-garbled'].includes(attempt.failure.kind)
    )
      return attempt;
    const url = new URL(probe.url);
    if (url.protocol !== 'http:' || signal.aborted) return attempt;
    // Servers that speak TLS answer http with 400 or hang up. Whether it is one, https tells.
    url.protocol = 'https:';
    if (url.port === '') url.port = '80';
    const second = await ask({ method: 'HEAD', url: url.origin, fresh: true, timeout: 3000 }, signal);
    const speaksTls = second.answered || second.failure.kind === 'tls-untrusted';
    if (!speaksTls) return attempt;
    return { answered: false, failure: failureOf(probe, 'tls-required', null, 0) };
  };
  return {
    from: 'cloud',
    request: async (probe, signal) => readAs(await askForTls(probe, signal), readAnswer),
    bytes: async (probe, signal) => readAs(await askForTls(probe, signal), pageAnswer),
    lookup: async () => missing({ reason: 'not-from-here' }),
    tls: async () => missing({ reason: 'not-from-here' }),
    used: () => ({ proxy: null, authority: null }),
    close: async () => {},
  };
};

const exchange = async (
  fetch: CloudVantageOptions['fetch'],
  probe: ProbeRequest,
  signal: AbortSignal,
): Promise<Attempt<RawAnswer>> => {
  const started = performance.now();
  const controller = new AbortController();
  let reason: 'stopped' | 'late' | 'too-large' | null = null;
  const end = (why: typeof reason) => {
    reason ??= why;
    controller.abort();
  };
  const stop = () => end('stopped');
  if (signal.aborted) return { answered: false, failure: failureOf(probe, 'stopped', null, 0) };
  signal.addEventListener('abort', stop, { once: true });
  let hasAnswered = false;
  const timer = setTimeout(() => end('late'), probe.timeout ?? defaultTimeout);
  try {
    if (probe.foreign && isForbiddenLiteral(new URL(probe.url).hostname, probe.foreign.allowsPrivate))
      return { answered: false, failure: failureOf(probe, 'unknown', 'ADDRESS_NOT_ALLOWED', 0) };
    const response = await fetch(probe.url, {
      method: probe.method,
      headers: { ...probeHeaders(probe), ...(probe.fresh ? { connection: 'close' } : {}) },
      redirect: 'manual',
      signal: controller.signal,
      ...(probe.body === undefined ? {} : { body: probe.body }),
    });
    hasAnswered = true;
    const refusal = response.headers.get('forge-proxy-error');
    if (refusal !== null)
      return {
        answered: false,
        failure: failureOf(
          probe,
          /EGRESS|NOT_ALLOWED|PERMISSION/i.test(refusal) ? 'egress-refused' : 'proxy-refused',
          refusal,
          performance.now() - started,
        ),
      };
    const bytes = await limitedBody(response, probe.limit ?? defaultLimit, () => end('too-large'));
    const headers: Record<string, string> = {};
    response.headers.forEach((value, name) => {
      headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
    });
    const milliseconds = performance.now() - started;
    return { answered: true, value: { request: probe, status: response.status, headers, bytes, milliseconds } };
  } catch (error) {
    const milliseconds = performance.now() - started;
    const code = codeOf(error);
    const kind =
      reason === 'stopped'
        ? 'stopped'
        : reason === 'too-large'
          ? 'answer-too-large'
          : reason === 'late'
            ? 'answer-timeout'
            : hasAnswered && failureKind(code) === 'unknown'
              ? 'answer-garbled'
              : kindOf(code, error);
    return { answered: false, failure: failureOf(probe, kind, reason === null ? code : null, milliseconds) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    controller.abort();
  }
};

const kindOf = (code: string | null, error: unknown): NetworkFailure['kind'] => {
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    // What OpenSSL says of bytes that are no TLS record; fetch keeps the rest to itself.
    return 'tls-not-spoken';
  }
  const kind = failureKind(code);
  if (kind !== 'unknown') return kind;
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === 'string' && /egress|external fetch/i.test(message) ? 'egress-refused' : 'unknown';
};

/** Reads until the limit of decoded bytes and no further, so that an exploding body costs no memory. */
const limitedBody = async (response: Response, limit: number, tooLarge: () => void): Promise<Uint8Array> => {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      tooLarge();
      throw new RangeError('The answer is larger than the limit.');
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
};

const failureOf = (
  probe: ProbeRequest,
  kind: NetworkFailure['kind'],
  code: string | null,
  milliseconds: number,
): NetworkFailure => {
  const url = new URL(probe.url);
  return {
    kind,
    host: url.hostname,
    port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
    milliseconds: Math.round(milliseconds),
    code,
    proxy: null,
  };
};

/** Of names nothing can be known here; the platform itself refuses private addresses. */
const isForbiddenLiteral = (host: string, allowsPrivate: boolean): boolean =>
  isLinkLocal(host) || (!allowsPrivate && isPrivateAddress(host));
