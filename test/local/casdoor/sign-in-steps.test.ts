import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { ApplicationDocument, UserDocument } from '../../../local/casdoor/documents';
import { passcodeAt } from '../../../local/casdoor/second-factor';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../local/casdoor/start';
import { openFormBrowser, type Page } from '../form-browser';

const redirectUri = 'https://jira.acme.example/plugins/servlet/oauth/callback';
const verifier = 'a-verifier-that-is-long-enough-for-anybody-to-accept-it';
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const described = ['openid', 'profile'].map((scope) => ({ scope, displayName: `The ${scope}`, description: 'Yours' }));

describe('What Casdoor asks of a person besides the password', () => {
  let casdoor: EmbeddedCasdoor;
  let browser: ReturnType<typeof openFormBrowser>;
  let now = Date.parse('2026-11-24T17:00:00Z');
  beforeEach(async () => {
    now = Date.parse('2026-11-24T17:00:00Z');
    browser = openFormBrowser();
    casdoor = await startEmbeddedCasdoor({
      now: () => new Date(now),
      ...(casdoor === undefined ? {} : { certificates: casdoor.certificates }),
    });
  });
  afterEach(() => casdoor.close());

  const application = (change: Partial<ApplicationDocument>, name = 'app-jira') => {
    const found = casdoor.world.applications.find((each) => each.name === name);
    return Object.assign(found ?? {}, change);
  };
  const person = (name: string, change: Partial<UserDocument> = {}) => {
    const found = casdoor.world.users.find((each) => each.owner === 'acme' && each.name === name);
    if (found === undefined) throw new Error(`Nobody is called ${name}.`);
    return Object.assign(found, change);
  };
  const enrol = (name: string) =>
    person(name, { totpSecret, preferredMfaType: 'app', recoveryCodes: ['recover-1', 'recover-2'] });

  const address = (more: Record<string, string> = {}, name = 'app-jira') =>
    `${casdoor.address}/login/oauth/authorize?${new URLSearchParams({
      client_id: `${name}-client-id`,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state: 'state_1-x',
      nonce: 'nonce_1-x',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    }).toString()}`;

  /** The forms of a page by what they are for. */
  const steps = (page: Page) =>
    [...page.html.matchAll(/<form[\s\S]*?name="step" value="([^"]*)"/g)].map(([, step]) => step ?? '');
  const take = (page: Page, step: string, values: Record<string, string> = {}) => {
    const form = steps(page).indexOf(step);
    if (form < 0) throw new Error(`The page has no form for "${step}": ${page.html}`);
    return browser.submit(page, values, { form, stop: (url) => url.origin !== casdoor.address });
  };
  const signIn = async (name: string, password = 'Pass-123', request: Record<string, string> = {}) =>
    take(await browser.open(address(request)), 'password', { username: name, password });

  const returned = (page: Page) => {
    const location = new URL(page.headers.get('location') ?? 'http://nowhere.invalid');
    expect(location.origin + location.pathname).toBe(redirectUri);
    return Object.fromEntries(location.searchParams);
  };
  const said = (page: Page) =>
    (/role="alert">([^<]*)</.exec(page.html)?.[1] ?? '').replace(/&#(\d+);/g, (_, code) =>
      String.fromCharCode(Number(code)),
    );

  /** State, nonce and PKCE all came through, and nothing else came back. */
  const expectSignedIn = async (page: Page, name: string, id = 'app-jira') => {
    const { code, state, ...rest } = returned(page);
    expect({ state, rest }).toEqual({ state: 'state_1-x', rest: {} });
    const redeem = (code_verifier: string) =>
      fetch(`${casdoor.address}/api/login/oauth/access_token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${id}-client-id:${id}-client-secret`)}` },
        body: new URLSearchParams({ grant_type: 'authorization_code', code: code ?? '', code_verifier }),
      });
    expect((await redeem(`${verifier}x`)).status).toBe(400);
    const tokens = (await (await redeem(verifier)).json()) as { id_token: string };
    expect(decodeJwt(tokens.id_token)).toMatchObject({ name, nonce: 'nonce_1-x' });
  };

  /** Nobody was sent anywhere, and no code was made. */
  const expectNoCode = (page: Page) => {
    expect(page.headers.get('location')).toBeNull();
    expect(page.status).toBe(200);
    expect(page.html).not.toMatch(/\bcode=/);
  };

  describe('Consent', () => {
    beforeEach(() => {
      application({ customScopes: described });
    });

    it('is asked for with each scope by the name that the application gives it', async () => {
      const page = await signIn('alice');
      expectNoCode(page);
      expect(page.html).toContain('<strong>app-jira</strong> wants to access your account');
      expect(page.html).toContain('The openid');
      expect(page.html).toContain('This scope is not defined in the application');
      expect(steps(page)).toEqual(['allow', 'deny']);
    });

    it('that is granted leads on, and is not asked for again', async () => {
      await expectSignedIn(await take(await signIn('alice'), 'allow'), 'alice');
      expect(person('alice').applicationScopes).toEqual([
        { application: 'admin/app-jira', grantedScopes: ['openid', 'profile', 'email'] },
      ]);
      await expectSignedIn(await signIn('alice'), 'alice');
    });

    it('that is denied is the one failure that is told, and is asked for again', async () => {
      const denied = await take(await signIn('alice'), 'deny');
      expect(returned(denied)).toEqual({
        error: 'access_denied',
        error_description: 'User denied consent',
        state: 'state_1-x',
      });
      expect(steps(await signIn('alice'))).toEqual(['allow', 'deny']);
    });

    it('is not asked for where none of the scopes is described, nor of one who allowed more', async () => {
      await expectSignedIn(await signIn('alice', 'Pass-123', { scope: 'email' }), 'alice');
      person('bob', {
        applicationScopes: [{ application: 'admin/app-jira', grantedScopes: ['openid', 'profile', 'phone'] }],
      });
      await expectSignedIn(await signIn('bob'), 'bob');
    });

    it('cannot be granted by a browser that nobody signed in with', async () => {
      const page = await signIn('alice');
      browser = openFormBrowser();
      const stranger = await take(page, 'allow');
      expectNoCode(stranger);
      expect(said(stranger)).toBe('Please login first');
      expect(person('alice').applicationScopes).toBeNull();
    });

    it('of somebody who was forbidden meanwhile brings an empty code, as in Casdoor', async () => {
      const page = await signIn('alice');
      person('alice', { isForbidden: true });
      expect(returned(await take(page, 'allow'))).toEqual({ code: '', state: 'state_1-x' });
    });

    it('is of no use where the certificate is missing', async () => {
      const page = await signIn('alice');
      application({ cert: 'cert-gone' });
      const answer = await take(page, 'allow');
      expectNoCode(answer);
      expect(said(answer)).toBe('The cert "cert-gone" does not exist');
    });
  });

  describe('A second factor', () => {
    beforeEach(() => {
      enrol('alice');
    });

    it('is asked for after the password, with the code that the demo tells', async () => {
      const page = await signIn('alice');
      expectNoCode(page);
      expect(page.html).toContain('You have enabled Multi-Factor Authentication, please enter the TOTP code');
      const told = /shows <code>(\d{6})</.exec(page.html)?.[1] ?? '';
      expect(told).toBe(passcodeAt(totpSecret, new Date(now)));
      await expectSignedIn(await take(page, 'second-factor', { passcode: told, remember: '' }), 'alice');
    });

    it('that is wrong is told in Casdoor’s words, and may be tried again', async () => {
      const wrong = await take(await signIn('alice'), 'second-factor', { passcode: '000000' });
      expectNoCode(wrong);
      expect(said(wrong)).toBe('totp passcode error');
      const passcode = passcodeAt(totpSecret, new Date(now));
      await expectSignedIn(await take(wrong, 'second-factor', { passcode, remember: '' }), 'alice');
    });

    it('is not asked for before the password is right', async () => {
      const page = await signIn('alice', 'x');
      expect(said(page)).toBe('Failed to sign in: password or code is incorrect, you have 4 remaining chances');
      expect(steps(page)).toEqual(['password']);
    });

    it('does not let a browser on that typed no password', async () => {
      const page = await signIn('alice');
      browser = openFormBrowser();
      const stranger = await take(page, 'second-factor', { passcode: passcodeAt(totpSecret, new Date(now)) });
      expectNoCode(stranger);
      expect(said(stranger)).toBe('Failed to sign in: expired user session');
    });

    it('is replaced by a recovery code, once', async () => {
      const recover = async (recovery: string) =>
        browser.submit(await signIn('alice'), { recovery }, { form: 1, stop: (url) => url.origin !== casdoor.address });
      await expectSignedIn(await recover('recover-1'), 'alice');
      expect(said(await recover('recover-1'))).toBe('recovery code not found');
      expect(person('alice').recoveryCodes).toEqual(['recover-2']);
    });

    it('is remembered for twelve hours where that is asked for', async () => {
      const passcode = passcodeAt(totpSecret, new Date(now));
      await expectSignedIn(await take(await signIn('alice'), 'second-factor', { passcode, remember: 'on' }), 'alice');
      browser = openFormBrowser();
      now += 12 * 3_600_000 - 1000;
      await expectSignedIn(await signIn('alice'), 'alice');
      now += 1000;
      expect(steps(await signIn('alice'))).toEqual(['second-factor', 'second-factor']);
    });

    it('comes before consent, and all survives both', async () => {
      application({ customScopes: described });
      const passcode = passcodeAt(totpSecret, new Date(now));
      const consent = await take(await signIn('alice'), 'second-factor', { passcode });
      expectNoCode(consent);
      await expectSignedIn(await take(consent, 'allow'), 'alice');
    });

    it('that is required and not set up keeps the person from going on, by the session too', async () => {
      person('carol', { mfaItems: [{ name: 'app', rule: 'Required' }] });
      const page = await signIn('carol');
      expectNoCode(page);
      expect(said(page)).toBe(
        'To ensure the security of your account, it is required to enable multi-factor authentication',
      );
      const again = await take(await browser.open(address()), 'continue');
      expectNoCode(again);
      expect(said(again)).toBe(said(page));
    });
  });

  it('A password that must be changed keeps the person from going on, by the session too', async () => {
    person('bob', { needUpdatePassword: true });
    const page = await signIn('bob');
    expectNoCode(page);
    expect(said(page)).toBe('You need to update your password');
    const again = await take(await browser.open(address()), 'continue');
    expectNoCode(again);
    expect(said(again)).toBe(said(page));
  });

  describe('An open session', () => {
    it('is left by no application that does not ask for one', async () => {
      await expectSignedIn(await signIn('alice'), 'alice');
      expect(steps(await browser.open(address()))).toEqual(['password']);
    });

    it('offers to go on as that person, and waits to be told', async () => {
      application({ enableSigninSession: true });
      await expectSignedIn(await signIn('alice'), 'alice');
      const page = await browser.open(address());
      expect(steps(page)).toEqual(['continue', 'sign-out', 'password']);
      expect(page.html).toContain('<bdi>alice</bdi> (<bdi>Alice Adams</bdi>)');
      await expectSignedIn(await take(page, 'continue'), 'alice');
      await expectSignedIn(await take(page, 'password', { username: 'bob', password: 'Pass-123' }), 'bob');
    });

    it('asks for no second factor', async () => {
      application({ enableSigninSession: true });
      await signIn('alice');
      enrol('alice');
      await expectSignedIn(await take(await browser.open(address()), 'continue'), 'alice');
    });

    it('ends when it is ended, at the page or at /api/logout, and after a day', async () => {
      application({ enableSigninSession: true });
      await signIn('alice');
      const page = await browser.open(address());
      expect(steps(await take(page, 'sign-out'))).toEqual(['password']);
      expect(said(await take(page, 'continue'))).toBe('Failed to sign in: Unauthorized operation');
      await signIn('alice');
      const out = await browser.open(`${casdoor.address}/api/logout`);
      expect(JSON.parse(out.html)).toMatchObject({ status: 'ok', data: 'acme/alice' });
      expect(steps(await browser.open(address()))).toEqual(['password']);
      await signIn('alice');
      now += 24 * 3_600_000;
      expect(steps(await browser.open(address()))).toEqual(['password']);
    });

    it('answers by itself where the application says so, but not instead of a consent', async () => {
      const silently = () => fetch(address(), { redirect: 'manual', headers: { cookie: cookieOf(page) } });
      application({ enableSigninSession: true, enableAutoSignin: true });
      const page = await signIn('alice');
      const answer = await silently();
      expect(new URL(answer.headers.get('location') ?? '').searchParams.get('state')).toBe('state_1-x');
      expect((await fetch(address(), { redirect: 'manual' })).status).toBe(200);
      application({ customScopes: described });
      expect((await silently()).status).toBe(200);
    });

    it('of somebody forbidden meanwhile brings no code', async () => {
      application({ enableSigninSession: true });
      await signIn('alice');
      person('alice', { isForbidden: true });
      const page = await take(await browser.open(address()), 'continue');
      expectNoCode(page);
      expect(said(page)).toContain('The user is forbidden to sign in');
      application({ enableAutoSignin: true });
      const trouble = await browser.open(address());
      expectNoCode(trouble);
      expect(said(trouble)).toContain('the user is forbidden to sign in');
    });

    it('of another organization is not offered', async () => {
      application({ enableSigninSession: true });
      await signIn('alice');
      expect(steps(await browser.open(address({}, 'app-shared')))).toEqual(['password']);
    });

    it('is kept by a cookie of this port that no script reads and no name takes along', async () => {
      application({ enableSigninSession: true });
      const page = await signIn('alice');
      const [kept] = page.headers.getSetCookie().filter((line) => !line.startsWith('casdoor_session_id='));
      expect(kept).toMatch(
        new RegExp(`^casdoor_session_${casdoor.port}=[\\w-]{32}; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax$`),
      );
      const later = await take(await browser.open(address()), 'password', { username: 'alice', password: 'Pass-123' });
      expect(cookieOf(later)).not.toBe(cookieOf(page));
    });
  });

  const cookieOf = (page: Page) =>
    page.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .find((pair) => pair.startsWith(`casdoor_session_${casdoor.port}=`)) ?? '';

  describe('Whoever does not get in', () => {
    it.each<[string, string, () => unknown, string]>([
      ['forbidden', 'ivan', () => 0, 'The user is forbidden to sign in, please contact the administrator'],
      ['deleted', 'judy', () => 0, "The user: acme/judy doesn't exist"],
      ['unknown', 'nobody', () => 0, "The user: acme/nobody doesn't exist"],
      ['with a name in other capitals', 'eve', () => 0, "The user: acme/eve doesn't exist"],
      [
        'at an application that is closed',
        'alice',
        () => application({ disableSignin: true }),
        'The application: app-jira has disabled users to signin',
      ],
      [
        'at an organization that is closed',
        'alice',
        () => casdoor.world.organizations.map((each) => Object.assign(each, { disableSignin: true })),
        'The organization: acme has disabled users to signin',
      ],
      [
        'at an application without its certificate',
        'alice',
        () => application({ cert: 'cert-gone' }),
        'The cert "cert-gone" does not exist',
      ],
      [
        'without the tag that is asked for',
        'bob',
        () => application({ tags: ['staff'] }),
        "User's tag:  is not listed in the application's tags",
      ],
      [
        'where the password was switched off meanwhile',
        'alice',
        () => application({ signinMethods: [{ name: 'WebAuthn', displayName: 'WebAuthn', rule: 'None' }] }),
        'The login method: login with password is not enabled for the application',
      ],
    ])('%s is told so by Casdoor alone', async (_, name, change, words) => {
      const page = await browser.open(address());
      change();
      const answer = await take(page, 'password', { username: name, password: 'Pass-123' });
      expectNoCode(answer);
      expect(said(answer)).toBe(`Failed to sign in: ${words}`);
    });

    it.each([
      ['a client that is not known', { client_id: 'nobody' }, 'Invalid client_id'],
      [
        'a redirect URI that is not registered',
        { redirect_uri: 'https://other.example/' },
        "Redirect URI: https://other.example/ doesn't exist in the allowed Redirect URI list",
      ],
    ])('because of %s sees no form', async (_, change, words) => {
      const page = await browser.open(address(change));
      expect(steps(page)).toEqual([]);
      expect(page.html).toContain('There was a problem signing you in..');
      expect(said(page)).toBe(words);
    });

    it('because of a response type or challenge that Casdoor does not do is told after the password', async () => {
      const plain = await signIn('alice', 'Pass-123', { code_challenge_method: 'plain' });
      expect(said(plain)).toBe('Failed to sign in: Challenge method should be S256');
      const token = await signIn('alice', 'Pass-123', { response_type: 'token' });
      expect(said(token)).toBe('Failed to sign in: error: grant_type: token is not supported in this application');
    });

    it('with the bare id of a shared application is looked for in its own organization', async () => {
      const page = await browser.open(address({}, 'app-shared'));
      const answer = await take(page, 'password', { username: 'alice', password: 'Pass-123' });
      expect(said(answer)).toBe("Failed to sign in: The user: built-in/alice doesn't exist");
    });

    it('without a password is asked for one', async () => {
      expect(said(await signIn('alice', ''))).toBe('Please input your password!');
    });

    it('reads English, whatever language the browser asks for', async () => {
      const answer = await fetch(address({ client_id: 'nobody' }), { headers: { 'accept-language': 'de' } });
      expect(await answer.text()).toContain('Invalid client_id');
    });
  });

  describe('The people to try', () => {
    const fates = (page: Page) =>
      Object.fromEntries(
        [...page.html.matchAll(/<li><a href="[^"]*"[^>]*><bdi>([^<]*)<\/bdi>.*?<span[^>]*>([^<]*)</g)].map(
          ([, name, fate]) => [name ?? '', fate ?? ''],
        ),
      );

    it('are listed with what will happen, and it happens', async () => {
      enrol('bob');
      person('carol', { needUpdatePassword: true });
      person('grace', { mfaItems: [{ name: 'app', rule: 'Required' }] });
      const told = fates(await browser.open(address()));
      expect(told).toMatchObject({
        alice: 'gets in',
        ivan: 'forbidden: Casdoor refuses, in spite of the right password',
        judy: 'deleted: Casdoor says that this person does not exist',
        bob: 'is asked for a second factor, then gets in',
        carol: 'must change the password first, and gets no further',
        grace: 'must set up a second factor first, and gets no further',
      });
      for (const [name, fate] of Object.entries(told)) {
        browser = openFormBrowser();
        const page = await signIn(name);
        const isSent = page.headers.get('location') !== null;
        expect([name, isSent]).toEqual([name, fate.startsWith('gets in')]);
      }
    });

    it('are filled in by one click, name and password', async () => {
      const page = await browser.open(address());
      const href = /<li><a href="([^"]*)"[^>]*><bdi>bob</.exec(page.html)?.[1] ?? '';
      const query = href.replace(/&#38;/g, '&');
      const picked = await browser.open(new URL(query, page.url));
      expect(picked.html).toContain('autofocus>Sign in</button>');
      await expectSignedIn(await take(picked, 'password'), 'bob');
    });

    it('are told of consent, and of what keeps everybody out', async () => {
      application({ customScopes: described });
      expect(fates(await browser.open(address())).alice).toBe('is asked for consent, then gets in');
      application({ cert: 'cert-gone' });
      expect((await browser.open(address())).html).toContain('it signs with the certificate cert-gone');
    });
  });
});
