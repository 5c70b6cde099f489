import { decodeJwt } from 'jose';
import { type RunningDemo, startDemo } from '../../../local/demo/start-demo';
import { openFormBrowser, type Page } from '../form-browser';

describe('The ready-made situations', () => {
  let running: RunningDemo;
  let callback: string;
  beforeAll(async () => {
    running = await startDemo({ firstPort: 0 });
    callback = `${running.jira.baseUrl}/plugins/servlet/oauth/callback`;
  });
  afterAll(() => running.close());

  const told = async (id: string) => {
    const found = await running.demo.start(id);
    if (found === undefined) throw new Error(`There is no situation "${id}".`);
    return found;
  };
  type Told = Awaited<ReturnType<typeof told>>;

  const json = async (answer: Response) => (await answer.json()) as Record<string, unknown>;
  const basic = ({ target, secret }: Told) => ({
    authorization: `Basic ${btoa(`${target.clientId}:${secret.expose()}`)}`,
  });
  const appLogin = async ({ address, target }: Told, redirectUri = callback) => {
    const query = new URLSearchParams({
      clientId: target.clientId,
      responseType: 'code',
      redirectUri,
      type: 'code',
      scope: target.scopes,
    });
    return json(await fetch(`${address}/api/get-app-login?${query.toString()}`));
  };
  const introspect = async (situation: Told) => {
    const answer = await fetch(`${situation.address}/api/login/oauth/introspect`, {
      method: 'POST',
      headers: basic(situation),
      body: new URLSearchParams({ token: 'x' }),
    });
    return answer.status;
  };
  const discovery = async ({ address }: Told) =>
    json(await fetch(`${address}/.well-known/openid-configuration`)) as Promise<Record<string, string>>;
  const application = async (situation: Told, name: string) => {
    const answer = await fetch(`${situation.address}/api/get-application?id=admin/${name}`, {
      headers: basic(situation),
    });
    return (await json(answer)).data as Record<string, unknown>;
  };

  it('have each an id, a title and a story of their own, and begin with the healthy one', () => {
    const { situations } = running.demo;
    expect(situations[0]?.id).toBe('healthy');
    for (const key of ['id', 'title', 'story'] as const) {
      expect(new Set(situations.map((each) => each[key])).size).toBe(situations.length);
    }
    for (const { title, story } of situations) {
      expect(title).not.toMatch(/[.!]$/);
      expect(story).toMatch(/\.$/);
      expect(story).not.toMatch(/please|invalid|!/i);
    }
  });

  it('stand on loopback, with a base URL that a browser reaches and a secret that prints as nothing', async () => {
    for (const { id } of running.demo.situations) {
      const situation = await told(id);
      expect(situation.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const { product, baseUrl } = situation.target;
      expect(baseUrl).toMatch(/^http:\/\/(jira|wiki)\.localhost:\d+$/);
      expect(baseUrl).toBe(running[product].baseUrl);
      expect(new URL(baseUrl).port).toBe(new URL(running[product].address).port);
      expect(String(situation.secret)).toBe('•••');
    }
  });

  it('hand over a token that tells who is in the product already, which nobody is told without', async () => {
    const members = {
      jira: '/rest/api/2/group/member?groupname=jira-administrators&includeInactiveUsers=true',
      confluence: '/rest/api/group/confluence-administrators/member',
    };
    for (const id of ['administrators-locked-out', 'leavers-still-active']) {
      const { accounts, target } = await told(id);
      if (accounts?.kind !== 'token') throw new Error('There is no token.');
      expect(String(accounts.token)).toBe('•••');
      const ask = (authorization: string) =>
        fetch(`${running.standIns.get(target.baseUrl)}${members[target.product]}`, { headers: { authorization } });
      expect((await ask('')).status).toBe(401);
      const answer = await ask(`Bearer ${accounts.token.expose()}`);
      expect(answer.status).toBe(200);
      expect(JSON.stringify(await answer.json())).toContain('amara.okafor');
    }
  });

  it('are none that nobody has heard of', async () => {
    expect(await running.demo.start('no-such-situation')).toBeUndefined();
  });

  it('healthy: everything is accepted, and the issuer is the address', async () => {
    const situation = await told('healthy');
    expect((await appLogin(situation)).status).toBe('ok');
    expect(await introspect(situation)).toBe(200);
    expect((await discovery(situation)).issuer).toBe(situation.address);
  });

  it.each([
    'redirect-uri-slash',
    'scope-refused',
    'certificate-expired',
    'documented-mapping',
    'redirect-uri-never-registered',
    'sign-in-disabled',
    'token-lifetime-zero',
    'certificate-missing',
    'application-shared',
    'signing-algorithm',
    'display-name-as-username',
    'username-literal',
    'issuer-slash',
    'development-mode',
    'issuer-behind-proxy',
  ])('%s: id and secret are right, so that they are not what is wrong', async (id) => {
    expect(await introspect(await told(id))).toBe(200);
  });

  it('issuer-behind-proxy: Casdoor calls itself by the name that the proxy knows', async () => {
    const situation = await told('issuer-behind-proxy');
    expect((await discovery(situation)).issuer).toBe(`http://localhost:${running.casdoor.port}`);
    expect(situation.address).not.toBe(running.casdoor.address);
  });

  it('redirect-uri-slash: only the address with the slash passes', async () => {
    const situation = await told('redirect-uri-slash');
    expect((await appLogin(situation)).status).toBe('error');
    expect((await appLogin(situation, `${callback}/`)).status).toBe('ok');
  });

  it('redirect-uri-never-registered: the list is the one that Casdoor begins with', async () => {
    const situation = await told('redirect-uri-never-registered');
    expect((await application(situation, 'jira-new')).redirectUris).toEqual(['http://localhost:9000/callback']);
  });

  it('secret-wrong: as long as the right one, and refused', async () => {
    const [wrong, right] = [await told('secret-wrong'), await told('healthy')];
    expect(wrong.secret.expose()).toHaveLength(right.secret.expose().length);
    expect(await introspect(wrong)).toBe(401);
  });

  it('client-unknown and client-swapped: get-app-login does not know the id', async () => {
    expect((await appLogin(await told('client-unknown'))).msg).toBe('Invalid client_id');
    expect((await appLogin(await told('client-swapped'))).msg).toBe('Invalid client_id');
  });

  it('scope-refused: three of the six pass', async () => {
    const situation = await told('scope-refused');
    expect((await appLogin(situation)).msg).toBe('Invalid scope');
    const fewer = { ...situation, target: { ...situation.target, scopes: 'openid profile email' } };
    expect((await appLogin(fewer)).status).toBe('ok');
  });

  it('sign-in-disabled, token-lifetime-zero, application-shared: the application says so', async () => {
    const named = async (id: string, name: string) => application(await told(id), name);
    expect(await named('sign-in-disabled', 'jira-disabled')).toMatchObject({ disableSignin: true });
    expect(await named('token-lifetime-zero', 'jira-api')).toMatchObject({ expireInHours: 0 });
    expect(await named('application-shared', 'jira-shared')).toMatchObject({ isShared: true });
    expect(await named('display-name-as-username', 'jira-standard')).toMatchObject({ tokenFormat: 'JWT-Standard' });
  });

  it('certificate-missing: no key bears the name that the application gives', async () => {
    const situation = await told('certificate-missing');
    const { cert } = await application(situation, 'jira-missing-certificate');
    const { keys } = await json(await fetch(`${situation.address}/.well-known/jwks`));
    expect((keys as { kid: string }[]).map((key) => key.kid)).not.toContain(cert);
  });

  describe('that only a sign-in tells:', () => {
    type Browser = ReturnType<typeof openFormBrowser>;
    const addressOf = ({ address, target }: Told) =>
      `${address}/login/oauth/authorize?${new URLSearchParams({
        client_id: target.clientId,
        response_type: 'code',
        redirect_uri: callback,
        scope: target.scopes,
        state: 's',
      }).toString()}`;
    const open = (browser: Browser, situation: Told) => browser.open(addressOf(situation));
    const stop = (url: URL) => url.origin !== 'http://127.0.0.1';
    const signIn = async (browser: Browser, situation: Told, username: string) =>
      browser.submit(await open(browser, situation), { username, password: 'Pass-123' }, { stop });
    const codeIn = (page: Page) => new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const claimsOf = async (situation: Told, page: Page) => {
      const answer = await fetch(`${situation.address}/api/login/oauth/access_token`, {
        method: 'POST',
        headers: basic(situation),
        body: new URLSearchParams({ grant_type: 'authorization_code', code: codeIn(page) }),
      });
      const { id_token: idToken } = (await answer.json()) as { id_token: string };
      return { idToken, claims: decodeJwt(idToken) };
    };

    it.each([
      ['ivan.gone', 'The user is forbidden to sign in'],
      ['judy.old', 'The user: demo/judy.old doesn&#39;t exist'],
      ['petra.novak', 'You need to update your password'],
      ['noor.haddad', 'it is required to enable multi-factor authentication'],
    ])('people-refused: %s is told why, and sent nowhere', async (name, words) => {
      const page = await signIn(openFormBrowser(), await told('people-refused'), name);
      expect(page.headers.get('location')).toBeNull();
      expect(page.html).toContain(words);
    });

    it('people-refused: Rosa gets in by the code that the page tells, and her token carries the secret of it', async () => {
      const situation = await told('people-refused');
      const browser = openFormBrowser();
      const page = await signIn(browser, situation, 'rosa.lindqvist');
      const passcode = /shows <code>(\d{6})</.exec(page.html)?.[1] ?? '';
      const { claims } = await claimsOf(situation, await browser.submit(page, { passcode, remember: '' }, { stop }));
      expect(claims.totpSecret).toMatch(/^[A-Z2-7]{32}$/);
    });

    it('consent-asked: the page names each scope, and a refusal is sent back', async () => {
      const browser = openFormBrowser();
      const page = await signIn(browser, await told('consent-asked'), 'amara.okafor');
      expect(page.html).toContain('Who you are');
      const denied = await browser.submit(page, {}, { form: 1, stop });
      expect(denied.headers.get('location')).toContain('error=access_denied');
    });

    it('session-answers: the second sign-in of the same browser asks nothing', async () => {
      const situation = await told('session-answers');
      const first = await signIn(openFormBrowser(), situation, 'amara.okafor');
      const cookie = first.headers
        .getSetCookie()
        .map((line) => line.split(';')[0] ?? '')
        .join('; ');
      const again = await fetch(addressOf(situation), { redirect: 'manual', headers: { cookie } });
      const page = { url: first.url, status: again.status, headers: again.headers, html: '' };
      expect((await claimsOf(situation, page)).claims.name).toBe('amara.okafor');
      expect((await fetch(addressOf(situation), { redirect: 'manual' })).status).toBe(200);
    });

    it('token-oversized: hers is over 8 KiB, that of others is not', async () => {
      const situation = await told('token-oversized');
      const sizeOf = async (name: string) =>
        (await claimsOf(situation, await signIn(openFormBrowser(), situation, name))).idToken.length;
      expect(await sizeOf('priya.raman')).toBeGreaterThan(8192);
      expect(await sizeOf('amara.okafor')).toBeLessThan(8192);
    });

    it('token-oversized: whole roles in the token, and their names in userinfo', async () => {
      const situation = await told('token-oversized');
      const page = await signIn(openFormBrowser(), situation, 'priya.raman');
      const { idToken, claims } = await claimsOf(situation, page);
      const answer = await fetch(`${situation.address}/api/userinfo`, {
        headers: { authorization: `Bearer ${idToken}` },
      });
      const whole = claims.roles as { owner: string; name: string }[];
      expect(whole).toHaveLength(40);
      expect(whole[0]).toMatchObject({ owner: 'demo', name: 'payroll-reader' });
      expect((await json(answer)).roles).toEqual(whole.map((role) => role.name));
    });

    it('groups-as-paths: the directory has other groups than the token', async () => {
      const situation = await told('groups-as-paths');
      const { claims } = await claimsOf(situation, await signIn(openFormBrowser(), situation, 'amara.okafor'));
      expect(claims.groups).toEqual(['demo/everybody/engineering', 'demo/everybody/jira-administrators']);
      const answer = await fetch(`${situation.address}/api/get-user?id=demo/amara.okafor`, {
        headers: basic(situation),
      });
      expect((await json(answer)).data).toMatchObject({ groups: ['demo/engineering', 'demo/jira-administrators'] });
    });

    it('and nobody in the demo is told another fate than they meet', async () => {
      const situation = await told('healthy');
      const { html } = await open(openFormBrowser(), situation);
      const people = [...html.matchAll(/<li><a href="[^"]*"><bdi>([^<]*)<\/bdi>.*?<span[^>]*>([^<]*)</g)];
      expect(people.length).toBeGreaterThan(8);
      for (const [, name = '', fate = ''] of people) {
        const page = await signIn(openFormBrowser(), situation, name.replaceAll('&#64;', '@'));
        expect([name, page.headers.has('location')]).toEqual([name, fate.startsWith('gets in')]);
      }
    });
  });

  it('issuer-slash and development-mode: as the discovery document says', async () => {
    const slash = await told('issuer-slash');
    expect((await discovery(slash)).issuer).toBe(`${slash.address}/`);
    const development = await told('development-mode');
    const document = await discovery(development);
    expect(document.issuer).toBe(development.address);
    expect(document.authorization_endpoint).toBe('http://localhost:7001/login/oauth/authorize');
  });

  it('keep their ids, secrets and, where they are free, their addresses over a restart', async () => {
    const first = await startDemo({ size: 3, firstPort: 0 });
    const { port } = first.casdoor;
    const before = await first.demo.start('healthy');
    await first.close();
    const second = await startDemo({ size: 3, firstPort: port });
    try {
      const after = await second.demo.start('healthy');
      expect(after?.address).toBe(before?.address);
      expect(after?.target.clientId).toBe(before?.target.clientId);
      expect(after?.secret.expose()).toBe(before?.secret.expose());
    } finally {
      await second.close();
    }
  });
});
