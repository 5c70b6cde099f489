import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { type Mapping, tokenFormats } from '../../src/contract/mapping';
import { plugins } from '../../src/contract/target';
import { claimsOf } from '../../src/mapping/claim-table';
import { mapPerson } from '../../src/mapping/map-person';
import { mappingFileOf, parseMapping } from '../../src/mapping/mapping-file';
import { documentedMapping, recommendedMapping } from '../../src/mapping/recommended-mapping';
import { ruleKeys, ruleKeysOf } from '../../src/mapping/rules-of';
import { mappingShape } from '../../src/store/shapes';

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

  /** Every setting, as somebody would write it. */
  const settings = {
    loginBy: 'email',
    usernamePattern: '^([^@]+)@.*$',
    updateUsers: false,
    createUsers: false,
    allowedDomains: ['acme.example', 'other.example'],
    groupPattern: '^acme/(.*)$',
    groupMapping: { 'jira-users': ['acme/staff', 'acme/guests'], 'jira-administrators': ['acme/it'] },
    onTheFlyGroups: false,
    createGroups: true,
    keepGroups: true,
    excludeGroups: ['jira-administrators'],
    defaultGroups: ['jira-software-users'],
    defaultGroupsFor: 'allUsers',
    restrictCreation: true,
  } as const;

  test('holds every setting of miniOrange beside the claims, and is written again as it was', () => {
    expect(Object.keys(settings)).toEqual(ruleKeys);
    const read = parseMapping({ ...file, ...settings }, 'miniorange');
    expect(read).toMatchObject({ ok: true, mapping: { rules: settings } });
    expect(read.ok && mappingFileOf(read.mapping)).toEqual({ ...file, ...settings });
    expect(isByTheSchema({ ...file, ...settings })).toBe(true);
  });

  test('may have names in one text, as the fields of the plugin do; blanks stay, because the plugin may compare them', () => {
    const read = parseMapping(
      {
        ...file,
        allowedDomains: 'acme.example; b.example;;',
        groupMapping: { staff: 'acme/a;acme/b', constructor: ['x'] },
      },
      'miniorange',
    );
    expect(read.ok && read.mapping.rules).toEqual({
      allowedDomains: ['acme.example', ' b.example'],
      groupMapping: { staff: ['acme/a', 'acme/b'], constructor: ['x'] },
    });
  });

  test('is kept with its settings, and one that was kept without any is still read', () => {
    const read = parseMapping({ ...file, ...settings }, 'miniorange');
    expect(read.ok && v.parse(mappingShape, JSON.parse(JSON.stringify(read.mapping)))).toEqual(read.ok && read.mapping);
    expect(v.parse(mappingShape, documentedMapping)).toEqual(documentedMapping);
    expect(v.safeParse(mappingShape, { ...documentedMapping, rules: { colour: 'red' } }).success).toBe(false);
  });

  test('has no settings where none are written', () => {
    const read = parseMapping(file, 'miniorange');
    expect(read.ok && Object.keys(read.mapping)).not.toContain('rules');
  });

  test.each([
    ['atlassian-dc', ruleKeys.filter((key) => key !== 'createUsers')],
    ['miniorange-cloud', ruleKeys],
    ['other', ruleKeys],
  ] as const)('refuses the settings that %s has not, each by its name', (plugin, keys) => {
    expect(ruleKeys.filter((key) => !ruleKeysOf(plugin).includes(key))).toEqual(keys);
    const problems = problemsOf({ ...withoutSource, ...settings }, plugin);
    expect(problems.map(({ field }) => field)).toEqual(keys);
    expect(problems[0]).toEqual({
      field: keys[0],
      message: expect.stringContaining('is a setting of miniOrange OAuth/OIDC SSO; '),
      remedy: 'Leave it out.',
    });
  });

  test.each([
    ['loginBy', 'mail'],
    ['usernamePattern', ''],
    ['usernamePattern', 'x'.repeat(1001)],
    ['updateUsers', 'true'],
    ['createUsers', 1],
    ['allowedDomains', [1]],
    ['allowedDomains', ['']],
    ['groupPattern', null],
    ['groupMapping', ['acme/staff']],
    ['groupMapping', { 'jira-users': 5 }],
    ['groupMapping', { ' ': ['a'] }],
    ['onTheFlyGroups', 'yes'],
    ['createGroups', null],
    ['keepGroups', 0],
    ['excludeGroups', { a: 'b' }],
    ['defaultGroups', [['a']]],
    ['defaultGroupsFor', 'everybody'],
    ['restrictCreation', 'false'],
  ] as const)('names the setting %s where it holds %j, and what to write', (key, value) => {
    const problems = problemsOf({ ...file, [key]: value });
    expect(problems.map(({ field }) => field)).toEqual([key]);
    expect(problems[0]?.message).toMatch(/^.*\.$/);
    expect(problems[0]?.remedy).toMatch(/^[A-Z].*\.$/);
    expect(isByTheSchema({ ...file, [key]: value })).toBe(false);
  });

  test('names every group of the mapping that is wrong', () => {
    const problems = problemsOf({ ...file, groupMapping: { a: 1, b: ['ok'], c: [''] } });
    expect(problems.map(({ message }) => message)).toEqual([
      'What leads into the group "a" is no list of names.',
      'What leads into the group "c" is no list of names.',
    ]);
  });

  test('is refused where its settings together are too long to keep', () => {
    const groups = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`group-${at}`, ['x'.repeat(900)]]));
    expect(problemsOf({ ...file, groupMapping: groups })).toEqual([
      expect.objectContaining({
        field: null,
        message: 'The settings of the mapping have more than 60,000 characters.',
      }),
    ]);
  });

  test('names an unknown key, and the one that is perhaps meant', () => {
    expect(problemsOf({ ...file, user_name: 'name', colour: 'red' })).toEqual([
      { field: 'user_name', message: 'A mapping has no key "user_name".', remedy: 'Perhaps "username" is meant.' },
      {
        field: 'colour',
        message: 'A mapping has no key "colour".',
        remedy: `Known are schema, source, username, email, fullName, firstName, lastName, groups, ${ruleKeys.join(', ')}.`,
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
    expect(problemsOf({ email: 1, groupMapping: 5 }).map(({ field }) => field)).toEqual([
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
          fc.constantFrom(...Object.keys(file), 'firstName', 'lastName', 'groups', 'user name', ...ruleKeys),
          fc.oneof(
            fc.constantFrom('userinfo', 'name', '', ' ', 1, null, undefined, true),
            fc.string(),
            fc.array(fc.string()),
            fc.constantFrom('email', 'allUsers', false, { 'jira-users': 'a;b' }),
            fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))),
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

  test('the page names every setting', () => {
    for (const key of ruleKeys) expect(docs('mapping.md')).toContain(`\`${key}\``);
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
