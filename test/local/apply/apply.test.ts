import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Ajv from 'ajv/dist/2020';
import type { Questions } from '../../../local/apply/questions';
import type { ApplyResult } from '../../../local/apply/told-result';
import { openDataFolder } from '../../../local/host/data-folder';
import { applySchemaText } from '../../../local/write-schemas';
import { givenInstead } from '../given-instead';
import { apply, once, type Said, secrets, signIn, startWorld, type World } from './apply-world';
import { atTerminal } from './at-terminal';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
afterEach(() => expectNoSecret());

const everything: Said[] = [];
const run: typeof apply = async (given, during) => {
  const said = await apply(given, during);
  everything.push(said);
  return said;
};
const expectNoSecret = () => {
  const told = everything.map(({ out, err }) => out + err).join('\n');
  for (const secret of Object.values(secrets))
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
      expect(told).not.toContain(form);
};
const jsonOf = (text: string) => {
  const json = JSON.parse(text);
  const valid = new Ajv({ strict: false }).compile(JSON.parse(applySchemaText()));
  expect([valid(json), valid.errors]).toEqual([true, null]);
  return json;
};
const storedNow = () => JSON.stringify(world.miniorange.configuration.stored);
const overruled = ['--overrule', 'sign-in-missing'];
const endOf = ({ status, out, err }: Said) => ({ status, end: (out.trim().split('\n').at(-1) ?? '') + err });

/** With somebody who sits there and answers. */
const answering = async (given: string[], ask: Questions['ask']): Promise<ApplyResult> => {
  const { result, said } = await atTerminal(given, ask);
  everything.push({ status: result.status, out: said, err: result.message });
  return result;
};

test('the result is described by the committed schema', () => {
  expect(readFileSync('docs/apply.schema.json', 'utf8')).toBe(applySchemaText());
});

test('--plan shows every field and guard, ends with 3 where one does not hold and with 0 otherwise, and writes nothing', async () => {
  const before = storedNow();
  writeFileSync(world.file('plan.json'), 'of yesterday', { mode: 0o644 });
  const held = await run(['--plan', ...world.miniorangeArguments, '--json', '--out', world.file('plan.json')]);
  const json = jsonOf(held.out);
  expect(held.status).toBe(3);
  expect(json).toMatchObject({ mode: 'plan', outcome: 'held', apply: null, inForce: null, restoreCommand: null });
  expect(json.guards.filter(({ holds }: { holds: boolean }) => !holds)).toMatchObject([
    { id: 'sign-in-missing', isOverruled: false },
  ]);
  expect(json.changes).toContainEqual(
    expect.objectContaining({ label: 'Client Id', before: null, after: 'app-jira-client-id' }),
  );
  expect(readFileSync(world.file('plan.json'), 'utf8')).toBe(held.out);
  expect(statSync(world.file('plan.json')).mode & 0o777).toBe(0o600);

  const holds = await run(['--plan', ...world.miniorangeArguments, ...overruled]);
  expect(endOf(holds)).toMatchObject({ status: 0, end: expect.stringContaining('Nothing was written, as asked') });
  expect(holds.out).toContain('Client Secret\n      changed; it is shown to nobody');
  expect(holds.out).toContain('emergency was accepted by password as system administrator');

  expect(storedNow()).toBe(before);
  expect(world.miniorange.imports()).toBe(0);
  expect(existsSync(world.file('data'))).toBe(false);
});

test('--yes does not answer a guard', async () => {
  const reached = ['--way-back-user', 'root', '--way-back-password-env', 'WAY_BACK'];
  const said = await run(['--yes', ...givenInstead(world.miniorangeArguments, reached), ...overruled, '--json']);
  expect(said.status).toBe(3);
  const { outcome, guards } = jsonOf(said.out);
  expect(outcome).toBe('held');
  expect(guards).toContainEqual(
    expect.objectContaining({ id: 'way-back-unproved', holds: false, canBeOverruled: false, isOverruled: false }),
  );
  expect(world.miniorange.imports()).toBe(0);
});

