import type { ProbeRequest, Vantage } from '../../src/casdoor/vantage';
import { known, missing } from '../../src/checks/evidence';

/**
 * A vantage for which some origins stand on loopback: `https://jira.acme.example` is nobody's, and asking the network for
 * it would let the demo leave this machine. Everything else goes the way of the vantage inside.
 */
export const withStandIns = (inside: Vantage, standIns: ReadonlyMap<string, string>): Vantage => ({
  from: inside.from,
  request: async (request, signal) => {
    const attempt = await inside.request(redirected(request, standIns), signal);
    return attempt.answered ? { ...attempt, value: { ...attempt.value, url: request.url } } : attempt;
  },
  bytes: (request, signal) => inside.bytes(redirected(request, standIns), signal),
  lookup: async (host, signal) => {
    const isStandIn = [...standIns.keys()].some((origin) => new URL(origin).hostname === host);
    if (!isStandIn) return inside.lookup(host, signal);
    return known({ answered: true, value: { addresses: ['127.0.0.1'], hasPrivate: true } });
  },
  tls: async (origin, signal) =>
    standIns.has(origin) ? missing({ reason: 'not-applicable' }) : inside.tls(origin, signal),
  used: () => inside.used(),
  close: () => inside.close(),
});

/** To where the stand-in listens; a request to anybody else stays as it is. */
const redirected = (request: ProbeRequest, standIns: ReadonlyMap<string, string>): ProbeRequest => {
  const origin = originOf(request.url);
  const address = standIns.get(origin);
  return address === undefined ? request : { ...request, url: address + request.url.slice(origin.length) };
};

const originOf = (url: string): string => /^[a-z]+:\/\/[^/?#]*/.exec(url)?.[0] ?? '';
