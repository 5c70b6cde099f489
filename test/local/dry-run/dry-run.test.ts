import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { parse } from 'csv-parse/sync';
import { dryRunSchemaText } from '../../../local/write-schemas';
import { givenInstead } from '../given-instead';
import { accountsOf, mapping, type Said, type Site, dryRun as spawnDryRun, startSite, worldOf } from './command';

const people = 60;
let site: Site;
let folder: string;
beforeAll(async () => {
  site = await startSite(people, { most: 1000 });
  folder = mkdtempSync(join(tmpdir(), 'companion-dry-run-test-'));
  mkdirSync(file('tmp'));
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
  const lines = accountsOf(people).map(({ name, displayName, email, active, groups }) =>
    [name, email, `"${displayName.replaceAll('"', '""')}"`, active, '', groups.join(';')].join(','),
  );
  writeFileSync(file('accounts.csv'), `username,email,fullName,active,administrator,groups\n${lines.join('\n')}\n`);
}, 60_000);
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});
const file = (name: string) => join(folder, name);

const casdoor = () => ['--issuer', site.issuer, '--client-id', 'app-jira-client-id', '--secret-env', 'CLIENT_SECRET'];
const mapped = () => [...casdoor(), '--mapping', file('mapping.json')];
/** With a place of its own for what is temporary. */
const dryRun: typeof spawnDryRun = (given, options = {}) =>
  spawnDryRun(given, { ...options, environment: { TMPDIR: file('tmp'), ...options.environment } });
const byToken = () => ['--atlassian', site.jira.address, '--token-env', 'TOKEN'];
const jsonOf = (said: Said) => {
  const json = JSON.parse(said.out);
  const valid = new Ajv({ strict: false }).compile(JSON.parse(dryRunSchemaText()));
  expect([valid(json), valid.errors]).toEqual([true, null]);
  return json;
};
const rowsOf = (name: string): Record<string, string>[] =>
  parse(readFileSync(file(name)), { columns: true, record_delimiter: '\r\n' });

