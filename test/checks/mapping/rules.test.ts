import type { Mapping, MappingRules } from '../../../src/contract/mapping';
import { tryUsernamePattern } from '../../../src/mapping/try-username-pattern';
import { healthy } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';

const mapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: 'groups',
};
const withRules = (rules: MappingRules, more: Partial<Mapping> = {}) => ({
  given: { mapping: { ...mapping, ...more, rules } },
});
const people = (groups: (string[] | null)[], total = groups.length) => ({
  people: { total, users: groups.map((list, at) => ({ ...healthy('people').users[0], name: `p${at}`, groups: list })) },
});

describe('regex-invalid', () => {
  it('finds a pattern that Java refuses, and says where and why', () => {
    const finding = judgeOne('regex-invalid', withRules({ usernamePattern: '^(a' }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker', copy: [{ text: '^(a' }] });
    expect(words(finding.found)).toContain('^(a is refused by Java at character ');
    expect(judgeOne('regex-invalid', withRules({ groupPattern: '*' })).outcome).toBe('fail');
  });

  it('passes what Java takes, and what it perhaps takes', () => {
    expect(judgeOne('regex-invalid', withRules({ usernamePattern: '^([^@]+)@.*$' })).outcome).toBe('pass');
    const unsure = judgeOne('regex-invalid', withRules({ usernamePattern: '^(?=a).*' }));
    expect(unsure.outcome).toBe('pass');
    expect(words(unsure.found)).toContain('looks ahead');
  });

  it('has nothing to say without a pattern, or of a plugin that has none', () => {
    expect(judgeOne('regex-invalid', withRules({})).outcome).toBe('not-applicable');
    const { given } = withRules({ usernamePattern: '(' });
    const target = { plugin: 'other', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
    expect(judgeOne('regex-invalid', { given: { ...given, target } }).outcome).toBe('not-applicable');
  });
});

/** What a pattern makes of usernames, by the engine that a run loads. */
const tried = async (usernamePattern: string, names: string[]) => {
  const run = withRules({ usernamePattern });
  const people = names.map((name) => ({ name, isForbidden: name === 'forbidden' }));
  const signIn = { scopes: ['openid'], clientId: 'client', issuer: null };
  const target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
  const trial = await tryUsernamePattern(run.given.mapping, target, people, healthy('application'), signIn);
  return { ...run, facts: { usernamePattern: trial } };
};

describe('regex-unmatched', () => {
  it('is serious where the pattern matches nobody, and advice where it matches some', async () => {
    const nobody = judgeOne('regex-unmatched', await tried('^(.*)@acme$', ['alice', 'bob']));
    expect(nobody).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(nobody.found)).toContain('in any of the 2 usernames seen, such as alice');
    const some = judgeOne('regex-unmatched', await tried('^([^@]+)@', ['alice@acme.example', 'bob']));
    expect(some).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(words(some.found)).toContain('in 1 of the 2 usernames seen, such as bob');
  });

  it('passes where it matches everybody who can sign in', async () => {
    expect(judgeOne('regex-unmatched', await tried('^([^@]+)@', ['alice@a.example', 'forbidden'])).outcome).toBe(
      'pass',
    );
  });

  it('says nothing of what cannot be run, and where there is no pattern', async () => {
    expect(judgeOne('regex-unmatched', await tried('^(?=a).*', ['alice'])).outcome).toBe('not-applicable');
    expect(judgeOne('regex-unmatched', withRules({})).outcome).toBe('not-applicable');
  });
});

describe('regex-changes-little', () => {
  it('finds a pattern that changes nothing', async () => {
    const finding = judgeOne('regex-changes-little', await tried('^(.*)$', ['alice', 'bob']));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(words(finding.found)).toContain('matches 2 usernames and changes none');
  });

  it('finds brackets that are joined across a gap', async () => {
    const finding = judgeOne('regex-changes-little', await tried('^(\\w+)\\.(\\w+)@', ['alice.doe@acme.example']));
    expect(words(finding.found)).toContain('makes alicedoe of alice.doe@acme.example');
  });

  it('passes a pattern that keeps one part, whether or not some have no more than it', async () => {
    expect(judgeOne('regex-changes-little', await tried('^([^@]+)', ['alice@acme.example', 'bob'])).outcome).toBe(
      'pass',
    );
    expect(judgeOne('regex-changes-little', withRules({})).outcome).toBe('not-applicable');
  });
});

describe('group-unknown-in-source', () => {
  const judge = (names: string[], facts: ReturnType<typeof people>, more: MappingRules = {}) =>
    judgeOne('group-unknown-in-source', { ...withRules({ groupMapping: { 'jira-users': names }, ...more }), facts });

  it('finds a name that lacks the organization or has another capital, and names the one that is sent', () => {
    for (const name of ['staff', 'acme/Staff', 'acme/staff ']) {
      const finding = judge([name], people([['acme/staff'], null], 900));
      expect(finding).toMatchObject({
        outcome: 'fail',
        severity: 'serious',
        copy: [{ label: 'As it arrives', text: 'acme/staff' }],
      });
      expect(words(finding.found)).toContain('Casdoor sends acme/staff');
    }
  });

  it('passes names that are sent', () => {
    expect(judge(['acme/staff', 'acme/it'], people([['acme/staff'], ['acme/it']])).outcome).toBe('pass');
  });

  it('warns of a name that nobody has, and only where everybody was seen', () => {
    expect(judge(['acme/none'], people([['acme/staff']])).outcome).toBe('warn');
    const more = judge(['acme/none'], people([['acme/staff']], 900));
    expect(more.outcome).toBe('pass');
    expect(words(more.found)).toContain('the first 1 of 900 people');
  });

  it('says nothing of names that are not compared', () => {
    const facts = people([['acme/staff']]);
    expect(judge(['staff'], facts, { onTheFlyGroups: true }).outcome).toBe('not-applicable');
    expect(judge(['staff'], facts, { groupPattern: '^acme/(.*)$' }).outcome).toBe('not-applicable');
    expect(judge([], facts).outcome).toBe('not-applicable');
    expect(judgeOne('group-unknown-in-source', { ...withRules({}), facts }).outcome).toBe('not-applicable');
    const roles = withRules({ groupMapping: { a: ['x'] } }, { groups: 'roles' });
    expect(judgeOne('group-unknown-in-source', { ...roles, facts }).outcome).not.toBe('fail');
  });

  it('takes the place of the word about prefixes', () => {
    const facts = people([['acme/staff']]);
    const mapped = withRules({ groupMapping: { 'jira-users': ['acme/staff'] } });
    expect(judgeOne('group-prefix', { ...mapped, facts }).outcome).toBe('not-applicable');
    expect(judgeOne('group-prefix', { ...withRules({}), facts }).outcome).toBe('fail');
  });
});
