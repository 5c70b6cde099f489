import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../local/casdoor/start';
import { catalogue } from '../../src/checks/catalogue';

const secret = 'app-jira-client-secret';
const callback = 'https://jira.acme.example/plugins/servlet/oauth/callback';

let casdoor: EmbeddedCasdoor;
let folder: string;

beforeAll(async () => {
  casdoor = await startEmbeddedCasdoor();
  folder = mkdtempSync(join(tmpdir(), 'companion-doctor-'));
});
afterAll(async () => {
  await casdoor.close();
  rmSync(folder, { recursive: true, force: true });
});

type Said = { status: number | null; out: string; err: string };

/** The command as a person runs it, in a process of its own. */
const doctor = (given: string[], input: { environment?: Record<string, string>; stdin?: string } = {}): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'local/doctor.ts', ...given], {
      env: { PATH: process.env.PATH, HOME: folder, ...input.environment },
    });
    const said: Said = { status: null, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.err += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...said, status }));
    child.stdin.end(input.stdin ?? '');
  });

const healthy = () => [
  '--issuer',
  `${casdoor.address}/applications/acme/app-jira`,
  '--client-id',
  'app-jira-client-id',
  '--redirect-uri',
  callback,
  '--scope',
  'openid profile email',
];
const withSecret = { environment: { CLIENT_SECRET: secret } };

describe('the doctor', () => {
  it('calls a healthy set-up ready, ends with 0, and writes nothing but the report to standard output', async () => {
    const said = await doctor([...healthy(), '--secret-env', 'CLIENT_SECRET', '--json'], withSecret);
    const report = JSON.parse(said.out);
    expect({ status: said.status, verdict: report.verdict, rootCause: report.rootCause }).toEqual({
      status: 0,
      verdict: 'ready',
      rootCause: null,
    });
    const valid = new Ajv({ strict: false }).compile(JSON.parse(readFileSync('docs/report.schema.json', 'utf8')));
    expect([valid(report), valid.errors]).toEqual([true, null]);
    expect(said.err).toContain('Looking at');
  }, 30_000);

  it('takes the secret from standard input, whatever its line end', async () => {
    const said = await doctor([...healthy(), '--secret-stdin', '--json'], { stdin: `${secret}\r\n` });
    expect([said.status, JSON.parse(said.out).verdict]).toEqual([0, 'ready']);
  }, 30_000);

  it('names a slash too many, ends with 1, and says how to mend it', async () => {
    const given = [...healthy(), '--secret-env', 'CLIENT_SECRET'].map((one) =>
      one === callback ? `${callback}/` : one,
    );
    const said = await doctor([...given, '--json'], withSecret);
    const report = JSON.parse(said.out);
    expect([said.status, report.verdict, report.rootCause]).toEqual([1, 'broken', 'redirect-uri-unregistered']);
    expect(report.findings.find(({ id }: { id: string }) => id === 'redirect-uri-unregistered').fix).toContain(
      'sends no slash at the end',
    );
  }, 30_000);

  it('never repeats the secret, right or wrong, whatever is wrong beside it', async () => {
    const wrong = 'a wrong+secret/with=odd signs';
    for (const [value, more] of [
      [secret, ['--json']],
      [wrong, ['--json']],
      [wrong, []],
    ] as const) {
      const said = await doctor([...healthy(), '--secret-env', 'CLIENT_SECRET', ...more], {
        environment: { CLIENT_SECRET: value },
      });
      const everything = said.out + said.err;
      expect(said.out.length).toBeGreaterThan(100);
      for (const form of [value, encodeURIComponent(value), Buffer.from(value).toString('base64')])
        expect(everything).not.toContain(form);
    }
  }, 60_000);

  it('prints no colour where it is not asked in a terminal', async () => {
    const said = await doctor(['--issuer', '127.0.0.1:1']);
    expect(said.status).toBe(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour.
    expect(said.out).not.toMatch(/\u001b/);
    expect(said.out).toContain('connection-refused');
  }, 30_000);

  it('keeps to the checks that were named', async () => {
    const said = await doctor([...healthy(), '--only', 'issuer-mismatch,keys-empty', '--json']);
    const report = JSON.parse(said.out);
    expect(report.findings.map(({ id }: { id: string }) => id)).toEqual(['issuer-mismatch', 'keys-empty']);
  }, 30_000);

  it.each([
    [['--issuer', 'a', '--only', 'nonsense'], '--only'],
    [['--issuer', 'a', '--mapping', 'no-such-file.json'], '--mapping'],
    [['--issuer', 'a', '--ca', 'package.json'], '--ca'],
    [['--issuer', 'a', '--plugin-file', 'tsconfig.json'], '--plugin-file'],
    [['--issuer', 'a', '--secret-env', 'NOT_THERE'], '--secret-env'],
    [['--issuer', 'a', '--secret-stdin'], '--secret-stdin'],
    [['--issuer', 'a', '--secret', 'hunter2'], '--secret-env'],
  ])('ends with 2 and one sentence for %j', async (given, named) => {
    const said = await doctor(given);
    expect(said.status).toBe(2);
    expect(said.err).toContain(named);
    expect(said.err).not.toContain('hunter2');
    expect(said.out).toBe('');
  });

  it('judges a mapping file, and names what is wrong in it', async () => {
    const good = join(folder, 'mapping.json');
    writeFileSync(
      good,
      JSON.stringify({ schema: 1, source: 'id_token', username: 'name', email: 'email', fullName: 'display_name' }),
    );
    const judged = await doctor(
      [...healthy(), '--secret-env', 'CLIENT_SECRET', '--mapping', good, '--json'],
      withSecret,
    );
    expect(JSON.parse(judged.out).rootCause).toBe('claim-never-issued');
    const hostile = join(folder, 'hostile.json');
    writeFileSync(hostile, JSON.stringify({ schema: 1, 'b\u202ear\u001b[2J': 1 }));
    const visible = await doctor(['--issuer', 'a', '--mapping', hostile]);
    expect(visible.err).toContain('b\\u{202e}ar\\u{1b}[2J');
    expect(visible.err).toContain('The username claim is missing.');
    const odd = join(folder, 'odd.json');
    writeFileSync(
      odd,
      JSON.stringify({ schema: 1, username: 'name', email: 'email', fullName: 'x', loginBy: 'phone' }),
    );
    const refused = await doctor(['--issuer', 'a', '--mapping', odd]);
    expect([refused.status, refused.err.includes('loginBy')]).toEqual([2, true]);
  }, 30_000);

  it('lists the whole catalogue', async () => {
    const said = await doctor(['--list']);
    expect(said.status).toBe(0);
    for (const { id } of catalogue) expect(said.out).toContain(id);
  }, 30_000);
});
