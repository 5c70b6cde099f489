import { withStandIns } from '../../../local/demo/demo-vantage';
import { type RunningDemo, startDemo } from '../../../local/demo/start-demo';
import { signInFromTerminal } from '../../../local/doctor-sign-in';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { SignInResult } from '../../../src/contract/sign-in';
import { givenFrom } from '../../../src/diagnosis/given';
import { openFormBrowser, type Page } from '../form-browser';

type Browser = ReturnType<typeof openFormBrowser>;
/** What the person does after name and password. */
type Rest = (browser: Browser, page: Page) => Promise<unknown>;

const passcode: Rest = (browser, page) =>
  browser.submit(page, { passcode: /shows <code>(\d{6})</.exec(page.html)?.[1] ?? '', remember: '' });
const allow: Rest = (browser, page) => browser.submit(page);
const deny: Rest = (browser, page) => browser.submit(page, {}, { form: 1 });
/** Opens the link once more and passes on what the page said. */
const passOn: Rest = async (browser, page) => {
  const words = (/role="alert">([^<]*)</.exec(page.html)?.[1] ?? '').replace(/&#(\d+);/g, (_, code) =>
    String.fromCharCode(Number(code)),
  );
  const [link] = browser.seen;
  if (link === undefined) throw new Error('No link was opened.');
  await browser.submit(await browser.open(link.url), { words });
};

describe('A test sign-in tells the story of a situation', () => {
  let running: RunningDemo;
  beforeAll(async () => {
    running = await startDemo({ firstPort: 0 });
  });
  afterAll(() => running.close());

  const signIn = async (id: string, name: string, rest?: Rest): Promise<SignInResult> => {
    const situation = await running.demo.start(id);
    if (situation === undefined) throw new Error(`There is no situation "${id}".`);
    const { address, secret, target, mapping } = situation;
    const given = givenFrom({
      from: 'local',
      address,
      target: { ...target, baseUrl: target.baseUrl },
      clientId: target.clientId,
      hasSecret: true,
      redirectUri: null,
      scopes: target.scopes,
      mapping,
      plugin: null,
      now: new Date(),
    });
    const browser = openFormBrowser();
    const stopped = new AbortController();
    let went: Promise<unknown> = Promise.resolve();
    const go = async (link: string) => {
      const casdoor = await browser.submit(await browser.open(link));
      const after = await browser.submit(casdoor, { username: name, password: 'Pass-123' });
      await rest?.(browser, after);
    };
    const end = await signInFromTerminal({
      given,
      secret,
      allowsHttp: false,
      vantage: () => withStandIns(makeLocalVantage({ environment: {} }), running.standIns),
      waitSeconds: 40,
      signal: stopped.signal,
      tell: (line) => {
        if (!/^http:/.test(line)) return;
        went = go(line).catch((error: unknown) => {
          stopped.abort();
          throw error;
        });
      },
    });
    await went;
    if (end.kind === 'nothing') throw new Error(end.problem);
    return end.result;
  };

  it.each<[string, string, Rest | undefined, SignInResult['outcome'], string | null]>([
    ['healthy', 'amara.okafor', undefined, 'succeeded', null],
    ['token-oversized', 'priya.raman', undefined, 'succeeded', 'token-oversized'],
    ['token-oversized', 'amara.okafor', undefined, 'succeeded', null],
    ['groups-as-paths', 'amara.okafor', undefined, 'succeeded', 'claims-differ'],
    ['consent-asked', 'ben.carter', allow, 'succeeded', null],
    ['consent-asked', 'reception', deny, 'refused', 'sign-in-refused'],
    ['people-refused', 'rosa.lindqvist', passcode, 'succeeded', null],
    ['people-refused', 'ivan.gone', passOn, 'refused', 'sign-in-refused'],
    ['people-refused', 'judy.old', passOn, 'refused', 'sign-in-refused'],
    ['people-refused', 'petra.novak', passOn, 'refused', 'sign-in-refused'],
    ['people-refused', 'noor.haddad', passOn, 'refused', 'sign-in-refused'],
    ['session-answers', 'amara.okafor', undefined, 'succeeded', null],
    ['token-lifetime-zero', 'amara.okafor', undefined, 'failed', 'token-expired'],
    ['certificate-missing', 'amara.okafor', passOn, 'refused', 'sign-in-refused'],
    ['sign-in-disabled', 'amara.okafor', passOn, 'refused', 'sign-in-refused'],
  ])(
    '%s, as %s',
    async (id, name, rest, outcome, cause) => {
      const result = await signIn(id, name, rest);
      const failed = result.report.findings.find((finding) => finding.outcome === 'fail');
      expect([result.outcome, failed?.id ?? null]).toEqual([outcome, cause]);
    },
    60_000,
  );

  it('and of whoever has an authenticator app, its secret is withheld', async () => {
    const { withheld, claims } = await signIn('people-refused', 'rosa.lindqvist', passcode);
    expect(withheld).toEqual(expect.arrayContaining(['totpSecret', 'recoveryCodes']));
    expect(JSON.stringify(claims)).not.toMatch(/KRSXG5CTMVRXEZLU|demo-recovery/);
  }, 60_000);
});
