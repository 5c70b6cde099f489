import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { catalogue } from '../../src/checks/catalogue';
import { areas } from '../../src/contract/report';
import { evidenceOf, failedWith, unreachable } from './healthy-evidence';
import { judged } from './judged';

const root = join(__dirname, '../..');
const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(root, folder, name));

const ids = catalogue.map(({ id }) => id);
/** A file of checks that exports one: the others beside it are shared by several. */
const checkFiles = areas.flatMap((area) => {
  try {
    return filesBelow(`src/checks/${area}`, '.ts').map((file) => ({ area, file, text: readFileSync(file, 'utf8') }));
  } catch {
    return [];
  }
});
const tests = filesBelow('test/checks', '.test.ts')
  .filter((file) => !file.endsWith('catalogue.test.ts'))
  .map((file) => readFileSync(file, 'utf8'));

describe('the catalogue', () => {
  it('has no id twice', () => {
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('follows the order of the areas', () => {
    const order = catalogue.map(({ area }) => areas.indexOf(area));
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });

  it('lists every file that is a check, under its id and in its area', () => {
    const unlisted = checkFiles
      // A check is made by defineCheck, or by something that several checks share.
      .filter(({ text }) => /^export const \w+ = \w+\(\{\n {2}id: /m.test(text))
      .filter(({ area, file }) => catalogue.find(({ id }) => id === basename(file, '.ts'))?.area !== area)
      .map(({ file }) => basename(file));
    expect(unlisted).toEqual([]);
  });

  it('names causes that exist, and none after itself', () => {
    const unknown = catalogue.flatMap(({ id, after = [], repeats = [] }) =>
      [...after, ...repeats].filter((other) => !ids.includes(other)).map((other) => `${id}: ${other}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe.each(catalogue.map((check) => [check.id, check] as const))('%s', (id, check) => {
  it('has its id for a name, and a file of that name', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(
      checkFiles.some(
        ({ area, file, text }) => area === check.area && basename(file) === `${id}.ts` && text.includes(`id: '${id}'`),
      ),
    ).toBe(true);
  });

  it('says what it looks at, what is wrong, what that does to people and what to do', () => {
    for (const text of [check.title, check.heading, check.why, check.fix])
      expect(text.trim().length).toBeGreaterThan(8);
    expect(check.title).not.toMatch(/[{}`]/);
    expect(check.heading).not.toMatch(/[.:!]$/);
    for (const text of [check.why, check.fix]) expect(text).toMatch(/([.?:)`]|\})$/);
  });

  it('keeps to the words of the house', () => {
    const texts = [check.title, check.heading, check.why, check.fix, check.handOver ?? ''];
    // What stands in backticks is spelled as the other screen spells it.
    for (const text of texts.map((one) => one.replace(/`[^`]*`/g, '')))
      expect(text).not.toMatch(/\bplease\b|\binvalid\b|!|(?<!\/)\blogin\b|\bemail\b|redirect uri(?! list)|\bsorry\b/);
  });

  it('is tried by a test, and explained by a page', () => {
    expect(tests.some((text) => text.includes(`'${id}'`))).toBe(true);
    const page = readFileSync(join(root, 'docs/checks', `${id}.md`), 'utf8');
    expect(page).toMatch(/^# .+\n\n`/);
    expect(page).toContain(`\`${id}\``);
    for (const heading of ['## Why it matters', '## How to mend it', '## How the check knows'])
      expect(page).toContain(heading);
  });
});

/** Lines of the checks that hold a text and nothing else, whichever outcome it belongs to. */
const sentences = checkFiles.flatMap(({ file, text }) =>
  [...text.matchAll(/^\s*(?:\w+: )?(['"])((?:(?!\1).)* (?:(?!\1).)*)\1,?$/gm)].map(([, , words = '']) => ({
    file: basename(file),
    words: words.replace(/`[^`]*`/g, ''),
  })),
);

describe('the texts of all outcomes', () => {
  it('are found', () => {
    expect(sentences.length).toBeGreaterThan(400);
  });

  it.each<[string, RegExp]>([
    [
      'keep to the words of the house',
      /\bplease\b|\binvalid\b|!|(?<!\/)\blogin\b|\bemail\b|redirect uri(?! list)|\bsorry\b/,
    ],
    ['quote the labels of a screen with curly quotes', /"/],
    ['name the way through Casdoor in one style', /In Casdoor, open|open “Applications”|, then \{application\}/],
    [
      'say nothing of where a field stands in the panel',
      /field above|field below|[Pp]ress Replace|“What Casdoor answered”/,
    ],
  ])('%s', (_what, forbidden) => {
    expect(sentences.filter(({ words }) => forbidden.test(words))).toEqual([]);
  });
});

describe('pages of checks', () => {
  it('are of checks that exist', () => {
    const pages = filesBelow('docs/checks', '.md').map((file) => basename(file, '.md'));
    expect(pages.filter((page) => !ids.includes(page))).toEqual([]);
  });
});

describe('every sentence', () => {
  it.each([
    ['a healthy set-up', evidenceOf()],
    ['the same from the cloud', evidenceOf({ given: { from: 'cloud' } })],
    [
      'nothing but an address',
      evidenceOf({ given: { clientId: null, hasSecret: false, redirectUri: null, mapping: null } }),
    ],
    ['a dead host', unreachable(failedWith('connection-refused'))],
  ])('can be filled in for %s', (_what, evidence) => {
    for (const { found, heading, why, fix } of judged(evidence))
      for (const rich of [found, heading, why, fix])
        expect(JSON.stringify(rich)).not.toMatch(/\{\w+\}"|undefined|\[object/);
  });
});
