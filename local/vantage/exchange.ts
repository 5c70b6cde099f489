import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex, Transform } from 'node:stream';
import zlib from 'node:zlib';
import { defaultLimit, defaultTimeout, probeHeaders } from '../../src/casdoor/answer';
import { codeOf, failureKind } from '../../src/casdoor/network-failure';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import type { NetworkFailure } from '../../src/checks/evidence';
import { ConnectionFailure } from './connection';
import { proxyAuthorization } from './proxy-settings';

/** What came back, decoded from its content encoding. */
export type Exchanged =
  | { ok: true; status: number; headers: Record<string, string>; bytes: Uint8Array; milliseconds: number }
  | {
      ok: false;
      kind: NetworkFailure['kind'];
      code: string | null;
      proxy: string | null;
      milliseconds: number;
    };

/** Opens a connection for a request; `socket` is ready to be written to. */
export type Opener = (signal: AbortSignal) => Promise<Socket>;

export type ExchangeOptions = {
  probe: ProbeRequest;
  agent: http.Agent;
  opener: Opener;
  /** The proxy that is asked for a whole address; a tunnel is not seen here. */
  absoluteFor: URL | null;
  signal: AbortSignal;
  timeout: number | undefined;
};

/** Carries the opener of each request to the agent, which makes connections only where none is kept. */
type OpeningOptions = http.ClientRequestArgs & { opener?: Opener; openerSignal?: AbortSignal };
type Created = (error: Error | null, socket?: Duplex) => void;

/** Keeps connections for one run. What opens them decides about names, proxies and certificates. */
export const makeAgent = (isSecure: boolean, keepAlive: boolean): http.Agent => {
  const agent = isSecure ? new https.Agent({ keepAlive }) : new http.Agent({ keepAlive });
  const open = (options: OpeningOptions, created: Created): undefined => {
    const { opener, openerSignal } = options;
    if (!opener || !openerSignal) created(new TypeError('A request without an opener.'));
    else opener(openerSignal).then((socket) => created(null, socket), created);
    return undefined;
  };
  // The types know only an agent that connects at once.
  Object.assign(agent, { createConnection: open });
  return agent;
};

/** One exchange, to its last byte, its limit or its time. Never rejects. */
export const exchange = ({ probe, agent, opener, absoluteFor, signal, timeout }: ExchangeOptions): Promise<Exchanged> =>
  new Promise((resolve) => {
    const url = new URL(probe.url);
    const asked = performance.now();
    let started: number | null = null;
    let isOver = false;
    const own = new AbortController();
    const headers: Record<string, string> = {
      ...probeHeaders(probe),
      'accept-encoding': 'gzip, deflate, br',
      host: url.host,
    };
    if (probe.body !== undefined) headers['content-length'] = String(Buffer.byteLength(probe.body));
    const authorization = absoluteFor === null ? null : proxyAuthorization(absoluteFor);
    if (authorization !== null) headers['proxy-authorization'] = authorization;
    const options: OpeningOptions = {
      method: probe.method,
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: absoluteFor === null ? url.pathname + url.search : url.href.replace(/#.*$/, ''),
      headers,
      agent,
      maxHeaderSize: 64 * 1024,
      opener,
      openerSignal: own.signal,
    };
    const request = (url.protocol === 'https:' ? https : http).request(options);
    const over = (result: Exchanged) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      own.abort();
      if (!result.ok) request.destroy();
      resolve(result);
    };
    const elapsed = () => Math.round(performance.now() - (started ?? asked));
    const fail = (kind: NetworkFailure['kind'], code: string | null, proxy: string | null = null) =>
      over({
        ok: false,
        kind,
        code,
        proxy,
        milliseconds: Math.round(performance.now() - asked),
      });
    const stop = () => fail('stopped', null);
    const timer = setTimeout(() => fail('answer-timeout', 'ETIMEDOUT'), timeout ?? probe.timeout ?? defaultTimeout);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    request.once('socket', () => {
      started = performance.now();
    });
    request.on('error', (error: Error) => {
      if (error instanceof ConnectionFailure) fail(error.kind, error.code, error.proxy);
      else {
        const code = codeOf(error);
        fail(failureKind(code), code);
      }
    });
    request.on('response', (response) => {
      const body = new Body(probe.limit ?? defaultLimit, probe.into, Number(response.headers['content-length']));
      readBody(response, body, (problem, bytes) => {
        if (problem === 'answer-too-large') fail(problem, null);
        else if (problem !== null) fail(failureKind(codeOf(problem)), codeOf(problem));
        else
          over({ ok: true, status: response.statusCode ?? 0, headers: flat(response), bytes, milliseconds: elapsed() });
      });
    });
    request.end(probe.body);
  });

