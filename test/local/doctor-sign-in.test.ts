import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../local/casdoor/start';
import type { ReportJson } from '../../src/checks/report-json';
import { openFormBrowser, type Page } from './form-browser';

const secret = 'app-jira-client-secret';
const password = 'Pass-123';
const callback = 'https://jira.acme.example/plugins/servlet/oauth/callback';

let casdoor: EmbeddedCasdoor;
let folder: string;
beforeAll(async () => {
  casdoor = await startEmbeddedCasdoor();
  folder = mkdtempSync(join(tmpdir(), 'companion-doctor-sign-in-'));
});
afterAll(async () => {
  await casdoor.close();
  rmSync(folder, { recursive: true, force: true });
});

type Said = { status: number | null; out: string; err: string };

/** The command in a process of its own; `meanwhile` is what a person does once the link is printed. */
const doctor = (
  given: string[],
  meanwhile: (link: string, child: ChildProcess) => Promise<void> = async () => {},
): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'local/doctor.ts', ...given], {
      env: { PATH: process.env.PATH, HOME: folder, CLIENT_SECRET: secret },
    });
    const said: Said = { status: null, out: '', err: '' };
    let isWaiting = true;
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.err += chunk;
      const link = linkIn(said.err);
      if (!isWaiting || link === null) return;
      isWaiting = false;
      meanwhile(link, child).catch((error: unknown) => {
        child.kill();
        reject(error);
      });
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...said, status }));
  });

/** On a line of its own. */
const linkIn = (text: string) =>
  /^(http:\/\/127\.0\.0\.1:\d+\/sign-in\/\w+\?link=[\w-]{43})\n/m.exec(text)?.[1] ?? null;

const asked = (...more: string[]) => [
  ...['--issuer', `${casdoor.address}/applications/acme/app-jira`, '--client-id', 'app-jira-client-id'],
  ...['--secret-env', 'CLIENT_SECRET', '--redirect-uri', callback, '--scope', 'openid profile email'],
  ...['--sign-in', '--json', ...more],
];

const signInAs = async (link: string, username: string): Promise<{ end: Page; seen: Page[] }> => {
  const browser = openFormBrowser();
  const form = await browser.submit(await browser.open(link));
  return { end: await browser.submit(form, { username, password }), seen: browser.seen };
};

const reportIn = ({ out }: Said) => JSON.parse(out) as ReportJson & { signIn: NonNullable<ReportJson['signIn']> };

