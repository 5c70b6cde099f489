import type { Given } from '../../../src/checks/evidence';
import type { Mapping } from '../../../src/contract/mapping';
import { answered, failedWith, healthy, htmlAnswer } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';

const mapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};
const target = (plugin: Given['target']['plugin']): Given['target'] => ({
  plugin,
  product: 'jira',
  baseUrl: 'https://jira.acme.example',
  comparesIssuer: plugin === 'atlassian-dc',
});
const atlassian: Mapping = {
  ...mapping,
  source: null,
  username: '${name}',
  email: '${email}',
  name: { fullName: '${displayName}' },
};
const format = (tokenFormat: string, more: object = {}) => ({
  application: { ...healthy('application'), tokenFormat, ...more },
});
const mapped = (changes: Partial<Mapping>, more: Parameters<typeof judgeOne>[1] = {}) => ({
  ...(more as object),
  given: { mapping: { ...mapping, ...changes } },
});
const forAtlassian = (changes: Partial<Mapping>, facts = {}) => ({
  given: { mapping: { ...atlassian, ...changes }, target: target('atlassian-dc') },
  facts,
});

describe('claim-never-issued', () => {
  it('finds the documentation’s own display_name, and names what fits', () => {
    const finding = judgeOne('claim-never-issued', mapped({ name: { fullName: 'display_name' } }));
    expect(finding).toMatchObject({
      outcome: 'fail',
      severity: 'serious',
      copy: [{ label: 'Full Name Attribute', text: 'displayName' }],
      detail: { kind: 'claims', field: 'fullName', better: [{ claim: 'displayName' }] },
    });
    expect(words(finding.heading)).toBe('Casdoor never issues display_name');
    expect(words(finding.found)).toBe(
      'Casdoor never issues display_name, mapped as Full Name Attribute, in the ID token (format JWT).',
    );
  });

  it('is a blocker for the username', () => {
    const finding = judgeOne('claim-never-issued', mapped({ username: 'preferred_username' }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker', copy: [{ text: 'name' }] });
    const standard = judgeOne('claim-never-issued', { facts: format('JWT-Standard') });
    expect(standard.outcome).toBe('fail');
    expect(
      judgeOne('claim-never-issued', {
        ...mapped({ username: 'preferred_username', name: { fullName: 'name' } }),
        facts: format('JWT-Standard'),
      }).outcome,
    ).toBe('pass');
  });

  it('warns of an e-mail that only a guess finds', () => {
    const finding = judgeOne('claim-never-issued', mapped({ email: 'mail' }));
    expect(finding).toMatchObject({ outcome: 'warn', severity: 'serious', copy: [{ text: 'email' }] });
    expect(words(finding.heading)).toBe('The e-mail is a guess of the plugin');
    expect(judgeOne('claim-never-issued', mapped({ email: 'mail;email' })).outcome).toBe('pass');
  });

  it('does not swear that a person has no such property', () => {
    const numbered = mapped({ username: 'employeeNumber' });
    expect(judgeOne('claim-never-issued', numbered).outcome).toBe('warn');
    const seen = (propertyNames: string[]) => ({ people: { ...healthy('people'), propertyNames } });
    expect(judgeOne('claim-never-issued', { ...numbered, facts: seen(['employeeNumber']) }).outcome).toBe('warn');
    expect(judgeOne('claim-never-issued', { ...numbered, facts: seen(['department']) })).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
    });
    expect(
      judgeOne('claim-never-issued', { ...mapped({ username: 'employeeNumber' }), facts: format('JWT-Empty') }).outcome,
    ).toBe('fail');
  });

  it('asks for a token field where only chosen ones are issued', () => {
    const facts = format('JWT-Custom', { tokenFields: ['Email', 'DisplayName'] });
    const finding = judgeOne('claim-never-issued', { facts });
    expect(words(finding.fix)).toContain('add Name under “Token fields”');
    expect(
      judgeOne('claim-never-issued', { facts: format('JWT-Custom', { tokenFields: ['Name', 'Email', 'DisplayName'] }) })
        .outcome,
    ).toBe('pass');
  });

  it('knows a claim that a token attribute makes', () => {
    const tokenAttributes = [{ name: 'login', value: '$user.name', type: 'String' }];
    const facts = format('JWT-Custom', { tokenFields: ['Email', 'DisplayName'], tokenAttributes });
    expect(judgeOne('claim-never-issued', { ...mapped({ username: 'login' }), facts }).outcome).toBe('pass');
  });

  it('tells braces that belong to another plugin', () => {
    const finding = judgeOne('claim-never-issued', mapped({ username: '${name}' }));
    expect(words(finding.found)).toContain('The braces belong to another plugin');
    expect(finding.copy[0]?.text).toBe('name');
  });

  it('looks in both places of Atlassian’s plugin for the username, and in one for the rest', () => {
    expect(judgeOne('claim-never-issued', forAtlassian({ username: '${preferred_username}' })).outcome).toBe('pass');
    const finding = judgeOne('claim-never-issued', forAtlassian({ name: { fullName: '${display_name}' } }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker', copy: [{ text: '${displayName}' }] });
    const neither = judgeOne('claim-never-issued', forAtlassian({ username: '${login}' }));
    expect(words(neither.found)).toContain('neither in the ID token (format JWT) nor by userinfo');
  });

  it('waits for the secret, as the format decides', () => {
    expect(
      judgeOne('claim-never-issued', { without: { application: { reason: 'not-given', what: 'secret' } } }),
    ).toMatchObject({
      blockedBy: { missing: 'secret' },
    });
    expect(judgeOne('claim-never-issued', { given: { mapping: null } })).toMatchObject({
      blockedBy: { missing: 'mapping' },
    });
  });
});

describe('claim-nested', () => {
  const legacy: Partial<Mapping> = { source: 'get-account', name: { fullName: 'displayName' } };

  it('is advice for miniOrange, which finds it by searching', () => {
    const finding = judgeOne('claim-nested', mapped(legacy));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice', copy: [{ text: 'data.email' }] });
    expect(words(finding.found)).toContain('email, mapped as Email, stands at data.email in get-account.');
  });

  it('is content with the whole path', () => {
    const whole: Partial<Mapping> = {
      source: 'get-account',
      email: 'data.email',
      name: { fullName: 'data.displayName' },
    };
    expect(judgeOne('claim-nested', mapped(whole)).outcome).toBe('pass');
    expect(judgeOne('claim-nested').outcome).toBe('pass');
  });

  it('keeps everybody out of a plugin that goes by the specification', () => {
    const given = { mapping: { ...mapping, ...legacy }, target: target('other') };
    expect(judgeOne('claim-nested', { given })).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(judgeOne('claim-nested', { given: { ...given, target: target('miniorange-cloud') } }).outcome).toBe('warn');
  });
});

describe('claim-wrong-type', () => {
  it.each([
    [{ username: 'groups' }, 'is of the kind list'],
    [{ email: 'email_verified' }, 'is of the kind boolean'],
    [{ name: { fullName: 'properties' } }, 'is of the kind object'],
    [{ groups: 'roles' }, 'is of the kind list of objects'],
    [{ groups: 'email' }, 'is of the kind text'],
  ] as [Partial<Mapping>, string][])('%j', (changes, found) => {
    const finding = judgeOne('claim-wrong-type', mapped(changes));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(finding.found)).toContain(found);
  });

  it('is a blocker for Atlassian’s plugin, which refuses the sign-in', () => {
    expect(judgeOne('claim-wrong-type', forAtlassian({ groups: 'email' })).severity).toBe('blocker');
  });

  it('takes roles of userinfo, which are names', () => {
    const userinfo: Partial<Mapping> = {
      source: 'userinfo',
      username: 'preferred_username',
      name: { fullName: 'name' },
      groups: 'roles',
    };
    expect(judgeOne('claim-wrong-type', mapped(userinfo)).outcome).toBe('pass');
    expect(judgeOne('claim-wrong-type', mapped({ groups: 'groups' })).outcome).toBe('pass');
  });
});

describe('userinfo-legacy', () => {
  const plugin = {
    clientId: '0123456789abcdef0123',
    issuer: null,
    authorizationEndpoint: null,
    tokenEndpoint: null,
    userinfoEndpoint: 'https://door.acme.example/api/get-account',
    jwksUri: null,
    endSessionEndpoint: null,
  };

  it('is serious where the plugin reads there, advice where it only stands there', () => {
    expect(judgeOne('userinfo-legacy', mapped({ source: 'get-account' }))).toMatchObject({
      outcome: 'fail',
      severity: 'serious',
      copy: [
        { text: 'https://door.acme.example/api/userinfo' },
        { text: 'preferred_username' },
        { text: 'email' },
        { text: 'name' },
      ],
    });
    expect(judgeOne('userinfo-legacy', { given: { plugin } })).toMatchObject({ outcome: 'fail', severity: 'advice' });
  });

  it('is not told of the right endpoint', () => {
    const right = { ...plugin, userinfoEndpoint: 'https://door.acme.example/api/userinfo' };
    expect(judgeOne('userinfo-legacy', { given: { plugin: right } }).outcome).toBe('pass');
    expect(judgeOne('userinfo-legacy').outcome).toBe('pass');
  });
});

describe('the username', () => {
  it('is mutable where it is a display name', () => {
    const finding = judgeOne('username-mutable', mapped({ username: 'displayName' }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious', copy: [{ text: 'name' }] });
    const switched = judgeOne('username-mutable', mapped({ source: 'userinfo', username: 'name' }));
    expect(words(switched.found)).toContain('In userinfo, name is the display name.');
    expect(switched.copy[0]?.text).toBe('preferred_username');
    expect(judgeOne('username-mutable', { ...mapped({}), facts: format('JWT-Standard') }).copy[0]?.text).toBe(
      'preferred_username',
    );
  });

  it.each(['name', 'email', 'id', 'sub', 'phone'])('is not mutable as %s', (username) => {
    expect(judgeOne('username-mutable', mapped({ username })).outcome).toBe('pass');
  });

  it('is a literal without braces, in Atlassian’s plugin alone', () => {
    const finding = judgeOne('username-literal', forAtlassian({ username: 'preferred_username' }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker', copy: [{ text: '${preferred_username}' }] });
    expect(words(finding.found)).toContain('stands preferred_username. Without ${…} around it');
    for (const username of ['${sub}', '${a}.${b}', 'x-${name}'])
      expect(judgeOne('username-literal', forAtlassian({ username })).outcome).toBe('pass');
    expect(judgeOne('username-literal').outcome).toBe('not-applicable');
    expect(judgeOne('claim-never-issued', forAtlassian({ username: 'login' }))).toMatchObject({
      blockedBy: { check: 'username-literal' },
    });
  });

  it('is constant where it is the same for everybody, or new at each sign-in', () => {
    for (const username of ['owner', 'aud', 'iss', 'jti', 'nonce'])
      expect(judgeOne('username-constant', mapped({ username }))).toMatchObject({
        outcome: 'fail',
        severity: 'blocker',
      });
    for (const username of ['name', 'email', 'sub'])
      expect(judgeOne('username-constant', mapped({ username })).outcome).toBe('pass');
    expect(judgeOne('username-constant', forAtlassian({ username: '${owner}-${name}' })).outcome).toBe('pass');
  });

  const people = (emails: string[], total = emails.length) => ({
    people: {
      total,
      users: emails.map((email, at) => ({ owner: 'acme', name: `user${at}`, displayName: '', email, groups: [] })),
    },
  });

  it('is absent for some: serious, with how many were seen', () => {
    const finding = judgeOne('username-absent', {
      ...mapped({ username: 'email' }),
      facts: people(['a@x.example', '', ''], 900),
    });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(finding.found)).toBe(
      'email is empty for 2 of the first 3 of 900 people. The others were not looked at.',
    );
    expect(finding.detail).toMatchObject({ items: [{ text: 'user1' }, { text: 'user2' }] });
    expect(finding.handOver).toContain('2 of the 3 people');
  });

  it('is absent for all: a blocker', () => {
    const finding = judgeOne('username-absent', { ...mapped({ username: 'email' }), facts: people(['', '']) });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(finding.found)).toBe('email is empty for all 2 people.');
  });

  it('that nobody gets is one finding, not two', () => {
    const never = mapped({ username: 'preferred_username' });
    expect(judgeOne('username-absent', never).outcome).toBe('not-applicable');
    const narrow = {
      given: {
        mapping: { ...mapping, source: 'userinfo', username: 'preferred_username' } as Mapping,
        scopes: ['openid'],
      },
    };
    expect(judgeOne('username-absent', narrow).outcome).toBe('not-applicable');
  });

  it('is not missed of whom Casdoor does not let in', () => {
    const users = [
      { owner: 'acme', name: 'alice', email: 'a@x.example', isForbidden: false, isDeleted: false },
      { owner: 'acme', name: 'ivan', email: '', isForbidden: true, isDeleted: false },
    ];
    expect(
      judgeOne('username-absent', { ...mapped({ username: 'email' }), facts: { people: { total: 2, users } } }).outcome,
    ).toBe('pass');
    expect(judgeOne('username-absent').outcome).toBe('pass');
  });
});

describe('expression-literal', () => {
  it('finds e-mail and name without braces, and groups with them', () => {
    expect(judgeOne('expression-literal', forAtlassian({ email: 'email' }))).toMatchObject({
      outcome: 'fail',
      severity: 'serious',
      copy: [{ text: '${email}' }],
    });
    expect(judgeOne('expression-literal', forAtlassian({ groups: '${groups}' }))).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
      copy: [{ text: 'groups' }],
    });
    expect(judgeOne('expression-literal', forAtlassian({ groups: 'groups' })).outcome).toBe('pass');
    expect(judgeOne('expression-literal').outcome).toBe('not-applicable');
  });
});

describe('group-claim-missing', () => {
  it('names the format that carries groups', () => {
    const finding = judgeOne('group-claim-missing', { ...mapped({ groups: 'groups' }), facts: format('JWT-Empty') });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(finding.fix)).toContain('JWT-Custom');
    expect(finding.handOver).toContain('app-jira');
  });

  it('names the claim where it has another name', () => {
    expect(judgeOne('group-claim-missing', mapped({ groups: 'memberOf' }))).toMatchObject({
      outcome: 'fail',
      copy: [{ text: 'groups' }],
      handOver: null,
    });
  });

  it('is a blocker for Atlassian’s plugin', () => {
    expect(judgeOne('group-claim-missing', forAtlassian({ groups: 'groups' }, format('JWT-Empty'))).severity).toBe(
      'blocker',
    );
  });

  it('is no matter where no groups are mapped, or they are there', () => {
    expect(judgeOne('group-claim-missing').outcome).toBe('not-applicable');
    expect(judgeOne('group-claim-missing', mapped({ groups: 'groups' })).outcome).toBe('pass');
  });
});

