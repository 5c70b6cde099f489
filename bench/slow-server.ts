import { request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Milliseconds that each request to the slow server takes at least. */
export const roundTrip = 100;

export type Asked = { method: string; path: string; headers: IncomingMessage['headers']; body: Buffer };

/** Passes every request on after a round trip's time, and notes it. */
export const startSlow = async (to: URL, asked: Asked[]): Promise<{ url: string; server: Server }> => {
  const server = createServer((incoming: IncomingMessage, answer: ServerResponse) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      asked.push({ method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers: incoming.headers, body });
      setTimeout(() => {
        const onward = ask(
          {
            host: to.hostname,
            port: to.port,
            method: incoming.method,
            path: incoming.url,
            headers: { ...incoming.headers, host: to.host },
          },
          (response) => {
            answer.writeHead(response.statusCode ?? 502, response.headers);
            response.pipe(answer);
          },
        );
        onward.on('error', () => answer.destroy());
        onward.end(body);
      }, roundTrip);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
};
