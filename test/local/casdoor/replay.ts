import { request as httpRequest } from 'node:http';
import type { Certificate } from '../../../local/casdoor/certificates';
import type { Json } from '../../../local/casdoor/documents';
import type { OriginSettings } from '../../../local/casdoor/origin';
import { startEmbeddedCasdoor } from '../../../local/casdoor/start';
import { comparable } from './comparable';
import type { RecordedExchange, RecordedServer } from './recordings';

const origin = 'https://door.acme.example';
const settings: Record<RecordedServer, OriginSettings> = {
  origin: { origin },
  bare: {},
  dev: { runMode: 'dev' },
  slash: { origin: `${origin}/` },
};

/** Where a replay differs from the recording, as `exchange: path`, with both values. */
export type Difference = { exchange: string; path: string; recorded: unknown; replayed: unknown };

/** Makes each recorded request again, in its order, to a fresh server for each recorded one. */
export const replay = async (
  exchanges: readonly RecordedExchange[],
  certificates: Certificate[],
): Promise<Difference[]> => {
  const differences: Difference[] = [];
  for (const server of new Set(exchanges.map((each) => each.request.server))) {
    const own = exchanges.filter((each) => each.request.server === server);
    let clock = new Date(0);
    const casdoor = await startEmbeddedCasdoor({
      ...settings[server],
      certificates,
      hosts: [...new Set(own.map((each) => each.request.host))],
      now: () => clock,
    });
    const substitutes = new Map<string, string>();
    try {
      for (const exchange of own) {
        clock = timeOf(exchange);
        await signInWhereNotRecorded(casdoor.port, exchange, own, substitutes);
        const replayed = await make(casdoor.port, exchange, substitutes);
        learn(substitutes, exchange.response.body, replayed.body);
        differences.push(...compare(exchange, replayed));
      }
    } finally {
      await casdoor.close();
    }
  }
  return differences;
};

/** Some codes come from sign-ins that were not recorded: the last recorded one is then made once more for them. */
const signInWhereNotRecorded = async (
  port: number,
  exchange: RecordedExchange,
  own: readonly RecordedExchange[],
  substitutes: Map<string, string>,
): Promise<void> => {
  const code = /\bcode=([0-9a-f]{20})\b/.exec(exchange.request.body ?? '')?.[1];
  if (code === undefined || substitutes.has(code)) return;
  const login = own.slice(0, own.indexOf(exchange)).findLast((each) => isSignin(each));
  if (login === undefined) throw new Error(`Nobody signed in before "${exchange.name}".`);
  const made = await make(port, login, substitutes);
  learn(substitutes, code, (made.body as { data: Json }).data);
};

const isSignin = ({ request, response }: RecordedExchange): boolean =>
  request.path.startsWith('/api/login?') && (response.body as { status?: string }).status === 'ok';

/** The session cookie lives thirty days, which tells when the exchange was made. */
const timeOf = (exchange: RecordedExchange): Date => {
  const cookies = exchange.response.headers['set-cookie'] ?? [];
  const expires = /Expires=([^;]+)/.exec(cookies[0] ?? '')?.[1];
  if (expires === undefined) throw new Error(`The recording "${exchange.name}" does not tell its time.`);
  return new Date(Date.parse(expires) - 30 * 24 * 60 * 60 * 1000);
};

type Replayed = { status: number; headers: Record<string, string | string[] | undefined>; body: Json };

const make = (port: number, exchange: RecordedExchange, substitutes: Map<string, string>): Promise<Replayed> => {
  const { method, path, headers, body, host } = exchange.request;
  const replaced = (text: string) => [...substitutes].reduce((all, [old, now]) => all.replaceAll(old, now), text);
  const sent = body === undefined ? '' : replaced(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path: replaced(path),
        // Each exchange was made on a connection of its own.
        agent: false,
        headers: {
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, replaced(value)])),
          host,
          'content-length': String(Buffer.byteLength(sent)),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: parsed(Buffer.concat(chunks).toString('utf8')),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(sent);
  });
};

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
};

/** A recorded code or token is nobody's here: later requests carry those of the replay instead. */
const learn = (substitutes: Map<string, string>, recorded: Json, replayed: Json): void => {
  if (typeof recorded === 'string' && typeof replayed === 'string') {
    if (/^[0-9a-f]{20}$/.test(recorded) || /^eyJ/.test(recorded)) substitutes.set(recorded, replayed);
    return;
  }
  if (!isObject(recorded) || !isObject(replayed)) return;
  for (const [name, value] of Object.entries(recorded)) learn(substitutes, value, replayed[name] ?? null);
};

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const meaningful = ['content-type', 'access-control-allow-origin', 'www-authenticate', 'set-cookie'];

const compare = (exchange: RecordedExchange, replayed: Replayed): Difference[] => {
  const found: Difference[] = [];
  const walk = (path: string, recorded: unknown, now: unknown): void => {
    if (Object.is(recorded, now)) return;
    const isBoth = [recorded, now].every((each) => typeof each === 'object' && each !== null);
    if (isBoth && Array.isArray(recorded) === Array.isArray(now)) {
      const one = recorded as Record<string, unknown>;
      const other = now as Record<string, unknown>;
      for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
        walk(`${path}.${key}`, one[key], other[key]);
      }
      return;
    }
    found.push({ exchange: exchange.name, path, recorded, replayed: now });
  };
  walk('status', exchange.response.status, replayed.status);
  for (const name of meaningful) {
    walk(`headers.${name}`, blanked(exchange.response.headers[name]), blanked(replayed.headers[name]));
  }
  walk('body', comparable(exchange.response.body), comparable(replayed.body));
  return found;
};

const blanked = (value: string | string[] | undefined): string | string[] | undefined =>
  Array.isArray(value)
    ? value.map((each) => each.replace(/^(casdoor_session_id|jsonWebConfig)=[^;]*/, '$1=•••'))
    : value;