test('credentials that are not taken are said before anything else is tried', async () => {
  const wrong = ['--user', 'root', '--password-env', 'OLD_SECRET'];
  const said = await run(['--yes', ...givenInstead(world.miniorangeArguments, wrong), ...overruled, '--json']);
  expect([said.status, jsonOf(said.out).outcome]).toEqual([3, 'refused']);
  expect(jsonOf(said.out).message).toContain('did not take the user name and password');
  expect(said.err).not.toContain('dry run');
});

test('what nobody keeps comes back by itself, and ends with 1', async () => {
  const before = storedNow();
  const said = await run(['--yes', ...world.miniorangeArguments, ...overruled, '--wait', '1', '--json']);
  const json = jsonOf(said.out);
  expect([said.status, json.outcome, json.inForce, json.cameIn]).toEqual([1, 'restored', 'old', []]);
  expect(json.journal.map(({ step }: { step: string }) => step)).toEqual(
    expect.arrayContaining(['backed-up', 'writing', 'verified', 'waiting', 'restoring', 'restored']),
  );
  expect(storedNow()).toBe(before);
});

test('a wait that is broken off says what is in force, and --restore puts the old settings back once the folder is free', async () => {
  const before = storedNow();
  const said = await run(
    ['--yes', ...world.miniorangeArguments, ...overruled],
    once('settings are in force', (child) => child.kill('SIGINT')),
  );
  expect(endOf(said)).toMatchObject({
    status: 3,
    end: expect.stringContaining('The new settings are in force in miniOrange'),
  });
  const line = /npm run --silent apply -- (--restore .*)$/m.exec(said.out)?.[1]?.split(' ') ?? [];
  expect(line).toHaveLength(6);
  expect(storedNow()).not.toBe(before);

  const again = await run(['--yes', ...world.miniorangeArguments, ...overruled]);
  expect(endOf(again)).toMatchObject({ status: 3, end: expect.stringContaining('is still open') });

  const panel = await openDataFolder({ data: world.file('data'), keyFile: world.file('keys/keys.json') });
  await panel.announce('http://127.0.0.1:7420');
  const locked = await run(line);
  await panel.close();
  expect(locked.status).toBe(3);
  expect(locked.out).toContain(`Process ${process.pid} holds`);
  expect(locked.out).toContain('Restore and Keep stand in its step Apply');
  expect(storedNow()).not.toBe(before);

  // Nothing else is typed: the credentials were kept until now.
  const restored = await run([...line, '--json']);
  expect([restored.status, jsonOf(restored.out).outcome]).toEqual([0, 'restored']);
  expect(storedNow()).toBe(before);
  const none = await run(['--restore', ...world.kept]);
  expect(endOf(none)).toMatchObject({ status: 3, end: expect.stringContaining('No apply is open') });
});

test('an administrator who comes in through the plugin keeps it, and then nothing is left to write', async () => {
  const given = [...world.miniorangeArguments, ...overruled];
  const said = await run(
    ['--yes', ...given],
    once('settings are in force', () => void sleep(1_200).then(() => signIn(world, 'alice'))),
  );
  expect(said.out).toContain('alice has come in through the plugin, and administers.');
  expect(endOf(said)).toMatchObject({
    status: 0,
    end: expect.stringContaining('holds the new settings, and they are kept'),
  });
  const again = await run(['--yes', ...given, '--json']);
  expect([again.status, jsonOf(again.out).outcome]).toEqual([0, 'nothing-to-write']);
});

