import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Product, products } from '../../src/contract/target';
import type { WebTriggerAnswer, WebTriggerRequest } from './forge-runtime';
import { readBody } from './read-body';

/** The web trigger of a product. */
export type SignInDoor = (product: Product, request: WebTriggerRequest) => Promise<WebTriggerAnswer>;

/** The product whose callback this path is: the same for its link, its button and the way back from Casdoor. */
export const signInProduct = (pathname: string): Product | null =>
  products.find((product) => pathname === `/sign-in/${product}`) ?? null;

const nothingKept =
  'This belongs to no test sign-in that is under way. Whoever has the panel makes a new link there, in the step "Sign-in".';

type Mount = { url: URL; origin: string; product: Product; door: SignInDoor };

/** The door has limits of its own; what is beyond these is not even read. */
const maxQueryLength = 8_000;
const maxBodyBytes = 50_000;

/** What the door says of whatever belongs to no link that is kept. */
const strange: readonly number[] = [400, 404, 405];

/**
 * Answers a request at a sign-in address, without a session and without reading a cookie. Host has been checked. Where
 * no link is kept that it belongs to, this address is as closed as every other.
 */
export const answerSignIn = async (
  request: IncomingMessage,
  response: ServerResponse,
  { url, origin, product, door }: Mount,
): Promise<void> => {
  if (url.search.length > maxQueryLength) return refuse(response, 414, 'This address is too long.');
  const { method = '' } = request;
  if (method !== 'GET' && method !== 'POST') return refuse(response, 403, nothingKept);
  if (method === 'POST' && !isOwnButton(request, origin)) return refuse(response, 403, 'This is sent by its own page.');
  const body = method === 'POST' ? await readBody(request, maxBodyBytes) : '';
  if (body === null) return refuse(response, 413, 'More was sent than this page sends.');
  const queryParameters = Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name)]),
  );
  const sent = { method, path: url.pathname, queryParameters, headers: {}, body };
  const answered = await door(product, sent);
  if (strange.includes(answered.statusCode)) return refuse(response, 403, nothingKept);
  response.statusCode = answered.statusCode;
  // The page's own policy stands in place of the panel's.
  for (const [name, values] of Object.entries(answered.headers)) response.setHeader(name, values);
  response.end(answered.body);
};

/**
 * Whether a POST comes from the page behind the link. Under `no-referrer` a browser says "null" for the origin of a
 * page's own form, so where it tells how far away the page is (Fetch Metadata), that decides.
 */
const isOwnButton = ({ headers }: IncomingMessage, origin: string): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const from = headers.origin;
  return from === undefined || from === origin || (from === 'null' && site === 'same-origin');
};

const refuse = (response: ServerResponse, status: number, sentence: string): void => {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`${sentence}\n`);
};
