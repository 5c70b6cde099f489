import { connect, isIP, type Socket } from 'node:net';
import tls, { type SecureContext, type TLSSocket } from 'node:tls';
import { isLinkLocal, isPrivateAddress } from '../../src/casdoor/network-address';
import { codeOf, failureKind } from '../../src/casdoor/network-failure';
import type { NetworkFailure } from '../../src/checks/evidence';
import { type Resolve, resolveInTime } from './name-lookup';
import { proxyAuthorization, proxyPort, shownProxy } from './proxy-settings';

/** Why no connection came about, already told apart. */
export class ConnectionFailure extends Error {
  readonly kind: NetworkFailure['kind'];
  readonly code: string | null;
  readonly proxy: string | null;

  constructor(kind: NetworkFailure['kind'], code: string | null, proxy: URL | null, cause?: unknown) {
    super(`No connection: ${kind}`, { cause });
    this.name = 'ConnectionFailure';
    this.kind = kind;
    this.code = code;
    this.proxy = proxy === null ? null : shownProxy(proxy);
  }
}

export type Destination = {
  /** As in a URL: an IPv6 address has brackets. */
  hostname: string;
  port: number;
  proxy: URL | null;
  resolve: Resolve;
  /** Present where a document named the address. */
  foreign?: { allowsPrivate: boolean };
  signal: AbortSignal;
};

/** Milliseconds. Below what one exchange has, so that the finding is "nobody took the call" and not "no answer". */
const connectTimeout = 6000;
/** A second address is tried beside the first one after this. */
const attemptTimeout = 1500;

/** A connection to the host itself, through the proxy's tunnel where there is one. */
export const openTunnel = async (to: Destination): Promise<Socket> => {
  if (to.proxy === null) return openSocket(to, to.hostname, to.port);
  const socket = await openProxySocket(to, to.proxy);
  await askForTunnel(socket, to, to.proxy);
  return socket;
};

/** A connection to the proxy, for a request over http that names the whole address. */
export const openProxySocket = async (to: Destination, proxy: URL): Promise<Socket> => {
  try {
    const plain: Destination = { ...to, proxy: null };
    delete plain.foreign;
    const socket = await openSocket(plain, proxy.hostname, proxyPort(proxy));
    if (proxy.protocol === 'http:') return socket;
    return await handshake(socket, { hostname: proxy.hostname, context: undefined, verifies: true, signal: to.signal });
  } catch (error) {
    // Whatever is wrong on the way to the proxy, it is the proxy that is meant.
    const code = error instanceof ConnectionFailure ? (error.code ?? error.kind) : codeOf(error);
    throw new ConnectionFailure(to.signal.aborted ? 'stopped' : 'proxy-refused', code, proxy, error);
  }
};

const openSocket = async (to: Destination, hostname: string, port: number): Promise<Socket> => {
  const host = hostname.replace(/^\[|\]$/g, '');
  let addresses: readonly { address: string; family: number }[];
  try {
    addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolveInTime(to.resolve, host);
  } catch (error) {
    const code = codeOf(error);
    const kind = code === 'ECONNREFUSED' || code === 'ETIMEDOUT' ? 'name-service-silent' : failureKind(code);
    throw new ConnectionFailure(kind === 'unknown' ? 'host-unknown' : kind, code, null, error);
  }
  const { foreign } = to;
  const allowed = foreign ? addresses.filter(({ address }) => isAllowed(address, foreign.allowsPrivate)) : addresses;
  if (allowed.length === 0) throw new ConnectionFailure('unknown', 'ADDRESS_NOT_ALLOWED', null);
  if (to.signal.aborted) throw new ConnectionFailure('stopped', null, null);
  return new Promise<Socket>((resolve, reject) => {
    const socket = connect({
      host,
      port,
      // The addresses that were looked at are the ones that are connected to: a second look-up could say others.
      lookup: (_host, options, callback) => {
        if (options.all) callback(null, [...allowed]);
        else callback(null, allowed[0]?.address ?? '', allowed[0]?.family);
      },
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: attemptTimeout,
      noDelay: true,
    });
    const done = (error: ConnectionFailure | null) => {
      clearTimeout(timer);
      to.signal.removeEventListener('abort', stop);
      socket.removeListener('error', failed);
      if (error === null) {
        resolve(socket);
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const failed = (error: Error) => {
      const code = connectCode(error);
      done(new ConnectionFailure(failureKind(code), code, null, error));
    };
    const stop = () => done(new ConnectionFailure('stopped', null, null));
    const timer = setTimeout(
      () => done(new ConnectionFailure('connection-timeout', 'ETIMEDOUT', null)),
      connectTimeout,
    );
    to.signal.addEventListener('abort', stop, { once: true });
    socket.once('error', failed);
    socket.once('connect', () => done(null));
  });
};

const isAllowed = (address: string, allowsPrivate: boolean): boolean =>
  !isLinkLocal(address) && (allowsPrivate || !isPrivateAddress(address));

/** Of several addresses that failed, the failure that says most: a machine without IPv6 says nothing of the host. */
const connectCode = (error: Error & { errors?: unknown }): string | null => {
  const all = Array.isArray(error.errors) ? error.errors.map(codeOf) : [codeOf(error)];
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH'].find((code) => all.includes(code)) ?? all.at(-1) ?? null
  );
};

const askForTunnel = (socket: Socket, to: Destination, proxy: URL): Promise<void> =>
  new Promise((resolve, reject) => {
    let head = '';
    const done = (error: ConnectionFailure | null) => {
      clearTimeout(timer);
      to.signal.removeEventListener('abort', stop);
      socket.removeListener('data', read);
      socket.removeListener('error', closed);
      socket.removeListener('close', closed);
      if (error === null) {
        resolve();
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const read = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end === -1 && head.length < 16_384) return;
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0);
      if (status >= 200 && status < 300) {
        socket.pause();
        const rest = Buffer.from(head.slice(end + 4), 'latin1');
        if (rest.length > 0) socket.unshift(rest);
        done(null);
        return;
      }
      // The proxy was willing, but did not get there itself (RFC 9110 §15.6.3 and §15.6.5).
      const kind = status === 502 || status === 503 || status === 504 ? 'host-unreachable' : 'proxy-refused';
      done(new ConnectionFailure(kind, status === 0 ? null : `HTTP_${status}`, proxy));
    };
    const closed = (error?: unknown) =>
      done(new ConnectionFailure('proxy-refused', codeOf(error) ?? 'ECONNRESET', proxy));
    const stop = () => done(new ConnectionFailure('stopped', null, proxy));
    const timer = setTimeout(
      () => done(new ConnectionFailure('connection-timeout', 'ETIMEDOUT', proxy)),
      connectTimeout,
    );
    to.signal.addEventListener('abort', stop, { once: true });
    socket.on('data', read);
    socket.once('error', closed);
    socket.once('close', closed);
    const authority = `${to.hostname}:${to.port}`;
    const authorization = proxyAuthorization(proxy);
    socket.write(
      `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization === null ? '' : `Proxy-Authorization: ${authorization}\r\n`}\r\n`,
    );
  });

