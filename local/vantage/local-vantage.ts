import { isIP } from 'node:net';
import { pageAnswer, type RawAnswer, readAnswer, readAs } from '../../src/casdoor/answer';
import { isPrivateAddress } from '../../src/casdoor/network-address';
import { codeOf, failureKind } from '../../src/casdoor/network-failure';
import type { ProbeRequest, Vantage } from '../../src/casdoor/vantage';
import {
  type Answer,
  type Attempt,
  type Fact,
  known,
  type Lookup,
  missing,
  type TlsLook,
  type UsedRoute,
} from '../../src/checks/evidence';
import type { PageAnswer } from '../../src/directory/ask-page';
import { type Authority, environmentAuthorities, makeTrust } from './authorities';
import {
  ConnectionFailure,
  type Destination,
  handshake,
  openProxySocket,
  openTunnel,
  speaksHttp,
  speaksTls,
} from './connection';
import { type Exchanged, exchange, makeAgent } from './exchange';
import { type Resolve, resolveBySystem, resolveInTime } from './name-lookup';
import { type Environment, proxyFor, shownProxy } from './proxy-settings';
import { lookAtCertificate } from './tls-look';

export type LocalVantageOptions = {
  /** Trusted beside what the system and NODE_EXTRA_CA_CERTS name. */
  authorities?: readonly Authority[];
  /** Where proxies and NODE_EXTRA_CA_CERTS are named. */
  environment?: Environment;
  resolve?: Resolve;
};

/** Bytes that an authority's certificate may have. */
const issuerLimit = 64 * 1024;

/** Looks from this computer: names, sockets, certificates, proxies. Made for one run; closes what it opened. */
export const makeLocalVantage = (options: LocalVantageOptions = {}): Vantage => new LocalVantage(options);

class LocalVantage implements Vantage {
  readonly from = 'local';
  readonly #environment: Environment;
  readonly #resolve: Resolve;
  readonly #trust: ReturnType<typeof makeTrust>;
  readonly #kept = { http: makeAgent(false, true), https: makeAgent(true, true) };
  readonly #names = new Map<string, Promise<Attempt<Lookup>>>();
  readonly #tlsPorts = new Map<string, Promise<boolean>>();
  #used: UsedRoute = { proxy: null, authority: null };

  constructor({ authorities = [], environment = process.env, resolve = resolveBySystem }: LocalVantageOptions) {
    this.#environment = environment;
    this.#resolve = resolve;
    this.#trust = makeTrust([...authorities, ...environmentAuthorities(environment)]);
  }

