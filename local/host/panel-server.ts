import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { type Product, products } from '../../src/contract/target';
import { panelPolicy } from './panel-policy';
import { readBody } from './read-body';
import { cookieName, cookieOf, isSame, newSession, problemOfCall } from './session';
import { answerSignIn, type SignInDoor, signInProduct } from './sign-in-mount';

export type PanelServerOptions = {
  /** The panel as it was built. */
  folder: string;
  /** 0: any that is free. */
  port: number;
  /** The product whose site is played unless the page asks for the other one. */
  product: Product;
  /** A call of the panel to the app's resolver. */
  invoke: (product: Product, functionKey: string, payload: unknown) => Promise<unknown>;
  context: (product: Product) => unknown;
  /** Whoever opens a link of a test sign-in, or comes back from Casdoor: the one thing that needs no session. */
  signIn: SignInDoor;
};

export type PanelServer = {
  /** With the token; to be shown to whoever started the process, and to nobody else. */
  address: string;
  /** Without the token. */
  origin: string;
  port: number;
  close: () => Promise<void>;
};

/** An invocation of a resolver on Forge takes 500 KB. */
const maxCallBytes = 500_000;

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.md': 'text/plain; charset=utf-8',
};

/**
 * Serves the panel to the person at this machine: on 127.0.0.1 only, to whoever has the printed address.
 *
 * @throws the system's error `EADDRINUSE` where the port is taken.
 */
export const startPanelServer = async (options: PanelServerOptions): Promise<PanelServer> => {
  const session = newSession();
  const server = createServer((request, response) => {
    respond(request, response).catch(() => {
      if (!response.headersSent) answer(response, 500, 'The local host could not answer.');
      else response.destroy();
    });
  });
  const port = await listen(server, options.port);
  const origin = `http://127.0.0.1:${port}`;
  const cookie = cookieName(port);

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    setHeaders(response);
    // A name that somebody else's DNS points at this machine would make their page same-origin with the panel.
    if (request.headers.host !== `127.0.0.1:${port}`)
      return answer(response, 421, `This is ${origin}, and answers under that address only.`);
    const url = new URL(request.url ?? '/', origin);
    const product = signInProduct(url.pathname);
    if (product !== null) return answerSignIn(request, response, { url, origin, product, door: options.signIn });
    const token = url.searchParams.get('token');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && url.pathname === '/' && token !== null) return enter(response, token, url);
    if (!isSame(cookieOf(request, cookie), session.cookie))
      return answer(response, 403, 'Open the address that was printed where this was started; it ends in a token.');
    if (request.method === 'POST') return call(request, response, url.pathname);
    if (!isRead) return answer(response, 405, 'That is not done here.');
    if (url.pathname === '/') return page(response, productIn(url.searchParams.get('product')));
    return file(response, url.pathname);
  };

  const enter = (response: ServerResponse, token: string, url: URL) => {
    if (!isSame(token, session.token))
      return answer(response, 403, 'This token is of another start. Open the address that was printed last.');
    const product = url.searchParams.get('product');
    // Lax, since a link from elsewhere leads here. The cookie alone lets nobody do anything.
    response.setHeader('set-cookie', `${cookie}=${session.cookie}; HttpOnly; SameSite=Lax; Path=/`);
    response.setHeader('location', product === null ? '/' : `/?product=${productIn(product)}`);
    answer(response, 303, 'The panel is one step further.');
  };

  const productIn = (name: unknown): Product => products.find((product) => product === name) ?? options.product;

  const page = async (response: ServerResponse, product: Product) => {
    const html = await readFile(join(options.folder, 'index.html'), 'utf8');
    const data = JSON.stringify({ key: session.pageKey, product }).replaceAll('"', '&quot;');
    // Before everything of the panel's own: @forge/bridge looks for its other end while it is being imported.
    const opening = `<meta name="companion" content="${data}"><script src="./bridge.js"></script>`;
    response.setHeader('content-type', types['.html'] ?? '');
    response.end(html.replace(/<head[^>]*>/i, (head) => head + opening));
  };

  const file = async (response: ServerResponse, pathname: string) => {
    const path = pathname === '/bridge.js' ? join(__dirname, 'bridge.js') : assetPath(options.folder, pathname);
    const type = path === null ? undefined : types[extname(path)];
    const content = path === null || type === undefined ? null : await readFile(path).catch(() => null);
    if (content === null || type === undefined) return answer(response, 404, 'There is no such file.');
    response.setHeader('content-type', type);
    response.end(content);
  };

  const call = async (request: IncomingMessage, response: ServerResponse, pathname: string) => {
    const problem = problemOfCall(request, origin, session.pageKey);
    if (problem !== null) return reply(response, 403, { error: problem });
    const body = await readJson(request);
    if (!isRecord(body)) return reply(response, 400, { error: 'A call is a JSON object of at most 500 kB.' });
    const product = productIn(body.product);
    if (pathname === '/context') return reply(response, 200, { value: options.context(product) });
    if (pathname !== '/call' || typeof body.functionKey !== 'string')
      return reply(response, 404, { error: 'There is no such call.' });
    try {
      reply(response, 200, { value: await options.invoke(product, body.functionKey, body.payload) });
    } catch {
      // The platform tells the panel no more of an exception than that there was one.
      reply(response, 500, { error: 'There was an error invoking the function.' });
    }
  };

  return {
    address: `${origin}/?token=${session.token}`,
    origin,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : port);
    });
  });

const setHeaders = (response: ServerResponse) => {
  const headers = {
    'content-security-policy': panelPolicy,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
};

const answer = (response: ServerResponse, status: number, text: string) => {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`${text}\n`);
};

const reply = (response: ServerResponse, status: number, body: unknown) => {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
};

/** Names are made by the build: one folder deep, no dots but in the file's name. */
const assetPath = (folder: string, pathname: string): string | null =>
  /^\/(?:[\w-]+\/){0,3}[\w-]+(?:\.[\w-]+)+$/.test(pathname) ? join(folder, ...pathname.split('/')) : null;

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const text = await readBody(request, maxCallBytes);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
