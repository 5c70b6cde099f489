import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { listenOnLoopback } from '../local/casdoor/loopback';
import { startEmbeddedCasdoor } from '../local/casdoor/start';
import { directoryPageEnd } from './directory-pages';
import { accountsFile, membersPage, peopleAPage, peopleFile } from './dry-run-pages';

/**
 * `dry-run-server.ts casdoor|jira FOLDER TOTAL`: serves pages that lie in files, prints its address and ends with its
 * standard input. What is asked beside pages, the embedded Casdoor answers.
 */
const [what, folder = '', count] = process.argv.slice(2);
const total = Number(count);

const json = (response: ServerResponse, ...parts: (string | Buffer)[]): void => {
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  response.writeHead(200, { 'content-type': 'application/json;charset=utf-8', 'content-length': bytes.length });
  response.end(bytes);
};

const answerJira = (url: URL, response: ServerResponse): void => {
  const { pathname, searchParams } = url;
  const said = (value: unknown) => json(response, JSON.stringify(value));
  switch (pathname) {
    case '/rest/api/2/user/list':
      json(response, readFileSync(accountsFile(folder, total, Number((searchParams.get('cursor') ?? '').slice(5)))));
      return;
    case '/rest/api/2/group/member': {
      const page = membersPage(searchParams.get('groupname') ?? '', Number(searchParams.get('startAt')));
      if (page === null) response.writeHead(404).end('{}');
      else said(page);
      return;
    }
    case '/rest/api/2/serverInfo':
      said({ baseUrl: 'https://jira.acme.example', version: '10.3.0', deploymentType: 'Server' });
      return;
    case '/rest/api/2/myself':
      said({ name: 'admin' });
      return;
    case '/rest/api/2/mypermissions':
      said({ permissions: { SYSTEM_ADMIN: { havePermission: true } } });
      return;
    case '/rest/api/2/applicationrole':
      said([{ key: 'jira-software', name: 'Jira Software', groups: ['jira-software-users'], hasUnlimitedSeats: true }]);
      return;
    default:
      response.writeHead(404).end('{}');
  }
};

const pass = (request: IncomingMessage, response: ServerResponse, port: number): void => {
  const { method, headers, url: path } = request;
  const onwards = send({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  onwards.on('error', () => response.destroy());
  request.pipe(onwards);
};

const main = async (): Promise<void> => {
  let port = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback.invalid');
    if (what === 'jira') answerJira(url, response);
    else if (url.pathname === '/api/get-users' && Number(url.searchParams.get('pageSize')) === peopleAPage) {
      const page = Math.min(Number(url.searchParams.get('p')), total / peopleAPage);
      json(response, readFileSync(peopleFile(folder, page)), directoryPageEnd(total));
    } else pass(request, response, port);
  });
  const listener = await listenOnLoopback(server);
  if (what === 'casdoor') ({ port } = await startEmbeddedCasdoor({ hosts: [`127.0.0.1:${listener.port}`] }));
  console.log(listener.address);
  process.stdin.on('end', () => process.exit()).resume();
};
void main();
