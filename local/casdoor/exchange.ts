import type { IncomingMessage } from 'node:http';
import type { Json, JsonObject } from './documents';
import { type Language, languageOf, type MessageKey, message } from './messages';

/** One request as Casdoor's framework sees it: query and form are one, JSON stays apart. */
export type Exchange = {
  method: string;
  path: string;
  host: string;
  header: (name: string) => string | undefined;
  /** A value of the query or the form; empty where there is none. */
  input: (name: string) => string;
  query: URLSearchParams;
  body: string;
  /** The body as a JSON object, whatever its content type says; undefined where it is none. */
  json: JsonObject | undefined;
  language: Language;
  /** Client id and secret of an Authorization: Basic header, not URL-decoded. */
  basic: { id: string; secret: string } | undefined;
  bearer: string | undefined;
};

export type Reply = {
  status?: number;
  headers?: Record<string, string>;
  cookies?: string[];
  body: { json: Json; isIndented?: true } | { pieces: readonly Buffer[] } | { html: string } | { nothing: true };
  /** Casdoor closes the kept connection after this answer without announcing it. */
  closesConnection?: boolean;
};

const bodyLimit = 1024 * 1024;

export const readExchange = async (request: IncomingMessage): Promise<Exchange> => {
  // Not resolved against a base: a path that begins with two slashes would be taken for a host.
  const url = new URL(`http://casdoor.invalid${request.url ?? '/'}`);
  const raw = await readBody(request);
  const header = (name: string) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const form = await readForm(raw, header('content-type') ?? '');
  const body = raw.toString('utf8');
  const authorization = header('authorization') ?? '';
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    host: header('host') ?? '',
    header,
    input: (name) => form.get(name) ?? url.searchParams.get(name) ?? '',
    query: url.searchParams,
    body,
    json: readJson(body),
    language: languageOf(header('accept-language')),
    basic: readBasic(authorization),
    bearer: /^Bearer (.+)$/i.exec(authorization)?.[1],
  };
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new RangeError('The body is over 1 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const readForm = async (raw: Buffer, contentType: string): Promise<URLSearchParams> => {
  if (contentType.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(raw.toString('utf8'));
  const form = new URLSearchParams();
  if (!contentType.startsWith('multipart/form-data')) return form;
  try {
    const parts = await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } }).formData();
    parts.forEach((value, name) => {
      if (typeof value === 'string') form.append(name, value);
    });
  } catch {
    // A form that cannot be read is an empty one, as in Casdoor's framework.
  }
  return form;
};

const readJson = (body: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
};

const readBasic = (authorization: string): Exchange['basic'] => {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
};

/** A controller's answer. */
export const answered = (data: Json, data2: Json = null, user: { sub: string; name: string } = nobody): Reply => ({
  body: { json: { status: 'ok', msg: '', ...user, data, data2, data3: null } },
});

/** A controller's answer with a list that is JSON already. */
export const answeredList = (list: Buffer, data2: number | null = null): Reply => ({
  body: {
    pieces: [
      Buffer.from('{"status":"ok","msg":"","sub":"","name":"","data":'),
      list,
      Buffer.from(`,"data2":${data2},"data3":null}`),
    ],
  },
});

/** A controller's refusal: HTTP 200 all the same. */
export const refused = (msg: string, data: Json = null): Reply => ({
  body: { json: { status: 'error', msg, ...nobody, data, data2: null, data3: null } },
});

/** A filter's refusal: four keys instead of seven, indented, and HTTP 200. */
export const filtered = (msg: string): Reply => ({
  body: { json: { status: 'error', msg, data: null, data2: null }, isIndented: true },
});

export const denied = (exchange: Exchange): Reply => filtered(message(exchange.language, 'unauthorized'));

export const saying = (exchange: Exchange, key: MessageKey, value = ''): string =>
  message(exchange.language, key, value);

/** An OAuth error: `invalid_client` is HTTP 401, every other HTTP 400. */
export const oauthError = (error: string, description?: string): Reply => ({
  status: error === 'invalid_client' ? 401 : 400,
  headers: error === 'invalid_client' ? { 'www-authenticate': 'Basic realm="OAuth2"' } : {},
  body: { json: description === undefined ? { error } : { error, error_description: description } },
});

const nobody = { sub: '', name: '' };
