import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dryRun, type Fault, mapping, type Site, startSite } from './command';

const people = 100;
let site: Site;
let folder: string;
let whole: { json: unknown; csv: string };
beforeAll(async () => {
  site = await startSite(people, { most: 20 });
  folder = mkdtempSync(join(tmpdir(), 'companion-faults-'));
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
  const said = await run();
  expect(said.status).toBe(1);
  whole = said;
}, 60_000);
beforeEach(() => {
  site.conditions.fault = null;
  Object.assign(site.jira.conditions, { fault: null, generation: 'current', searchLimit: null });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (...more: string[]) => {
  const csv = join(folder, 'people.csv');
  const said = await dryRun([
    ...['--issuer', site.issuer, '--client-id', 'app-jira-client-id', '--secret-env', 'CLIENT_SECRET'],
    ...['--mapping', join(folder, 'mapping.json'), '--atlassian', site.jira.address, '--token-env', 'TOKEN'],
    ...['--people', csv, '--json', ...more],
  ]);
  return { ...said, json: JSON.parse(said.out), csv: readFileSync(csv, 'utf8') };
};
const changed = async (body: () => Promise<string>, change: (page: { data: unknown[]; data2: number }) => unknown) => {
  const page = JSON.parse(await body());
  change(page);
  return JSON.stringify(page);
};

describe('what passes changes nothing', () => {
  const once =
    (fault: ReturnType<Fault>): Fault =>
    ({ number, time }) =>
      number === 3 && time % 2 === 1 ? fault : null;
  test.each<[string, Fault]>([
    ['429 that asks to wait a second', once({ status: 429, headers: { 'retry-after': '1' } })],
    ['503 with a date', once({ status: 503, headers: { 'retry-after': new Date().toUTCString() } })],
    ['500', once({ status: 500, body: 'oops' })],
    [
      'an answer that breaks off',
      ({ number, time, body }) =>
        number === 3 && time % 2 === 1 ? { body: body().then((text) => text.slice(0, 999)) } : null,
    ],
  ])(
    '%s',
    async (_, fault) => {
      let asked = 0;
      site.conditions.fault = (page) => {
        if (page.number !== 3) return null;
        asked += 1;
        return fault({ ...page, time: asked });
      };
      const said = await run();
      expect(asked).toBe(2);
      expect({ json: said.json, csv: said.csv }).toEqual({ json: whole.json, csv: whole.csv });
    },
    60_000,
  );
});

describe('what stays is said, with how far it came', () => {
  test.each<[string, ReturnType<Fault>, RegExp]>([
    [
      'a page for browsers',
      { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' },
      /a page came instead of people/,
    ],
    ['403', { status: 403 }, /did not take the client secret/],
    ['a long pause', { status: 429, headers: { 'retry-after': '3600' } }, /to wait 3600 seconds/],
    ['404', { status: 404 }, /answered 404/],
  ])(
    '%s',
    async (_, fault, words) => {
      site.conditions.fault = ({ number }) => (number === 4 ? fault : null);
      const said = await run();
      // Whoever is certainly harmed is, whatever comes behind.
      expect(said.status).toBe(1);
      expect(said.err).toMatch(/60 of 100 people were read\. /);
      expect(said.err).toMatch(words);
      expect(said.json).toMatchObject({
        people: 60,
        untold: expect.arrayContaining([
          expect.objectContaining({ what: 'people', message: expect.stringMatching(words) }),
        ]),
      });
      expect(said.csv.trimEnd().split('\r\n')).toHaveLength(61);
      expect(said.json.verdict).not.toBe('ready');
    },
    60_000,
  );

  test('and gone on from, where there is a place for it', async () => {
    const data = join(folder, 'data');
    site.conditions.fault = ({ number }) => (number === 4 ? { status: 404 } : null);
    const stopped = await run('--data', data);
    expect(stopped.err).toContain('start it again with the same arguments');
    site.conditions.fault = null;
    site.pages.length = 0;
    const said = await run('--data', data);
    expect(said.err).toContain('60 of 100 people were read. Going on from there.');
    expect(site.pages).not.toContain(1);
    expect({ json: said.json, csv: said.csv }).toEqual({ json: whole.json, csv: whole.csv });
  }, 60_000);
});

describe('a directory that changes meanwhile', () => {
  test('that gives one page again and again is told as such', async () => {
    const first: { text?: string } = {};
    site.conditions.fault = ({ number, body }) =>
      number === 1 ? { body: body().then((text) => (first.text = text)) } : { body: first.text ?? '' };
    const said = await run();
    expect(said.json).toMatchObject({ people: 20 });
    expect(said.err).toContain('the same people whatever page is asked for');
  }, 60_000);

  test('that repeats people of the page before counts them once', async () => {
    let before: unknown[] = [];
    site.conditions.fault = ({ number, body }) => ({
      body: changed(body, (page) => {
        const { data } = page;
        if (number === 2) page.data = [...before.slice(-5), ...data];
        before = data;
      }),
    });
    const said = await run();
    expect(said.csv).toBe(whole.csv);
    expect(said.json.outcomes).toEqual((whole.json as { outcomes: unknown }).outcomes);
  }, 60_000);

  test('whose total was too high says that some are missing', async () => {
    site.conditions.fault = ({ body }) => ({ body: changed(body, (page) => (page.data2 = 107)) });
    const said = await run();
    expect(said.json).toMatchObject({ people: 100 });
    expect(said.csv).toBe(whole.csv);
  }, 60_000);

  test('with a person without a name, names of 10,000 characters, control characters and formulas comes through', async () => {
    const odd = ['', 'x'.repeat(10_000), 'a\u0000b\u001b[31m', '=1+1', '\u202egnp.exe', 'I\u0307stanbul'];
    site.conditions.fault = ({ number, body }) =>
      number === 1
        ? {
            body: changed(body, ({ data }) =>
              odd.map((name, at) => Object.assign(data[at] as object, { name, displayName: name })),
            ),
          }
        : null;
    const said = await run();
    expect(said.json.people).toBe(people);
    expect(said.csv).toContain("'=1+1");
    expect(said.csv).toContain('x'.repeat(10_000));
    expect(said.err).not.toContain('\u001b[31m');
  }, 60_000);
});

describe('a Jira that does not tell everybody', () => {
  test('that stops at its limit is asked by beginnings, and the rest cannot be told', async () => {
    Object.assign(site.jira.conditions, { generation: 'older', searchLimit: 50 });
    const said = await run();
    expect(said.json.untold.map(({ what }: { what: string }) => what)).toContain('accounts');
    expect([1, 3]).toContain(said.status);
    expect(said.json.outcomes.created).toBe(0);
  }, 60_000);

  test('whose token expires half way makes nobody who was not read a stranger', async () => {
    site.jira.conditions.fault = { kind: 'expired', on: /user\/list|group\/member/, after: 0, times: null };
    const said = await run();
    expect(said.json.untold).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ what: 'accounts', message: expect.stringContaining('did not take the credentials') }),
      ]),
    );
    expect(said.json.outcomes.created).toBe(0);
    expect(said.json.outcomes['not-certain']).toBeGreaterThan(0);
  }, 60_000);

  test('that asks to wait is waited for', async () => {
    site.jira.conditions.fault = { kind: 'rate-limited', on: /user\/list/, times: 1 };
    const said = await run();
    expect({ json: said.json, csv: said.csv }).toEqual({ json: whole.json, csv: whole.csv });
  }, 60_000);
});
