import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, request as send } from 'node:http';
import type { MadeUser } from '../../../local/atlassian/population';
import type { AtlassianStandIn } from '../../../local/atlassian/start';
import { startAtlassianStandIn } from '../../../local/atlassian/start';
import { acme, userDocument, type World } from '../../../local/casdoor/documents';
import { listenOnLoopback } from '../../../local/casdoor/loopback';
import { startEmbeddedCasdoor } from '../../../local/casdoor/start';

export type Said = { status: number | null; signal: string | null; out: string; err: string };

/** The command as a person runs it, in a process of its own; `during` has it while it works. */
export const dryRun = (
  given: readonly string[],
  options: { environment?: Record<string, string>; during?: (child: ChildProcess, said: Said) => void } = {},
): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--require', './local/dry-run/one-module.cjs', 'local/dry-run.ts', ...given],
      {
        env: {
          PATH: process.env.PATH,
          CLIENT_SECRET: 'app-jira-client-secret',
          TOKEN: 'jira-token',
          PASSWORD: 'jira-password',
          ...options.environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const said: Said = { status: null, signal: null, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.err += chunk;
      options.during?.(child, said);
    });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ ...said, status, signal }));
    options.during?.(child, said);
  });

/** As it stands in a file. */
export const mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  fullName: 'displayName',
  groups: 'groups',
  groupMapping: { staff: ['acme/staff'] },
};

/** An organization of its own size: some barred, some without an e-mail, some who differ by capitals alone. */
export const worldOf = (size: number): World => {
  const world = acme();
  const users = Array.from({ length: size }, (_, at) => {
    const name = at % 500 === 1 ? `Person${pad(at - 1)}` : `person${pad(at)}`;
    return userDocument({
      owner: 'acme',
      name,
      id: `id-${pad(at)}`,
      displayName: `Person "${at}"`,
      email: at % 97 === 0 ? '' : `person${pad(at)}@acme.example`,
      isForbidden: at % 101 === 0,
      groups: at % 3 === 0 ? ['acme/staff'] : [],
    });
  });
  return { ...world, users };
};

/** Who is in the stand-in Jira: most of them, some under another name, one robot. */
export const accountsOf = (size: number): MadeUser[] =>
  Array.from({ length: size }, (_, at): MadeUser[] => {
    if (at % 23 === 0) return [];
    return [
      {
        name: at % 41 === 0 ? `other${pad(at)}` : `person${pad(at)}`,
        displayName: at % 7 === 0 ? 'Somebody Else' : `Person "${at}"`,
        email: `person${pad(at)}@acme.example`,
        active: at % 53 !== 0,
        groups: [...(at % 5 === 0 ? ['staff'] : []), ...(at < 12 ? ['jira-administrators'] : [])],
      },
    ];
  })
    .flat()
    .concat({ name: 'robot', displayName: 'Robot', email: '', active: true, groups: [] });

const pad = (at: number): string => String(at).padStart(6, '0');

/** What a page of people is turned into; null leaves it as Casdoor gives it. */
export type Fault = (page: { number: number; size: number; time: number; body: () => Promise<string> }) => {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Promise<string>;
} | null;

export type Site = {
  issuer: string;
  jira: AtlassianStandIn;
  /** Pages of people that were asked for, in order. */
  pages: number[];
  /** Changed while it runs. */
  conditions: { fault: Fault | null; delay: number; most: number };
  close: () => Promise<void>;
};

/** A Casdoor and a Jira of a size, with something in between that gives smaller pages, takes its time and breaks. */
export const startSite = async (size: number, given: { most: number; delay?: number }): Promise<Site> => {
  const conditions: Site['conditions'] = { fault: null, delay: given.delay ?? 0, most: given.most };
  const pages: number[] = [];
  const times = new Map<number, number>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://casdoor.invalid');
    const isPage = url.pathname === '/api/get-users';
    if (isPage) {
      const asked = Math.min(conditions.most, Number(url.searchParams.get('pageSize')));
      url.searchParams.set('pageSize', String(asked));
    }
    const body = () =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        const onwards = send(
          {
            host: '127.0.0.1',
            port: casdoor.port,
            method: request.method,
            path: url.pathname + url.search,
            headers: request.headers,
          },
          (answer) => {
            const parts: Buffer[] = [];
            answer.on('data', (part: Buffer) => parts.push(part));
            answer.on('end', () =>
              resolve({ status: answer.statusCode ?? 500, text: Buffer.concat(parts).toString('utf8') }),
            );
          },
        );
        onwards.on('error', reject);
        onwards.end();
      });
    const answer = async () => {
      if (isPage) {
        const number = Number(url.searchParams.get('p'));
        pages.push(number);
        const time = (times.get(number) ?? 0) + 1;
        times.set(number, time);
        await new Promise((resolve) => setTimeout(resolve, conditions.delay));
        const fault = conditions.fault?.({
          number,
          size: conditions.most,
          time,
          body: async () => (await body()).text,
        });
        if (fault) {
          const text = (await fault.body) ?? '';
          response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers }).end(text);
          return;
        }
      }
      const { status, text } = await body();
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(text);
    };
    request.resume();
    answer().catch(() => response.destroy());
  });
  const listener = await listenOnLoopback(server);
  const casdoor = await startEmbeddedCasdoor({
    world: worldOf(size),
    hosts: [`127.0.0.1:${listener.port}`],
    certificates: [],
  });
  const jira = await startAtlassianStandIn({
    product: 'jira',
    baseUrl: 'https://jira.acme.example',
    credentials: { user: 'ada', password: 'jira-password', token: 'jira-token' },
    population: { users: accountsOf(size) },
  });
  return {
    issuer: listener.address,
    jira,
    pages,
    conditions,
    close: async () => {
      await listener.close();
      await casdoor.close();
      await jira.close();
    },
  };
};
