import type { ProbeRequest, Vantage } from '../../src/casdoor/vantage';
import { missing } from '../../src/checks/evidence';

/** A place from which nothing can be reached; keeps what it was asked for, secrets included. */
export const blindVantage = (asked: ProbeRequest[] = []): Vantage => ({
  from: 'local',
  request: async (request) => {
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
  },
  lookup: async () => missing({ reason: 'not-from-here' }),
  tls: async () => missing({ reason: 'not-from-here' }),
  used: () => ({ proxy: null, authority: null }),
  close: async () => {},
});
