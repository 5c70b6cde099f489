import type { ProbeRequest, Vantage } from '../../src/casdoor/vantage';
import { missing, type NetworkFailure } from '../../src/checks/evidence';

/** A place from which nothing can be reached; keeps what it was asked for, secrets included. */
export const blindVantage = (asked: ProbeRequest[] = []): Vantage => {
  const refuse: (request: ProbeRequest) => Promise<{ answered: false; failure: NetworkFailure }> = async (request) => {
    asked.push(request);
    const { hostname, port } = new URL(request.url);
    return {
      answered: false,
      failure: {
        kind: 'connection-refused',
        host: hostname,
        port: Number(port || 443),
        milliseconds: 1,
        code: 'ECONNREFUSED',
        proxy: null,
      },
    };
  };
  return {
    from: 'local',
    request: refuse,
    bytes: refuse,
    lookup: async () => missing({ reason: 'not-from-here' }),
    tls: async () => missing({ reason: 'not-from-here' }),
    used: () => ({ proxy: null, authority: null }),
    close: async () => {},
  };
};
