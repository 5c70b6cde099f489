import type { Mapping } from '../../src/contract/mapping';
import { differencesOf } from '../../static/panel/steps/mapping/compared-fields';
import { namesSent, noteOnNames } from '../../static/panel/steps/mapping/group-notes';
import { cellOf, lineOf, originOf, summaryOf } from '../../static/panel/steps/mapping/person-words';
import { account, healthyMapping, judged, person, sample } from '../mapping/sampled-people';

const one = (of: ReturnType<typeof sample>, mapping: Partial<Mapping> = {}) => {
  const [first] = judged(of, mapping);
  if (first === undefined) throw new Error('Nobody was judged.');
  return first;
};

describe('the line under a name', () => {
  test.each([
    ['unchanged', [person('bob')], [account('bob')], 'passed', 'Unchanged.'],
    ['created', [person('bob')], [], 'passed', 'Created.'],
    ['created without a name', [person('bob', { displayName: '' })], [], 'look', 'Created. It gets no full name.'],
    [
      'refused',
      [person('carol', { email: '' })],
      [],
      'serious',
      'Refused. There is no e-mail, and the plugin creates no account without one.',
    ],
    [
      'updated',
      [person('bob')],
      [account('bob', { email: 'old@acme.example', fullName: 'Old' })],
      'look',
      'Updated. E-mail and full name change.',
    ],
    [
      'barred',
      [person('ivan', { isForbidden: true })],
      [],
      'look',
      'Barred by Casdoor. Casdoor forbids this person to sign in.',
    ],
    [
      'barred who has an account',
      [person('ivan', { isForbidden: true })],
      [account('ivan')],
      'serious',
      'Barred by Casdoor. Casdoor forbids this person to sign in. Active in Jira.',
    ],
    [
      'capitals',
      [person('Eve')],
      [account('eve', { email: 'Eve@acme.example', fullName: 'The Eve' })],
      'look',
      'Unchanged. Its account is eve, in small letters.',
    ],
    [
      'capitals of the e-mail',
      [person('bob', { email: 'Bob@acme.example' })],
      [account('bob')],
      'look',
      'Unchanged. Its e-mail differs by capitals alone.',
    ],
  ])('%s', (_what, people, accounts, of, text) => {
    expect(lineOf(one(sample(people, accounts)), 'jira')).toEqual({ of, text });
  });

  test('an administrator who loses groups is no small matter', () => {
    const accounts = [account('root', { groups: ['jira-administrators'], administrator: true })];
    const mapping = { groups: 'groups', rules: { groupMapping: { 'jira-administrators': ['acme/admins'] } } };
    const of = sample(
      [person('root', { groups: [] }), person('other')],
      [...accounts, account('other', { administrator: true })],
    );
    expect(lineOf(one(of, mapping), 'jira')).toEqual({
      of: 'serious',
      text: 'Updated. It is taken out of jira-administrators.',
    });
  });
});

describe('a field in the table', () => {
  const cells = (of: ReturnType<typeof sample>, mapping: Partial<Mapping> = {}) =>
    (['username', 'email', 'fullName'] as const).map((field) => {
      const { value, nothing, isBad, note } = cellOf(one(of, mapping), field, 'jira');
      return `${value ?? `(${nothing}${isBad ? ', bad' : ''})`}${note === null ? '' : ` ${note}`}`;
    });

  test('what changes shows what was there', () => {
    const of = sample([person('bob')], [account('bob', { email: 'old@acme.example' })]);
    expect(cells(of)).toEqual(['bob', 'bob@acme.example was old@acme.example', 'The bob']);
  });

  test('an empty name keeps the one of the account, and is bad for a new one', () => {
    const nobody = { name: { fullName: 'display_name' } };
    expect(cells(sample([person('bob')], [account('bob')]), nobody)[2]).toBe('The bob kept from Jira');
    expect(cells(sample([person('bob')], []), nobody)[2]).toBe('(empty, bad)');
  });

  test('nothing is updated where the plugin updates nobody', () => {
    const of = sample([person('bob')], [account('bob', { email: 'old@acme.example' })]);
    expect(cells(of, { rules: { updateUsers: false } })[1]).toBe('old@acme.example kept from Jira');
  });

  test('whoever has no e-mail and no account is told so', () => {
    expect(cells(sample([person('carol', { email: '' })], []))[1]).toBe('(none, bad)');
  });
});

test('the summary counts each person once, the worst first', () => {
  const people = [
    person('carol', { email: '' }),
    person('bob'),
    person('eve', { displayName: '' }),
    person('ivan', { isDeleted: true }),
  ];
  expect(summaryOf(judged(sample(people, [account('bob')])), 'jira')).toBe('2 refused, 1 needs a look, 1 unchanged');
});

test('where the claims are from', () => {
  expect(originOf({ source: null }, 'JWT')).toBe('From the ID token, format JWT');
  expect(originOf({ source: 'userinfo' }, 'JWT')).toBe('From userinfo');
});

test('what a version says otherwise than the one before', () => {
  const after: Mapping = {
    ...healthyMapping,
    username: 'id',
    rules: { updateUsers: false, allowedDomains: ['a.example', 'b.example'] },
  };
  expect(differencesOf(healthyMapping, after, 'miniorange')).toEqual([
    { label: 'Username claim', before: 'name', after: 'id' },
    { label: 'Update attributes of existing users', before: '', after: 'Off' },
    { label: 'Allowed Domains', before: '', after: 'a.example; b.example' },
  ]);
  expect(differencesOf(healthyMapping, healthyMapping, 'miniorange')).toEqual([]);
});

describe('names that lead into a group', () => {
  const sent = namesSent(sample([person('a', { groups: ['acme/staff', 'acme/IT'] })], null), 'id_token', 'groups');

  test.each([
    [['acme/staff'], null],
    [['staff'], 'Casdoor sends acme/staff, not staff; the plugin compares them exactly.'],
    [['acme/it'], 'Casdoor sends acme/IT, not acme/it; the plugin compares them exactly.'],
    [['acme/sales'], 'Casdoor sends acme/sales for nobody of these people.'],
    [[], 'Nothing leads into this group, so it is not mapped.'],
  ])('%j', (names, note) => expect(noteOnNames(names, sent)).toBe(note));

  test('say nothing where nobody was read, or the claim is no list', () => {
    expect(noteOnNames(['staff'], namesSent(null, 'id_token', 'groups'))).toBeNull();
    expect(noteOnNames(['staff'], namesSent(sample([person('a')], null), 'id_token', 'email'))).toBeNull();
  });
});
