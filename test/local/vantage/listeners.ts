import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https, { type ServerOptions } from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';

const open: { server: Server; sockets: Set<Socket> }[] = [];

const listen = async (server: Server): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** All on loopback, on ports of their own. */
export const serve = (listener: RequestListener): Promise<number> => listen(http.createServer(listener));
export const serveTls = (options: ServerOptions, listener: RequestListener): Promise<number> => {
  const server = https.createServer(options, listener);
  server.on('tlsClientError', () => {});
  return listen(server);
};
export const serveSockets = (onSocket: (socket: Socket) => void): Promise<number> => listen(net.createServer(onSocket));
export const serveWith = (server: Server): Promise<number> => listen(server);

/** A port on which nobody listens. */
export const freePort = async (): Promise<number> => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
};

export const closeAll = async (): Promise<void> => {
  await Promise.all(
    open.splice(0).map(
      ({ server, sockets }) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          for (const socket of sockets) socket.destroy();
        }),
    ),
  );
};

export const answerJson = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"answered":true}');
};
