import { createServer, type ServerResponse } from 'node:http';
import { type Certificate, makeCertificates } from './certificates';
import { acme, type World } from './documents';
import { type Exchange, type Reply, readExchange } from './exchange';
import { listenOnLoopback } from './loopback';
import type { OriginSettings } from './origin';
import { randomOf } from './random';
import { answer } from './routes';
import type { State } from './state';

export type EmbeddedCasdoorOptions = Omit<OriginSettings, 'origin'> & {
  /** The setting `origin`, or what makes it of the port that was got. */
  origin?: string | ((port: number) => string);
  /** The setting `useGroupPathInToken`; absent: off, as shipped. */
  usesGroupPaths?: boolean;
  /** Absent, or taken: any free port. */
  port?: number;
  /** Absent: the organization `acme` of the recordings. */
  world?: World;
  /** Keys that another embedded Casdoor made already; absent: made now. */
  certificates?: Certificate[];
  /** Host headers that are answered beside `127.0.0.1:PORT` and `localhost:PORT`. */
  hosts?: string[];
  /** Absent: `dev`, as a Casdoor says that was built from source. */
  version?: State['version'];
  /** Once a request was worked on, before anybody is answered: for whoever keeps what it has changed. */
  beforeAnswer?: () => Promise<void>;
  seed?: number;
  now?: () => Date;
};

export type EmbeddedCasdoor = {
  /** `http://127.0.0.1:PORT`. */
  address: string;
  port: number;
  world: World;
  certificates: Certificate[];
  close: () => Promise<void>;
};

/** Starts a Casdoor on loopback that speaks the contract of v3.158.0. */
export const startEmbeddedCasdoor = async (options: EmbeddedCasdoorOptions = {}): Promise<EmbeddedCasdoor> => {
  const world = options.world ?? acme();
  const certificates = options.certificates ?? (await makeCertificates(world.certificates));
  const state: State = {
    ...(typeof options.origin === 'string' ? { origin: options.origin } : {}),
    ...(options.originFrontend === undefined ? {} : { originFrontend: options.originFrontend }),
    ...(options.runMode === undefined ? {} : { runMode: options.runMode }),
    world,
    certificates,
    usesGroupPaths: options.usesGroupPaths ?? false,
    tokens: [],
    sessions: new Map(),
    version: options.version ?? { version: 'dev', commitId: 'unknown', commitOffset: 0 },
    now: options.now ?? (() => new Date()),
    random: randomOf(options.seed ?? 1),
  };
  const hosts = new Set(options.hosts ?? []);
  const server = createServer((request, response) => {
    if (!listener.isOwnHost(request.headers.host) && !hosts.has(request.headers.host ?? '')) {
      response
        .writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
        .end('This server answers on loopback.\n');
      return;
    }
    readExchange(request)
      .then(async (exchange) => {
        const reply = await answer(state, exchange);
        await options.beforeAnswer?.();
        send(response, exchange, reply, state.now());
      })
      .catch(() => {
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
  });
  const listener = await listenOnLoopback(server, options.port);
  const { address, port, close } = listener;
  if (typeof options.origin === 'function') state.origin = options.origin(port);
  return { address, port, world, certificates, close };
};

const send = (response: ServerResponse, exchange: Exchange, reply: Reply, now: Date): void => {
  const isHtml = 'html' in reply.body;
  const pieces = piecesOf(reply);
  response.statusCode = reply.status ?? 200;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (!('nothing' in reply.body)) {
    response.setHeader('content-type', isHtml ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8');
  }
  response.setHeader('set-cookie', [...sessionCookie(exchange, now), ...(reply.cookies ?? [])]);
  response.setHeader('date', now.toUTCString());
  response.setHeader(
    'content-length',
    pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0),
  );
  const socket = response.socket;
  if (exchange.method !== 'HEAD') for (const piece of pieces) response.write(piece);
  response.end(() => {
    if (reply.closesConnection === true) socket?.destroySoon();
  });
};

const piecesOf = ({ body }: Reply): readonly (string | Buffer)[] => {
  if ('pieces' in body) return body.pieces;
  if ('json' in body) return [JSON.stringify(body.json, null, body.isIndented ? 2 : 0)];
  return ['html' in body ? body.html : ''];
};

/** This one means nothing here, as each call brings what it needs, but a client meets it; see open-sessions for the one that does. */
const sessionCookie = (exchange: Exchange, now: Date): string[] => {
  if (/(?:^|; )casdoor_session_id=/.test(exchange.header('cookie') ?? '')) return [];
  const lifetime = 30 * 24 * 60 * 60;
  const expires = new Date(now.getTime() + lifetime * 1000).toUTCString();
  return [`casdoor_session_id=unused; Path=/; Expires=${expires}; Max-Age=${lifetime}; HttpOnly`];
};