describe('the dry run', () => {
  it('is described by the committed schema', () => {
    expect(readFileSync('docs/dry-run.schema.json', 'utf8')).toBe(dryRunSchemaText());
  });

  it('says the same of accounts in a file and of accounts in Jira, whoever asks', async () => {
    const existing = ['--existing', file('accounts.csv')];
    const byPassword = ['--atlassian', `${site.jira.address}/`, '--user', 'ada', '--password-env', 'PASSWORD'];
    const results = [];
    for (const source of [existing, byToken(), byPassword]) {
      const said = await dryRun([...mapped(), ...source, '--people', file('people.csv'), '--json']);
      expect(said.status).toBe(1);
      const { people: read, accounts, outcomes, administrators, onlyInTarget } = jsonOf(said);
      results.push({ read, accounts, outcomes, administrators, onlyInTarget, rows: rowsOf('people.csv') });
    }
    const [first] = results;
    expect(results).toEqual([first, first, first]);
    const sum = Object.values<number>(first?.outcomes).reduce((all, count) => all + count, 0);
    expect([first?.read, sum, first?.accounts]).toEqual([people, people, accountsOf(people).length]);
    expect(first?.administrators.total).toBe(
      accountsOf(people).filter(({ groups, active }) => active && groups.includes('jira-administrators')).length,
    );
  }, 60_000);

  it('writes everybody in the directory’s order to a file that nobody else can read', async () => {
    writeFileSync(file('all.csv'), 'of yesterday', { mode: 0o644 });
    const said = await dryRun([...mapped(), ...byToken(), '--people', file('all.csv')]);
    expect(said.status).toBe(1);
    expect(statSync(file('all.csv')).mode & 0o777).toBe(0o600);
    const names = worldOf(people).users.map(({ name }) => name);
    expect(rowsOf('all.csv').map(({ name }) => name)).toEqual(names.sort());
    const rows = new Map(rowsOf('all.csv').map((row) => [row.name, row]));
    // Two who differ by capitals alone, one who is forbidden, one whom Jira does not know.
    expect(rows.get('person000000')).toMatchObject({ outcome: 'barred' });
    expect(rows.get('person000023')).toMatchObject({ outcome: 'created', account: 'person000023' });
    expect(rows.get('person000053')).toMatchObject({ outcome: 'refused' });
    expect(rows.get('person000041')).toMatchObject({
      outcome: expect.stringMatching(/renamed|created|refused/),
      lockedOut: 'true',
    });
  }, 60_000);

  it('without accounts tells nobody certain, and ends with 3', async () => {
    const said = await dryRun([...mapped(), '--json']);
    const { accounts, outcomes } = jsonOf(said);
    expect(accounts).toBeNull();
    expect(outcomes['not-certain']).toBeGreaterThan(0);
    expect([1, 3]).toContain(said.status);
    expect(said.status).toBe(outcomes.refused > 0 ? 1 : 3);
  }, 60_000);

  it('prints for people: one sentence, administrators first, what could not be told, findings', async () => {
    const said = await dryRun([...mapped(), '--existing', file('accounts.csv')]);
    const at = ['Administrators', 'People', 'Only in Jira', 'Cannot be told', 'Do this'].map((word) =>
      said.out.indexOf(word),
    );
    expect(at.every((place) => place > 0)).toBe(true);
    expect(at).toEqual([...at].sort((one, other) => one - other));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour.
    expect(said.out).not.toMatch(/\u001b/);
    expect(said.err).toContain('Reading the directory of');
  }, 60_000);

  it('says nothing of a secret, right or wrong', async () => {
    const wrong = 'wrong+secret/with=signs';
    for (const environment of [{}, { CLIENT_SECRET: wrong }, { TOKEN: wrong }]) {
      const said = await dryRun([...mapped(), ...byToken(), '--json'], { environment });
      for (const secret of ['app-jira-client-secret', 'jira-token', wrong])
        for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
          expect(said.out + said.err).not.toContain(form);
    }
  }, 60_000);

  it('ends with 3, and with a result of nobody, where Casdoor takes no secret or is not there', async () => {
    const wrong = await dryRun([...mapped(), ...byToken(), '--json'], { environment: { CLIENT_SECRET: 'wrong' } });
    expect(wrong.status).toBe(3);
    expect(jsonOf(wrong)).toMatchObject({
      people: 0,
      untold: [{ what: 'people', message: expect.stringContaining('client secret') }, ...jsonOf(wrong).untold.slice(1)],
    });
    const given = mapped().map((one) => (one === site.issuer ? '127.0.0.1:1' : one));
    const away = await dryRun([...given, '--json']);
    expect([away.status, jsonOf(away).people]).toEqual([3, 0]);
  }, 60_000);

  it.each([
    [['--mapping', 'no-such-file.json'], '--mapping no-such-file.json: there is no such file'],
    [['--mapping', 'package.json'], '--mapping package.json'],
    [['--existing', 'no-such-file.csv'], '--existing no-such-file.csv: there is no such file'],
    [['--existing', 'package.json'], 'a quotation mark stands where none may stand'],
    [['--existing', 'test'], 'it is a folder'],
    [['--ca', 'package.json'], '--ca package.json'],
    [['--secret-env', 'NOT_THERE'], '--secret-env NOT_THERE'],
    [['--atlassian', 'https://127.0.0.1:1', '--token-env', 'NOT_THERE'], '--token-env NOT_THERE'],
    [['--people', 'no-such-folder/out.csv'], '--people no-such-folder/out.csv'],
    [['--people', 'test'], '--people test: it is a folder'],
    [['--issuer', 'ftp://door.acme.example'], '--issuer'],
    [['--data', 'package.json'], '--data package.json'],
  ])(
    'ends with 2 and a sentence for %j',
    async (given, sentence) => {
      const said = await dryRun(givenInstead(mapped(), given));
      expect([said.status, said.out]).toEqual([2, '']);
      expect(said.err).toContain(sentence);
      // What tsx has compiled is no part of the product's.
      expect(readdirSync(file('tmp')).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
    },
    60_000,
  );
});
