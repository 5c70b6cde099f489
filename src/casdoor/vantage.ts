import type { Answer, Attempt, Fact, Lookup, TlsLook, UsedRoute } from '../checks/evidence';
import type { PageAnswer } from '../directory/ask-page';
import type { Secret } from '../secrets/secret';

/** One request of a probe. Redirects are never followed. Cookies are never kept. */
export type ProbeRequest = {
  method: 'GET' | 'POST' | 'HEAD' | 'PATCH' | 'PUT' | 'DELETE';
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Form encoded or JSON, with its content type in `headers`. */
  body?: string;
  /** Sent as Basic, unencoded, as Casdoor reads it. A vantage never logs it and takes it out of what comes back. */
  credentials?: { clientId: string; secret: Secret };
  /** Asks for a connection of its own that is closed afterwards. */
  fresh?: boolean;
  /** Asked no second time, whatever becomes of the connection: the first one may have used up what it brought. */
  once?: boolean;
  /** Bytes of the decoded body; 1 MiB unless told. */
  limit?: number;
  /** The body's bytes are put here where they fit, over what stood there. */
  into?: Uint8Array;
  /** Milliseconds for the whole exchange. */
  timeout?: number;
  /**
   * The address was named by a document, not typed by a person: it is resolved once and then connected to, never
   * link-local, and private only where the typed one is. A refusal has the code `ADDRESS_NOT_ALLOWED`.
   */
  foreign?: { allowsPrivate: boolean };
};

/**
 * A place to look from. Two exist: `local` sees names, sockets and certificates, `cloud` what fetch tells. Neither
 * judges. What a place cannot see is a missing fact `not-from-here`.
 */
export interface Vantage {
  readonly from: 'local' | 'cloud';
  /** Never rejects: what goes wrong on the network is a value. A reset on a reused connection is tried once more on a fresh one. */
  request(request: ProbeRequest, signal: AbortSignal): Promise<Attempt<Answer>>;
  /**
   * The same for what is read as bytes: a page of a million people would be spelled out as text three times otherwise.
   * Nothing is taken out of it, so it is for whoever keeps nothing but named fields of it.
   */
  bytes(request: ProbeRequest, signal: AbortSignal): Promise<Attempt<PageAnswer>>;
  lookup(host: string, signal: AbortSignal): Promise<Fact<Attempt<Lookup>>>;
  /** A look at the certificate. On an untrusted connection nothing is sent. */
  tls(origin: string, signal: AbortSignal): Promise<Fact<TlsLook>>;
  /** How the last requests travelled. */
  used(): UsedRoute;
  /** Closes kept connections. */
  close(): Promise<void>;
}
