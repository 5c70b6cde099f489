import { createServer, request as httpRequest } from 'node:http';
import { type LoopbackListener, listenOnLoopback } from '../casdoor/loopback';

/**
 * A proxy as one makes it in a hurry: it hands requests on under the name that it knows the server by, as nginx does
 * without `proxy_set_header Host`. Casdoor then calls itself by that name.
 */
export const startCarelessProxy = async (serverPort: number, port?: number): Promise<LoopbackListener> => {
  const server = createServer((incoming, outgoing) => {
    if (!listener.isOwnHost(incoming.headers.host)) {
      outgoing.writeHead(421).end();
      return;
    }
    const onward = httpRequest(
      {
        host: '127.0.0.1',
        port: serverPort,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: `localhost:${serverPort}`, connection: 'close' },
        agent: false,
      },
      (answer) => {
        const { connection: _, ...headers } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    incoming.pipe(onward);
  });
  const listener = await listenOnLoopback(server, port);
  return listener;
};