test('an apply that was kept is written again only once somebody has said yes', async () => {
  const kept = storedNow();
  const apply = /--restore (\S+)/.exec((await run(['--restore', ...world.kept])).out)?.[1] ?? '';
  const given = ['--restore', apply, ...world.kept, ...world.asRoot];
  const said = await run([...given, '--json']);
  expect(said.status).toBe(3);
  expect(jsonOf(said.out)).toMatchObject({ outcome: 'held', changes: expect.arrayContaining([]) });
  expect(jsonOf(said.out).changes).toContainEqual(
    expect.objectContaining({ label: 'Client Id', before: 'app-jira-client-id', after: null }),
  );
  expect(storedNow()).toBe(kept);
  // Another Jira may well hold the old settings: that would be believed of this one.
  const elsewhere = given.map((text) => (text === world.jira.address ? 'http://127.0.0.1:9/other' : text));
  expect(endOf(await run(elsewhere))).toMatchObject({
    status: 3,
    end: expect.stringContaining(`that apply was made at ${world.jira.address}`),
  });
  expect(await answering(given, async () => 'yes')).toMatchObject({ status: 0, outcome: 'kept' });
  expect(world.miniorange.configuration.stored['OAuth Configuration']).toMatchObject({ CLIENT_ID: '' });
});

test('where the audit log does not tell who came through the plugin, somebody at the terminal says it', async () => {
  world.jira.conditions.auditsSignIns = 'on';
  // Nobody of that name, somebody who administers nothing, and an administrator at last.
  const answers = ['nobody', 'bob', 'alice'];
  const ask: Questions['ask'] = async (_question, signal) => {
    const [next] = answers;
    if (next === undefined) await sleep(60_000, undefined, { signal }).catch(() => {});
    if (signal.aborted) return null;
    answers.shift();
    if (next !== undefined && next !== 'nobody') await signIn(world, next);
    return next ?? null;
  };
  const given = [...world.miniorangeArguments, ...overruled, '--wait', '30'];
  const result = await answering(['--yes', ...given], ask);
  world.jira.conditions.auditsSignIns = 'way';
  expect(result).toMatchObject({ status: 0, outcome: 'kept' });
  expect(result.view?.cameIn.map(({ who, isAdministrator, how }) => [who, isAdministrator, how])).toEqual([
    ['bob', false, 'said'],
    ['alice', true, 'said'],
  ]);
  expect(everything.at(-1)?.out).toContain('Jira has no account “nobody”.');
});

test('Atlassian’s own SSO is written with --keep, and waits for nobody', async () => {
  const said = await run(['--yes', ...world.atlassianDcArguments, ...overruled, '--keep', '--json']);
  expect([said.status, jsonOf(said.out).outcome]).toEqual([0, 'kept']);
  const [idp] = world.atlassianDc.settings().idps;
  expect(idp).toMatchObject({
    enabled: true,
    'issuer-url': world.casdoor.address,
    'client-id': 'app-jira-client-id',
    'client-secret': secrets.CLIENT_SECRET,
  });
});

test('Casdoor’s application gets the redirect URI, what others entered stays, and needs no plugin', async () => {
  const before = [...(world.app.redirectUris ?? [])];
  const uri = 'https://jira.acme.example/plugins/servlet/oauth/callback-of-the-command';
  const given = [...world.casdoorArguments, ...world.kept, '--target', 'casdoor', '--redirect-uri', uri];
  const plan = await run(['--plan', ...given]);
  expect([plan.status, world.app.redirectUris]).toEqual([0, before]);
  const said = await run(['--yes', ...given, '--json']);
  expect([said.status, jsonOf(said.out).outcome, world.app.redirectUris]).toEqual([0, 'kept', [...before, uri]]);
});

test('a file that is not there is refused with 2', async () => {
  const said = await run([
    '--plan',
    ...givenInstead(world.miniorangeArguments, ['--mapping', world.file('none.json')]),
  ]);
  expect([said.status, said.out]).toEqual([2, '']);
  expect(said.err).toContain('--mapping');
});

test('whoever types a secret where the name of a variable is asked for does not find it in the output', async () => {
  const said = await run([
    '--plan',
    ...givenInstead(world.miniorangeArguments, ['--secret-env', secrets.CLIENT_SECRET]),
  ]);
  expect([said.status, said.err]).toEqual([2, expect.stringContaining('--secret-env: there is no such environment')]);
});
