import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../local/casdoor/start';

describe('The embedded Casdoor on its connection', () => {
  let casdoor: EmbeddedCasdoor;
  beforeAll(async () => {
    casdoor = await startEmbeddedCasdoor();
  });
  afterAll(() => casdoor.close());

  const askedAs = (host: string) =>
    new Promise<number>((resolve, reject) => {
      const path = '/.well-known/openid-configuration';
      httpRequest({ host: '127.0.0.1', port: casdoor.port, path, headers: { host }, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });

  it('answers to its own names and to no other', async () => {
    expect(await askedAs(`127.0.0.1:${casdoor.port}`)).toBe(200);
    expect(await askedAs(`localhost:${casdoor.port}`)).toBe(200);
    expect(await askedAs(`rebound.example:${casdoor.port}`)).toBe(421);
    expect(await askedAs('127.0.0.1')).toBe(421);
  });

  it('listens on loopback alone', async () => {
    const refused = await new Promise<string>((resolve) => {
      connect({ host: '127.0.0.2', port: casdoor.port })
        .on('connect', () => resolve('connected'))
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    });
    // 127.0.0.2 is another address of this machine: a server on all addresses would answer there.
    expect(refused).not.toBe('connected');
  });

  /** The bytes of one answer, and whether the server then closed the connection by itself. */
  const onKeptConnection = (secret: string) =>
    new Promise<{ head: string; closed: boolean }>((resolve, reject) => {
      const socket = connect(casdoor.port, '127.0.0.1');
      const body = 'token=x';
      const basic = Buffer.from(`app-jira-client-id:${secret}`).toString('base64');
      let text = '';
      let timer: NodeJS.Timeout | undefined;
      const finish = (closed: boolean) => {
        clearTimeout(timer);
        socket.destroy();
        resolve({ head: text.split('\r\n\r\n')[0] ?? '', closed });
      };
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        timer ??= setTimeout(() => finish(false), 400);
      });
      socket.on('end', () => finish(true));
      socket.write(
        `POST /api/login/oauth/introspect HTTP/1.1\r\nHost: 127.0.0.1:${casdoor.port}\r\nAuthorization: Basic ${basic}\r\n` +
          `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });

  it('closes a kept connection after a refused introspection without announcing it', async () => {
    const { head, closed } = await onKeptConnection('wrong');
    expect(head).toMatch(/^HTTP\/1\.1 401 /);
    expect(head).not.toMatch(/^connection: close$/im);
    expect(closed).toBe(true);
  });

  it('keeps the connection after an accepted one', async () => {
    const { head, closed } = await onKeptConnection('app-jira-client-secret');
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(closed).toBe(false);
  });

  it('takes two slashes for a path of the front end', async () => {
    const answer = await fetch(`${casdoor.address}//api/login/oauth/access_token`);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('answers HTTP 500 without a body where Casdoor itself breaks', async () => {
    const query = new URLSearchParams({
      clientId: 'app-jira-client-id',
      responseType: 'code',
      type: 'code',
      redirectUri: 'https://jira.acme.example/%zz',
    });
    const answer = await fetch(`${casdoor.address}/api/get-app-login?${query.toString()}`);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
  });

  it('takes another port where the one asked for is taken', async () => {
    const other = await startEmbeddedCasdoor({ port: casdoor.port, certificates: casdoor.certificates });
    try {
      expect(other.port).not.toBe(casdoor.port);
    } finally {
      await other.close();
    }
  });

  it('refuses in the language that is asked for', async () => {
    const say = async (language: string) => {
      const path = '/api/get-app-login?clientId=app-jira-client-id&responseType=magic&type=code';
      const answer = await fetch(casdoor.address + path, { headers: { 'accept-language': language } });
      return ((await answer.json()) as { msg: string }).msg;
    };
    expect(await say('en-GB')).toBe('Grant_type: magic is not supported in this application');
    expect(await say('de-AT,en;q=0.5')).toBe('Grant_type: magic wird von dieser Anwendung nicht unterstützt');
    expect(await say('zh')).toBe('该应用不支持Grant_type: magic');
    expect(await say('tlh')).toBe('Grant_type: magic is not supported in this application');
  });
});