type Problem = 'answer-too-large' | Error | null;

/** Bytes in one piece, put together while they come in, so that no piece is kept. */
class Body {
  #buffer: Buffer | null;
  #size = 0;
  readonly #limit: number;
  /** As the sender says, of the bytes before they are decoded. */
  readonly #told: number;

  constructor(limit: number, into: Uint8Array | undefined, told: number) {
    this.#limit = limit;
    this.#told = told;
    this.#buffer = into ? Buffer.from(into.buffer, into.byteOffset, into.byteLength) : null;
  }

  /** False where it is more than the limit. */
  take(chunk: Buffer): boolean {
    const size = this.#size + chunk.length;
    if (size > this.#limit) return false;
    if (this.#buffer === null || size > this.#buffer.length) this.#grow(size);
    this.#buffer?.set(chunk, this.#size);
    this.#size = size;
    return true;
  }

  bytes(): Uint8Array {
    return this.#buffer?.subarray(0, this.#size) ?? new Uint8Array();
  }

  /** A little more than is told, since pages that are put into the same place differ a little. */
  #grow(size: number): void {
    const told = this.#told > 0 && this.#told <= this.#limit ? Math.ceil(this.#told * 1.1) : 0;
    const grown = Buffer.allocUnsafeSlow(Math.max(told, size, this.#size * 2));
    this.#buffer?.copy(grown, 0, 0, this.#size);
    this.#buffer = grown;
  }
}

/** Decodes while it comes in and stops at the limit, so that an exploding body costs no memory. */
const readBody = (response: IncomingMessage, body: Body, done: (problem: Problem, bytes: Uint8Array) => void): void => {
  const decoders: Transform[] = [];
  const end = (problem: Problem) => {
    if (problem !== null) for (const decoder of decoders) decoder.destroy();
    done(problem, problem === null ? body.bytes() : new Uint8Array());
  };
  const take = (chunk: Buffer) => {
    if (!body.take(chunk)) end('answer-too-large');
  };
  const makeDecoders = decodersFor(response.headers['content-encoding']);
  response.on('error', end);
  response.on('data', (chunk: Buffer) => {
    if (makeDecoders === null) {
      take(chunk);
      return;
    }
    if (decoders.length === 0) {
      decoders.push(...makeDecoders(chunk));
      for (const [index, decoder] of decoders.entries()) {
        decoder.on('error', end);
        const next = decoders[index + 1];
        if (next) decoder.pipe(next);
        else decoder.on('data', take).on('end', () => end(null));
      }
    }
    decoders[0]?.write(chunk);
  });
  response.on('end', () => {
    // A body without a byte needs no decoding, whatever its encoding is called.
    if (decoders.length === 0) end(null);
    else decoders[0]?.end();
  });
};

const decodersFor = (encoding: string | undefined): ((first: Buffer) => Transform[]) | null => {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse();
  if (names.length === 0) return null;
  return (first) =>
    names.map((name) => {
      if (name === 'gzip' || name === 'x-gzip') return zlib.createGunzip();
      if (name === 'br') return zlib.createBrotliDecompress();
      if (name === 'deflate') return ((first[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw();
      return zlib.createUnzip();
    });
};

const flat = (response: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
    ),
  );