  async request(probe: ProbeRequest, signal: AbortSignal): Promise<Attempt<Answer>> {
    return readAs(await this.#ask(probe, signal), readAnswer);
  }

  async bytes(probe: ProbeRequest, signal: AbortSignal): Promise<Attempt<PageAnswer>> {
    return readAs(await this.#ask(probe, signal), pageAnswer);
  }

  async #ask(probe: ProbeRequest, signal: AbortSignal): Promise<Attempt<RawAnswer>> {
    const started = performance.now();
    let result = await this.#exchange(probe, signal);
    // Casdoor closes a kept connection without announcing it after it refused a client: the reset that the next request
    // meets has nothing to do with it. And what happens once on a new one says little of a network. So it is asked
    // again on a connection of its own, whose reset is believed; every probe may be asked twice, unless it says otherwise.
    if (!result.ok && result.kind === 'connection-closed' && !probe.once && !signal.aborted)
      result = await this.#exchange({ ...probe, fresh: true }, signal);
    const url = new URL(probe.url);
    const looksOdd = result.ok
      ? result.status === 400
      : result.kind === 'connection-closed' || result.kind === 'answer-garbled';
    if (url.protocol === 'http:' && looksOdd && !signal.aborted && (await this.#speaksTls(url, probe, signal)))
      result = { ok: false, kind: 'tls-required', code: null, proxy: null, milliseconds: 0 };
    if (result.ok) {
      const { status, headers, bytes, milliseconds } = result;
      return { answered: true, value: { request: probe, status, headers, bytes, milliseconds } };
    }
    return {
      answered: false,
      failure: {
        kind: result.kind,
        host: url.hostname,
        port: portOf(url),
        milliseconds: Math.round(performance.now() - started),
        code: result.code,
        proxy: result.proxy ?? this.#shownProxyFor(url),
      },
    };
  }

  lookup(host: string, _signal: AbortSignal): Promise<Fact<Attempt<Lookup>>> {
    // Behind a proxy the names are the proxy's business: this machine may know none.
    const isProxied = ['https', 'http'].some(
      (scheme) => proxyFor(new URL(`${scheme}://${host}`), this.#environment) !== null,
    );
    const bare = host.replace(/^\[|\]$/g, '');
    const looked = this.#names.get(bare) ?? this.#look(bare);
    this.#names.set(bare, looked);
    return looked.then((attempt) =>
      isProxied && !attempt.answered ? missing({ reason: 'not-applicable' }) : known(attempt),
    );
  }

  async tls(origin: string, signal: AbortSignal): Promise<Fact<TlsLook>> {
    const url = new URL(origin);
    if (url.protocol !== 'https:') return missing({ reason: 'not-applicable' });
    const to = this.#destination(url, undefined, signal);
    try {
      const look = await lookAtCertificate({
        to,
        trust: this.#trust,
        fetchIssuer: async (address) => this.#fetchIssuer(address, await this.#isPrivate(url.hostname, signal), signal),
      });
      if (look.trustedBy !== null && look.trustedBy !== 'system') {
        const subject = look.chain.at(-1)?.issuer ?? look.chain.at(-1)?.subject ?? '';
        this.#used = { ...this.#used, authority: { subject, from: look.trustedBy } };
      }
      return known(look);
    } catch {
      // The request for the document meets the same, and says what it is.
      return missing({ reason: 'needs', fact: 'discovery' });
    }
  }

  used(): UsedRoute {
    return this.#used;
  }

  async close(): Promise<void> {
    this.#kept.http.destroy();
    this.#kept.https.destroy();
  }

  async #look(bare: string): Promise<Attempt<Lookup>> {
    const started = performance.now();
    try {
      const found = isIP(bare) ? [{ address: bare, family: isIP(bare) }] : await this.#resolveOnce(bare);
      const addresses = [...new Set(found.map(({ address }) => address))];
      return { answered: true, value: { addresses, hasPrivate: addresses.some(isPrivateAddress) } };
    } catch (error) {
      const code = codeOf(error);
      const kind = failureKind(code);
      return {
        answered: false,
        failure: {
          kind: kind === 'name-service-silent' || kind === 'host-unknown' ? kind : 'host-unknown',
          host: bare,
          port: 0,
          milliseconds: Math.round(performance.now() - started),
          code,
          proxy: null,
        },
      };
    }
  }

  /** One answer a name for the whole run, so that what was judged is what is connected to. */
  readonly #resolved = new Map<string, ReturnType<Resolve>>();
  #resolveOnce(host: string): ReturnType<Resolve> {
    const resolved = this.#resolved.get(host) ?? resolveInTime(this.#resolve, host);
    this.#resolved.set(host, resolved);
    return resolved;
  }

  #destination(url: URL, foreign: ProbeRequest['foreign'], signal: AbortSignal): Destination {
    return {
      hostname: url.hostname,
      port: portOf(url),
      proxy: proxyFor(url, this.#environment),
      resolve: (host) => this.#resolveOnce(host),
      ...(foreign ? { foreign } : {}),
      signal,
    };
  }

  async #exchange(probe: ProbeRequest, signal: AbortSignal): Promise<Exchanged> {
    const url = new URL(probe.url);
    const isSecure = url.protocol === 'https:';
    const proxy = proxyFor(url, this.#environment);
    if (proxy !== null) this.#used = { ...this.#used, proxy: shownProxy(proxy) };
    // Kept connections are the typed address's: one that a document named is looked at and left.
    const isFresh = probe.fresh === true || probe.foreign !== undefined;
    const agent = isFresh ? makeAgent(isSecure, false) : isSecure ? this.#kept.https : this.#kept.http;
    return exchange({
      probe,
      agent,
      absoluteFor: isSecure ? null : proxy,
      signal,
      timeout: probe.timeout,
      opener: async (openerSignal) => {
        const to = this.#destination(url, probe.foreign, openerSignal);
        if (!isSecure) return proxy === null ? openTunnel(to) : openProxySocket(to, proxy);
        return this.#openSecure(to);
      },
    });
  }

  async #openSecure(to: Destination) {
    const socket = await openTunnel(to);
    try {
      return await handshake(socket, {
        hostname: to.hostname,
        context: this.#trust.all(),
        verifies: true,
        signal: to.signal,
      });
    } catch (error) {
      if (error instanceof ConnectionFailure) throw error;
      const code = codeOf(error);
      const kind = failureKind(code);
      // Bytes that are no TLS, or a hang-up: http in the clear, asked for, settles it.
      if ((kind === 'tls-failed' || kind === 'connection-closed') && !to.signal.aborted && (await speaksHttp(to)))
        throw new ConnectionFailure('tls-not-spoken', code, to.proxy, error);
      throw new ConnectionFailure(kind, code, to.proxy, error);
    }
  }

  #speaksTls(url: URL, probe: ProbeRequest, signal: AbortSignal): Promise<boolean> {
    if (proxyFor(url, this.#environment) !== null) return Promise.resolve(false);
    const asked = this.#tlsPorts.get(url.host) ?? speaksTls(this.#destination(url, probe.foreign, signal));
    this.#tlsPorts.set(url.host, asked);
    return asked;
  }

  async #fetchIssuer(address: string, allowsPrivate: boolean, signal: AbortSignal): Promise<Uint8Array | null> {
    const probe: ProbeRequest = {
      method: 'GET',
      url: address,
      fresh: true,
      limit: issuerLimit,
      timeout: 3000,
      foreign: { allowsPrivate },
    };
    const result = await this.#exchange(probe, signal);
    return result.ok && result.status === 200 ? result.bytes : null;
  }

  async #isPrivate(hostname: string, signal: AbortSignal): Promise<boolean> {
    const lookup = await this.lookup(hostname, signal);
    return lookup.known && lookup.value.answered && lookup.value.value.hasPrivate;
  }

  #shownProxyFor(url: URL): string | null {
    const proxy = proxyFor(url, this.#environment);
    return proxy === null ? null : shownProxy(proxy);
  }
}

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
