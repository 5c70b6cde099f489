import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { type Mapping, tokenFormats } from '../../src/contract/mapping';
import { plugins } from '../../src/contract/target';
import { claimsOf } from '../../src/mapping/claim-table';
import { mapPerson } from '../../src/mapping/map-person';
import { mappingFileOf, parseMapping, reservedKeys } from '../../src/mapping/mapping-file';
import { documentedMapping, recommendedMapping } from '../../src/mapping/recommended-mapping';

const docs = (name: string) => readFileSync(join(__dirname, '../../docs', name), 'utf8');
const isByTheSchema = new Ajv({ allErrors: true }).compile(JSON.parse(docs('mapping.schema.json')));

const file = { schema: 1, source: 'userinfo', username: 'name', email: 'email', fullName: 'displayName' };
const { source: _source, ...withoutSource } = file;
const { fullName: _fullName, ...withoutName } = file;

const problemsOf = (input: unknown, plugin: (typeof plugins)[number] = 'miniorange') => {
  const read = parseMapping(input, plugin);
  return read.ok ? [] : read.problems;
};

describe('the mapping file', () => {
  test('becomes a mapping', () => {
    expect(parseMapping({ ...file, groups: 'groups' }, 'miniorange')).toEqual({
      ok: true,
      mapping: {
        schema: 1,
        source: 'userinfo',
        username: 'name',
        email: 'email',
        name: { fullName: 'displayName' },
        groups: 'groups',
      },
    });
  });

  test('takes the ID token where it names no source', () => {
    expect(parseMapping(withoutSource, 'miniorange')).toMatchObject({ ok: true, mapping: { source: 'id_token' } });
  });

  test("takes no source for Atlassian's own SSO, which has its own order", () => {
    expect(parseMapping(withoutSource, 'atlassian-dc')).toMatchObject({ ok: true, mapping: { source: null } });
    expect(problemsOf(file, 'atlassian-dc')).toEqual([
      {
        field: 'source',
        message:
          'SSO for Atlassian Data Center takes no source: it reads the ID token, then userinfo for the username.',
        remedy: 'Leave source out.',
      },
    ]);
  });

  test.each(reservedKeys)('says that %s is not supported yet', (key) => {
    expect(problemsOf({ ...file, [key]: true })).toEqual([
      { field: key, message: `"${key}" is not supported yet.`, remedy: 'Leave it out.' },
    ]);
  });

  test('names an unknown key, and the one that is perhaps meant', () => {
    expect(problemsOf({ ...file, user_name: 'name', colour: 'red' })).toEqual([
      { field: 'user_name', message: 'A mapping has no key "user_name".', remedy: 'Perhaps "username" is meant.' },
      {
        field: 'colour',
        message: 'A mapping has no key "colour".',
        remedy: 'Known are schema, source, username, email, fullName, firstName, lastName, groups.',
      },
    ]);
  });

  test.each([
    ['schema', { ...file, schema: '1' }],
    ['source', { ...file, source: 'id-token' }],
    ['username', { ...file, username: '' }],
    ['email', { ...file, email: 5 }],
    ['groups', { ...file, groups: ['groups'] }],
    ['fullName', withoutName],
    ['fullName', { ...file, firstName: 'a', lastName: 'b' }],
    ['lastName', { ...withoutName, firstName: 'a' }],
    ['firstName', { ...withoutName, lastName: 'b' }],
    ['username', { ...file, username: 'x'.repeat(1001) }],
  ])('names the field %s and what to do', (field, input) => {
    const problems = problemsOf(input);
    expect(problems.map((one) => one.field)).toEqual([field]);
    expect(problems[0]?.remedy).toMatch(/^[A-Z].*\.$/);
  });

  test('tells all problems at once, in the order of the fields', () => {
    expect(problemsOf({ email: 1, groupMapping: {} }).map(({ field }) => field)).toEqual([
      'schema',
      'username',
      'email',
      'fullName',
      'groupMapping',
    ]);
  });

  test.each([[null], [[]], ['text'], [1]])('is an object: %j', (input) => {
    expect(problemsOf(input)).toHaveLength(1);
  });

  test('is a key like any other, and no prototype', () => {
    expect(
      problemsOf(JSON.parse('{"schema":1,"username":"a","email":"b","fullName":"c","__proto__":{"groups":"d"}}')),
    ).toEqual([expect.objectContaining({ field: '__proto__' })]);
  });
});

describe('the schema of the mapping file', () => {
  /** A file that is right, and then up to three changes: most of them still leave it right or nearly so. */
  const anyFile = fc
    .tuple(
      fc.constantFrom(file, withoutSource, { ...withoutName, firstName: 'a', lastName: 'b' }),
      fc.array(
        fc.tuple(
          fc.constantFrom(...Object.keys(file), 'firstName', 'lastName', 'groups', 'loginBy', 'user name'),
          fc.oneof(
            fc.constantFrom('userinfo', 'name', '', ' ', 1, null, undefined, true),
            fc.string(),
            fc.array(fc.string()),
          ),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([base, changes]): Record<string, unknown> => {
      const changed: Record<string, unknown> = { ...base };
      for (const [key, value] of changes) {
        if (value === undefined) delete changed[key];
        else changed[key] = value;
      }
      return changed;
    });

  test('takes exactly what is read', () => {
    let taken = 0;
    fc.assert(
      fc.property(anyFile, (input) => {
        const { ok } = parseMapping(input, 'miniorange');
        if (ok) taken += 1;
        expect(isByTheSchema(input)).toBe(ok);
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(200);
  });

  test('takes the example of the page', () => {
    const example = /```json\n([\s\S]*?)```/.exec(docs('mapping.md'))?.[1] ?? '';
    expect(isByTheSchema(JSON.parse(example))).toBe(true);
  });

  test('the page names every reserved key', () => {
    for (const key of reservedKeys) expect(docs('mapping.md')).toContain(`\`${key}\``);
  });
});

const everyMapping: [string, (typeof plugins)[number], Mapping][] = [
  ["the documentation's", 'miniorange', documentedMapping],
  ...plugins.flatMap((plugin) =>
    tokenFormats.map((format): [string, (typeof plugins)[number], Mapping] => [
      `recommended for ${plugin} and ${format}`,
      plugin,
      recommendedMapping(plugin, format),
    ]),
  ),
];

describe('mappings of our own', () => {
  test.each(everyMapping)('can be written and read again: %s', (_name, plugin, mapping) => {
    const written = mappingFileOf(mapping);
    expect(isByTheSchema(written)).toBe(true);
    expect(parseMapping(written, plugin)).toEqual({ ok: true, mapping });
  });

  test.each(tokenFormats)('the recommended one for miniOrange names claims that the ID token has: %s', (format) => {
    const { username, email, name } = recommendedMapping('miniorange', format);
    const table = claimsOf('id_token', format, { tokenFields: ['Name', 'Email', 'DisplayName'] });
    for (const claim of [username, email, 'fullName' in name ? name.fullName : ''])
      expect(table.get(claim)?.type).toBe('text');
  });

  test("the documentation's names a full name that no answer has", () => {
    const claims = { 'get-account': { name: 'alice', data: { email: 'alice@acme.example', displayName: 'Alice' } } };
    const target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
    expect(mapPerson(claims, documentedMapping, target, null).outcome).toBe('created');
    expect(mapPerson(claims, documentedMapping, target, null).fields[2]?.value).toBeNull();
  });
});
