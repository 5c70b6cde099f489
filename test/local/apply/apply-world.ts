import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { homePaths, signInPaths } from '../../../local/atlassian/front-door';
import type { MadeUser } from '../../../local/atlassian/population';
import { startAtlassianStandIn } from '../../../local/atlassian/start';
import { acme } from '../../../local/casdoor/documents';
import { startEmbeddedCasdoor } from '../../../local/casdoor/start';
import { atlassianDcPlugin } from '../../../local/plugins/atlassian-dc/plugin';
import { miniorangePlugin } from '../../../local/plugins/miniorange/plugin';
import { sampleConfiguration } from '../../../local/plugins/miniorange/sample';

export type Said = { status: number | null; out: string; err: string };
export type During = (child: ChildProcess, said: Said) => void;

/** Whatever must not be seen anywhere. */
export const secrets = {
  CLIENT_SECRET: 'app-jira-client-secret',
  PASSWORD: 'root-password-of-jira',
  TOKEN: 'root-token-of-jira',
  WAY_BACK: 'way-back-password-of-jira',
  OLD_SECRET: 'the-old-client-secret',
};

/** As it stands in a file. */
const mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  fullName: 'displayName',
};
const dcMapping = { schema: 1, username: '${name}', email: '${email}', fullName: '${displayName}' };

const person = (name: string, groups: string[] = ['jira-software-users']): MadeUser => ({
  name,
  displayName: name,
  email: `${name}@acme.example`,
  active: true,
  groups,
});

/** A Casdoor with two people, a Jira with both of them and an account for emergencies, and both plugins on it. */
export const startWorld = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'companion-apply-command-'));
  const file = (name: string) => join(folder, name);
  mkdirSync(file('keys'), { mode: 0o700 });
  writeFileSync(file('mapping.json'), JSON.stringify(mapping));
  writeFileSync(file('dc.json'), JSON.stringify(dcMapping));
  await build({
    entryPoints: ['local/apply.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  });
  const world = acme();
  const users = world.users.filter(({ name }) => ['alice', 'bob'].includes(name));
  const casdoor = await startEmbeddedCasdoor({
    world: { ...world, users },
    origin: (port) => `http://127.0.0.1:${port}`,
  });
  const old = sampleConfiguration({ shape: 'flat', product: 'jira' });
  const application = { ...(old['OAuth Configuration'] as object), CLIENT_SECRET: secrets.OLD_SECRET };
  const miniorange = miniorangePlugin({ ...old, 'OAuth Configuration': application });
  const atlassianDc = atlassianDcPlugin();
  const jira = await startAtlassianStandIn({
    product: 'jira',
    baseUrl: (address) => address,
    credentials: { user: 'root', password: secrets.PASSWORD, token: secrets.TOKEN },
    person: { name: 'root', displayName: 'root', email: 'root@acme.example' },
    population: {
      users: [
        person('root', ['jira-administrators']),
        person('emergency', ['jira-administrators', 'jira-software-users']),
        person('alice', ['jira-administrators', 'jira-software-users']),
        person('bob'),
      ],
    },
    passwords: { emergency: secrets.WAY_BACK },
    plugins: [miniorange, atlassianDc],
    conditions: { auditsSignIns: 'way' },
  });
  const app = casdoor.world.applications.find(({ name }) => name === 'app-jira');
  if (!app) throw new Error('There is no app-jira.');
  const callbacks = ['oauth', 'oidc'].map((plugin) => `${jira.address}/plugins/servlet/${plugin}/callback`);
  app.redirectUris = [...(app.redirectUris ?? []), ...callbacks];
  const casdoorArguments = [
    '--issuer',
    casdoor.address,
    '--client-id',
    'app-jira-client-id',
    '--secret-env',
    'CLIENT_SECRET',
    '--scope',
    'openid profile email',
  ];
  const kept = ['--data', file('data'), '--key-file', file('keys/keys.json')];
  const asRoot = ['--atlassian', jira.address, '--user', 'root', '--password-env', 'PASSWORD'];
  const wayBack = ['--way-back-user', 'emergency', '--way-back-password-env', 'WAY_BACK'];
  return {
    file,
    casdoor,
    app,
    jira,
    miniorange,
    atlassianDc,
    kept,
    asRoot,
    casdoorArguments,
    /** miniOrange, with all that is needed but what to do. */
    miniorangeArguments: [...casdoorArguments, ...kept, ...asRoot, ...wayBack, '--mapping', file('mapping.json')],
    atlassianDcArguments: [
      ...casdoorArguments,
      ...kept,
      ...['--atlassian', jira.address, '--token-env', 'TOKEN', '--target', 'atlassian-dc'],
      ...wayBack,
      ...['--mapping', file('dc.json')],
    ],
    close: async () => {
      await jira.close();
      await casdoor.close();
      rmSync(folder, { recursive: true, force: true });
      rmSync(bundle, { force: true });
    },
  };
};
export type World = Awaited<ReturnType<typeof startWorld>>;

/** As one file beside the packages: a dozen processes load it. */
const bundle = join(process.cwd(), 'node_modules', '.cache', 'companion-apply', `apply-${process.pid}.cjs`);

/** The command as a person runs it, in a process of its own without a terminal; `during` sees all that it says. */
export const apply = (given: readonly string[], during: During = () => {}): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundle, ...given], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...secrets },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: Said = { status: null, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk;
      during(child, said);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.err += chunk;
      during(child, said);
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...said, status }));
  });

/** Once, as soon as all of a text has been said on either side. */
export const once = (text: string, act: (child: ChildProcess) => void): During => {
  let isDone = false;
  return (child, said) => {
    if (isDone || !(said.out + said.err).includes(text)) return;
    isDone = true;
    act(child);
  };
};

/** From Jira's sign-in page by the plugin's button, or sent on by it, through Casdoor and back, as a browser does it. */
export const signIn = async ({ jira, casdoor }: World, name: string): Promise<void> => {
  const form = await fetch(jira.address + signInPaths.jira, { redirect: 'manual' });
  // Where everybody is sent to the new sign-in there is no form.
  const button = /class="sso" href="([^"]+)"/.exec(await form.text())?.[1]?.replaceAll('&#38;', '&');
  const begun = await fetch(new URL(form.headers.get('location') ?? button ?? '', jira.address), {
    redirect: 'manual',
  });
  const authorize = new URL(begun.headers.get('location') ?? '');
  const asked = (key: string) => authorize.searchParams.get(key) ?? '';
  const query = new URLSearchParams({
    clientId: asked('client_id'),
    responseType: asked('response_type'),
    redirectUri: asked('redirect_uri'),
    scope: asked('scope'),
    state: asked('state'),
    type: 'code',
  });
  const answer = await fetch(`${casdoor.address}/api/login?${query.toString()}`, {
    method: 'POST',
    body: JSON.stringify({
      application: 'app-jira',
      organization: 'acme',
      type: 'code',
      username: name,
      password: 'Pass-123',
      signinMethod: 'Password',
    }),
  });
  const { status, data, msg } = (await answer.json()) as { status: string; data: string; msg: string };
  if (status !== 'ok') throw new Error(msg);
  const callback = new URL(asked('redirect_uri'));
  callback.search = new URLSearchParams({ code: data, state: asked('state') }).toString();
  const came = await fetch(callback, { redirect: 'manual' });
  const cookie = came.headers.get('set-cookie')?.split(';')[0] ?? '';
  const home = await fetch(jira.address + homePaths.jira, { redirect: 'manual', headers: { cookie } });
  if (!(await home.text()).includes(`id="who">${name}<`)) throw new Error(`${name} did not come in: ${came.status}`);
};
