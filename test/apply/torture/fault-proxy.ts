import { createServer, request as send } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOnLoopback } from '../../../local/casdoor/loopback';

/** What befalls a request that would change something. */
export type Fault =
  | { kind: 'none' }
  /** It arrives late, or its answer does. Milliseconds. */
  | { kind: 'arrives-late' | 'answers-late'; by: number }
  /** The connection ends: it has not arrived, or it has. */
  | { kind: 'dies-before' | 'dies-after' };

export type FaultProxy = {
  address: string;
  /** Changed while it runs. */
  fault: Fault;
  /** Milliseconds before each request is passed on, so that there is something to be killed in. */
  delay: number;
  /** Where it leads. */
  upstream: string;
  /** Resolves once nothing is on its way any more. */
  quiet: () => Promise<void>;
  close: () => Promise<void>;
};

/** Stands before a server. What has begun to arrive arrives, whether whoever sent it lives or not. */
export const startFaultProxy = async (delay: number): Promise<FaultProxy> => {
  let onTheirWay = 0;
  const server = createServer((request, response) => {
    const answer = async () => {
      const sent: Buffer[] = [];
      for await (const part of request) sent.push(Buffer.from(part));
      const fault: Fault = request.method === 'GET' ? { kind: 'none' } : proxy.fault;
      await sleep(proxy.delay);
      if (fault.kind === 'dies-before') return response.destroy();
      if (fault.kind === 'arrives-late') await sleep(fault.by);
      const { status, headers, body } = await passOn(request.method ?? 'GET', request.url ?? '/', {
        headers: request.headers,
        body: Buffer.concat(sent),
      });
      if (fault.kind === 'answers-late') await sleep(fault.by);
      if (fault.kind === 'dies-after') return response.destroy();
      response.writeHead(status, headers).end(body);
    };
    onTheirWay += 1;
    answer()
      // Whoever sent it may be dead.
      .catch(() => response.destroy())
      .finally(() => {
        onTheirWay -= 1;
      });
  });
  const passOn = (
    method: string,
    path: string,
    { headers, body }: { headers: NodeJS.Dict<string | string[]>; body: Buffer },
  ) =>
    new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
      const to = new URL(proxy.upstream);
      const onwards = send(
        { host: to.hostname, port: to.port, method, path, headers: { ...headers, host: to.host } },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(parts) }),
          );
        },
      );
      onwards.on('error', reject);
      onwards.end(body);
    });
  const listener = await listenOnLoopback(server);
  const proxy: FaultProxy = {
    address: listener.address,
    fault: { kind: 'none' },
    delay,
    upstream: '',
    quiet: async () => {
      while (onTheirWay > 0) await sleep(5);
    },
    close: listener.close,
  };
  return proxy;
};
