/** A pasted address as it was understood. */
export type CasdoorAddress = {
  /** Scheme, host and port as the URL standard spells them, without a trailing slash. */
  origin: string;
  scheme: 'http' | 'https';
  /** Lower case, punycode; an IPv6 address keeps its brackets. */
  host: string;
  port: number;
  /** A path prefix below which Casdoor was said to be, without a trailing slash; mostly empty. */
  prefix: string;
  /** No scheme was typed; https was taken, or http for loopback. */
  schemeAssumed: boolean;
  organization: string | null;
  application: string | null;
  clientId: string | null;
};