describe('group-prefix', () => {
  it('is advice while the groups of the target are unknown', () => {
    const finding = judgeOne('group-prefix', mapped({ groups: 'groups' }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(words(finding.found)).toBe(
      'groups holds acme/staff, where Jira perhaps has staff. Of 2 people looked at, 2 have such groups.',
    );
  });

  it('is serious for Atlassian’s plugin, which makes groups match exactly', () => {
    const finding = judgeOne('group-prefix', forAtlassian({ groups: 'groups' }));
    expect(finding.severity).toBe('serious');
    expect(words(finding.why)).toContain('lose every group');
  });

  it('is no matter without groups, without a prefix and for roles', () => {
    expect(judgeOne('group-prefix').outcome).toBe('not-applicable');
    const users = [{ owner: 'acme', name: 'alice', groups: ['staff'] }];
    expect(
      judgeOne('group-prefix', { ...mapped({ groups: 'groups' }), facts: { people: { total: 1, users } } }).outcome,
    ).toBe('pass');
    const userinfo: Partial<Mapping> = {
      source: 'userinfo',
      username: 'preferred_username',
      name: { fullName: 'name' },
      groups: 'roles',
    };
    expect(judgeOne('group-prefix', mapped(userinfo)).outcome).toBe('pass');
  });
});

describe('the documentation’s own mapping', () => {
  it('is told what is wrong with it, by weight', () => {
    const documented: Partial<Mapping> = {
      source: 'get-account',
      username: 'name',
      email: 'email',
      name: { fullName: 'display_name' },
    };
    expect(judgeOne('claim-never-issued', mapped(documented))).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(judgeOne('username-mutable', mapped(documented)).outcome).toBe('pass');
    expect(judgeOne('userinfo-legacy', mapped(documented)).severity).toBe('serious');
  });

  it('is mended in one way: no two findings put different claims into one field', () => {
    const documented: Partial<Mapping> = {
      source: 'get-account',
      username: 'name',
      email: 'email',
      name: { fullName: 'display_name' },
    };
    const never = judgeOne('claim-never-issued', mapped(documented));
    const legacy = judgeOne('userinfo-legacy', mapped(documented));
    expect(never.copy).toEqual(legacy.copy);
    expect(never.fix).toEqual(legacy.fix);
    // A claim of get-account that the panel offers for this field alone would contradict them.
    expect(never.detail).toEqual({ kind: 'claims', field: 'fullName', better: [] });
  });

  it('keeps a claim of get-account where userinfo has none of that meaning', () => {
    const separate: Partial<Mapping> = {
      source: 'get-account',
      username: 'name',
      email: 'email',
      name: { firstName: 'given_name', lastName: 'data.lastName' },
    };
    expect(judgeOne('claim-never-issued', mapped(separate)).copy).toEqual([
      { label: 'First Name Attribute', text: 'data.firstName' },
    ]);
  });
});

describe('userinfo-unreachable', () => {
  const blocked = { claimsAnswer: answered(htmlAnswer('/api/userinfo', { status: 403 })) };
  const userinfo: Partial<Mapping> = {
    source: 'userinfo',
    username: 'preferred_username',
    name: { fullName: 'name' },
  };

  it('is a blocker where a proxy answers in place of Casdoor', () => {
    const finding = judgeOne('userinfo-unreachable', mapped(userinfo, { facts: blocked }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(finding.found)).toContain('https://door.acme.example/api/userinfo answers 403');
    const account = judgeOne('userinfo-unreachable', mapped({ source: 'get-account' }, { facts: blocked }));
    expect(words(account.fix)).toContain('/api/get-account');
  });

  it('passes where Casdoor says no', () => {
    expect(judgeOne('userinfo-unreachable', mapped(userinfo)).outcome).toBe('pass');
  });

  it('only warns of one request without an answer, and of too many', () => {
    const lost = mapped(userinfo, { facts: { claimsAnswer: failedWith('connection-closed') } });
    expect(judgeOne('userinfo-unreachable', lost).outcome).toBe('warn');
    const many = mapped(userinfo, { facts: { claimsAnswer: answered(htmlAnswer('/api/userinfo', { status: 429 })) } });
    expect(judgeOne('userinfo-unreachable', many).outcome).toBe('warn');
  });

  it('is nothing for SSO for Atlassian Data Center where the ID token has the username', () => {
    expect(judgeOne('userinfo-unreachable', forAtlassian({}, blocked)).outcome).toBe('not-applicable');
    const lacking = forAtlassian({ username: '${preferred_username}' }, blocked);
    expect(judgeOne('userinfo-unreachable', lacking).outcome).toBe('fail');
    const unread = { ...lacking, without: { application: { reason: 'not-shown' as const } } };
    expect(judgeOne('userinfo-unreachable', unread).outcome).toBe('not-applicable');
  });

  it('is nothing where the mapping reads the token', () => {
    expect(judgeOne('userinfo-unreachable', { without: { claimsAnswer: { reason: 'not-applicable' } } }).outcome).toBe(
      'not-applicable',
    );
  });
});
