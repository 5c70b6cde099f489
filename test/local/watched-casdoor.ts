import { createServer, type IncomingMessage, request as send } from 'node:http';
import { listenOnLoopback } from '../../local/casdoor/loopback';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../local/casdoor/start';

/** What went to Casdoor and what came back, as somebody on the wire would see it. */
export type Traffic = { path: string; sent: string; authorization: string; came: string };

/** The embedded Casdoor behind a wire that is listened to, and that can be made to keep an answer for ever. */
export const startWatchedCasdoor = async () => {
  const traffic: Traffic[] = [];
  const holds = new Set<string>();
  const server = createServer((request, response) => {
    readAll(request)
      .then((sent) => {
        const { pathname } = new URL(request.url ?? '/', 'http://casdoor.invalid');
        const seen: Traffic = { path: pathname, sent, authorization: request.headers.authorization ?? '', came: '' };
        traffic.push(seen);
        if (holds.has(pathname)) return;
        const { method, headers } = request;
        const onwards = send({ host: '127.0.0.1', port: casdoor.port, method, path: request.url, headers });
        onwards.on('response', (answer) => {
          readAll(answer)
            .then((came) => {
              seen.came = came;
              response.writeHead(answer.statusCode ?? 500, answer.headers).end(came);
            })
            .catch(() => response.destroy());
        });
        onwards.on('error', () => response.destroy());
        onwards.end(sent);
      })
      .catch(() => response.destroy());
  });
  const listener = await listenOnLoopback(server);
  const casdoor: EmbeddedCasdoor = await startEmbeddedCasdoor({ hosts: [`127.0.0.1:${listener.port}`] });
  return {
    address: listener.address,
    world: casdoor.world,
    traffic,
    /** From now on this path is asked and never answers; told again, it does. */
    hold: (path: string, isHeld: boolean) => {
      if (isHeld) holds.add(path);
      else holds.delete(path);
    },
    close: async () => {
      await listener.close();
      await casdoor.close();
    },
  };
};
export type WatchedCasdoor = Awaited<ReturnType<typeof startWatchedCasdoor>>;

const readAll = async (message: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of message as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
};