describe('a sign-in through the doctor', () => {
  it('adds the person, the claims and the findings to the report, and repeats no secret', async () => {
    let seen: Page[] = [];
    const said = await doctor(asked(), async (link) => {
      const signedIn = await signInAs(link, 'alice');
      expect(signedIn.end.html).toContain('The sign-in worked');
      expect(signedIn.end.html).not.toContain('alice@acme.example');
      seen = signedIn.seen;
    });
    const report = reportIn(said);
    const { signIn } = report;
    expect([signIn.outcome, signIn.person.username, signIn.person.email]).toEqual([
      'succeeded',
      'alice',
      'alice@acme.example',
    ]);
    expect(signIn.claims.idToken).toMatchObject({ name: 'alice', aud: ['app-jira-client-id'] });
    expect(signIn.claims.userinfo).toMatchObject({ sub: signIn.claims.idToken?.sub });
    expect(signIn.steps.map(({ by }) => by)).toEqual(expect.arrayContaining(['person', 'network']));
    expect(report.findings.filter(({ area }) => area === 'sign-in').map(({ outcome }) => outcome)).toContain('pass');
    const lets = report.findings.find(({ id }) => id === 'person-refused');
    expect([lets?.outcome, lets?.found]).toEqual([
      'pass',
      expect.stringContaining('alice, by the recommended mapping'),
    ]);
    const valid = new Ajv({ strict: false }).compile(JSON.parse(readFileSync('docs/report.schema.json', 'utf8')));
    expect([valid(report), valid.errors]).toEqual([true, null]);
    // All that went by while the person signed in.
    const travelled = seen
      .flatMap(({ url }) => [...url.searchParams])
      .filter(([name]) => /^(code|state|nonce)/.test(name));
    expect(travelled.map(([name]) => name)).toEqual(
      expect.arrayContaining(['code', 'state', 'nonce', 'code_challenge']),
    );
    for (const [name, value] of [...travelled, ['secret', secret], ['password', password]] as const)
      if (name !== 'code_challenge_method')
        expect([name, (said.out + said.err).includes(value)]).toEqual([name, false]);
  }, 60_000);

  it('reads the person by the mapping that was given', async () => {
    const file = join(folder, 'mapping.json');
    writeFileSync(
      file,
      JSON.stringify({ schema: 1, source: 'userinfo', username: 'email', email: 'email', fullName: 'name' }),
    );
    const said = await doctor(asked('--mapping', file), async (link) => {
      await signInAs(link, 'alice');
    });
    const { findings, signIn } = reportIn(said);
    expect(signIn.person).toMatchObject({ username: 'alice@acme.example', outcome: 'not-certain' });
    const lets = findings.find(({ id }) => id === 'person-refused');
    expect([lets?.outcome, lets?.found]).toEqual(['pass', expect.stringContaining('alice@acme.example')]);
  }, 60_000);

  it('runs the regular expression of the mapping', async () => {
    const file = join(folder, 'pattern.json');
    const claims = { source: 'id_token', username: 'email', email: 'email', fullName: 'displayName' };
    writeFileSync(file, JSON.stringify({ schema: 1, ...claims, usernamePattern: '^([^@]+)' }));
    const said = await doctor(asked('--mapping', file), async (link) => {
      await signInAs(link, 'alice');
    });
    const { findings, signIn } = reportIn(said);
    expect(signIn.person.username).toBe('alice');
    const lets = findings.find(({ id }) => id === 'person-refused');
    expect([lets?.outcome, lets?.found]).toEqual(['pass', expect.stringContaining('turns away alice.')]);
  }, 60_000);

  describe('by a mapping that makes no user of the person', () => {
    const refusing = () => {
      const file = join(folder, 'refusing.json');
      // Alice has no homepage.
      const mapping = { schema: 1, source: 'id_token', username: 'homepage', email: 'email', fullName: 'displayName' };
      writeFileSync(file, JSON.stringify(mapping));
      return ['--mapping', file];
    };
    const signInWorks = async (link: string) => {
      expect((await signInAs(link, 'alice')).end.html).toContain('The sign-in worked');
    };
    const blame = ({ findings }: ReportJson) => {
      const { outcome, blockedBy } = findings.find(({ id }) => id === 'person-refused') ?? {};
      return [outcome, blockedBy];
    };

    it('is not ready, though the sign-in worked', async () => {
      const named = ['--issuer', casdoor.address, '--client-id', 'app-jira-client-id', '--redirect-uri', callback];
      // Without the secret nobody can look at the directory.
      const only = ['--sign-in', '--json', '--only', 'person-refused'];
      const said = await doctor([...named, ...only, ...refusing()], signInWorks);
      const report = reportIn(said);
      expect([said.status, report.verdict, report.rootCause]).toEqual([1, 'at-risk', 'person-refused']);
      expect([report.signIn.outcome, report.signIn.person.outcome]).toEqual(['succeeded', 'refused']);
      expect(blame(report)).toEqual(['fail', null]);
    }, 60_000);

    it('names the cause where a check of the mapping found it', async () => {
      const said = await doctor(asked(...refusing()), signInWorks);
      const report = reportIn(said);
      expect([said.status, report.verdict]).toEqual([1, 'broken']);
      expect(report.signIn.person.outcome).toBe('refused');
      expect(blame(report)).toEqual(['blocked', { check: 'username-absent' }]);
    }, 60_000);
  });

  it('ends with nobody where Casdoor keeps the person, and tells how far they came', async () => {
    const said = await doctor(asked('--wait', '4'), async (link) => {
      const { end } = await signInAs(link, 'ivan');
      expect(end.url.origin).toBe(casdoor.address);
    });
    const { signIn, rootCause } = reportIn(said);
    expect([said.status, signIn.outcome, rootCause]).toEqual([1, 'abandoned', 'sign-in-abandoned']);
    expect(signIn.person).toEqual({ username: null, email: null, fullName: null, groups: null, outcome: null });
  }, 60_000);

  it('hears what Casdoor said to the person alone, once they pass it on', async () => {
    const said = await doctor(asked(), async (link) => {
      const { end } = await signInAs(link, 'ivan');
      const words = /role="alert">([^<]+)</.exec(end.html)?.[1] ?? '';
      expect(words).toContain('forbidden');
      const browser = openFormBrowser();
      const told = await browser.submit(await browser.open(link), { words });
      expect(told.html).toContain('It was passed on');
    });
    const { signIn, rootCause, findings } = reportIn(said);
    expect([said.status, signIn.outcome]).toEqual([1, 'refused']);
    const finding = findings.find(({ id }) => id === 'sign-in-refused');
    expect([finding?.outcome, finding?.found]).toEqual(['fail', expect.stringContaining('forbidden')]);
    expect(rootCause).toBe('sign-in-refused');
  }, 60_000);

  it('keeps to the checks that were named', async () => {
    const said = await doctor(asked('--only', 'token-signature-invalid'), async (link) => {
      await signInAs(link, 'alice');
    });
    expect(reportIn(said).findings.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['token-signature-invalid', 'pass'],
    ]);
  }, 60_000);

  it('ends the wait at Ctrl-C, with a report', async () => {
    const said = await doctor(asked(), async (_link, child) => {
      child.kill('SIGINT');
    });
    expect([said.status, reportIn(said).signIn.outcome]).toEqual([1, 'abandoned']);
  }, 60_000);

  it('serves nothing but the link, to nobody who calls it by another name', async () => {
    await doctor(asked('--wait', '20'), async (link, child) => {
      const { origin, port } = new URL(link);
      for (const path of ['/', '/sign-in/confluence', '/call', '/sign-in/jira', '/sign-in/jira?code=x&state=y']) {
        const { status } = await fetch(origin + path);
        expect([403, 404]).toContain(status);
      }
      expect((await fetch(`http://localhost:${port}/sign-in/jira`).catch(() => null))?.status ?? 421).toBe(421);
      child.kill('SIGINT');
    });
  }, 60_000);

  it('prints no link where Casdoor cannot be reached, and says why', async () => {
    const said = await doctor(['--issuer', '127.0.0.1:1', '--client-id', 'a', '--sign-in', '--json']);
    expect(linkIn(said.err)).toBeNull();
    expect(said.err).toContain('There is no link to sign in with.');
    expect([said.status, reportIn(said).rootCause, reportIn(said).signIn.outcome]).toEqual([
      1,
      'connection-refused',
      null,
    ]);
  }, 60_000);

  it.each([
    [['--issuer', 'door.acme.example', '--sign-in'], '--client-id'],
    [['--issuer', 'door.acme.example', '--client-id', 'a', '--sign-in', '--from', 'cloud'], '--from cloud'],
  ])('ends with 2 for %j', async (given, named) => {
    const said = await doctor(given);
    expect([said.status, said.out]).toEqual([2, '']);
    expect(said.err).toContain(named);
  });
});