export type HandshakeOptions = {
  hostname: string;
  /** Undefined: what the system trusts. */
  context: SecureContext | undefined;
  /** False for a look: nothing is to be sent through what comes back. */
  verifies: boolean;
  signal: AbortSignal;
};

/** TLS over an open connection. Rejects with the code of what went wrong in `code`. */
export const handshake = (socket: Socket, options: HandshakeOptions): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const secured = tls.connect({
      socket,
      host,
      // RFC 6066 §3: an address is no server name.
      ...(isIP(host) ? {} : { servername: host }),
      ...(options.context ? { secureContext: options.context } : {}),
      // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED has no say.
      rejectUnauthorized: options.verifies,
      ALPNProtocols: ['http/1.1'],
    });
    const done = (error: unknown) => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      secured.removeListener('error', done);
      secured.removeListener('close', closed);
      secured.on('error', () => {});
      secured.destroy();
      reject(error);
    };
    const closed = () =>
      done(Object.assign(new Error('Closed before the handshake was over.'), { code: 'ECONNRESET' }));
    const stop = () => done(new ConnectionFailure('stopped', null, null));
    const timer = setTimeout(() => done(new ConnectionFailure('answer-timeout', 'ETIMEDOUT', null)), connectTimeout);
    options.signal.addEventListener('abort', stop, { once: true });
    secured.once('error', done);
    secured.once('close', closed);
    secured.once('secureConnect', () => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      secured.removeListener('error', done);
      secured.removeListener('close', closed);
      resolve(secured);
    });
  });

/** Milliseconds for a second look at what a port speaks. */
const lookTimeout = 3000;

/** Whether a port answers http in the clear: asked without credentials after a failed handshake. */
export const speaksHttp = async (to: Destination): Promise<boolean> => {
  try {
    const socket = await openTunnel(to);
    return await new Promise<boolean>((resolve) => {
      const done = (is: boolean) => {
        clearTimeout(timer);
        socket.destroy();
        resolve(is);
      };
      const timer = setTimeout(() => done(false), lookTimeout);
      socket.once('data', (chunk: Buffer) => done(chunk.toString('latin1').startsWith('HTTP/')));
      socket.on('error', () => done(false));
      socket.once('close', () => done(false));
      socket.write(`HEAD / HTTP/1.1\r\nHost: ${to.hostname}:${to.port}\r\nConnection: close\r\n\r\n`);
    });
  } catch {
    return false;
  }
};

/** Whether a port speaks TLS: a handshake goes through, or is refused by an alert (RFC 8446 §6). Nothing is sent. */
export const speaksTls = async (to: Destination): Promise<boolean> => {
  try {
    const socket = await openTunnel(to);
    const secured = await handshake(socket, {
      hostname: to.hostname,
      context: undefined,
      verifies: false,
      signal: AbortSignal.any([to.signal, AbortSignal.timeout(lookTimeout)]),
    });
    secured.on('error', () => {});
    secured.destroy();
    return true;
  } catch (error) {
    return /ALERT|UNRECOGNIZED_NAME/.test(codeOf(error) ?? '');
  }
};
