import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LoopbackListener = {
  port: number;
  /** `http://127.0.0.1:PORT`. */
  address: string;
  /** Whether a Host header names this listener: a page whose name was pointed at loopback must not read it (DNS rebinding). */
  isOwnHost: (host: string | undefined) => boolean;
  /** Also ends the connections that clients keep. */
  close: () => Promise<void>;
};

/** Listens on 127.0.0.1 alone: on the port that is asked for where it is free, else on any. */
export const listenOnLoopback = async (server: Server, port = 0): Promise<LoopbackListener> => {
  const got = await listen(server, port).catch((error: NodeJS.ErrnoException) => {
    if (port === 0 || error.code !== 'EADDRINUSE') throw error;
    return listen(server, 0);
  });
  return {
    port: got,
    address: `http://127.0.0.1:${got}`,
    isOwnHost: (host) => host === `127.0.0.1:${got}` || host === `localhost:${got}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
