import type { Mapping } from '../../../src/contract/mapping';
import type { SeenType } from '../../../src/contract/sign-in';
import type { Plugin } from '../../../src/contract/target';
import { type Changes, healthy, healthyGiven } from '../healthy-evidence';
import { faults, judgeOne, words } from '../judge-one';

const seen = (names: Record<string, SeenType>, source: 'id_token' | 'userinfo' = 'id_token') => ({
  at: '2026-11-24T09:12:29.000Z',
  who: 'admin',
  bySource: { [source]: names },
});
const mapped = (mapping: Partial<Mapping>, names: Record<string, SeenType>, more: Changes = {}): Changes => ({
  ...more,
  given: {
    ...more.given,
    mapping: healthyGiven.mapping && { ...healthyGiven.mapping, ...mapping },
    seen: seen(names, mapping.source === 'userinfo' ? 'userinfo' : 'id_token'),
  },
});
const without = (changes: Changes): Changes => ({ ...changes, given: { ...changes.given, seen: null } });
const other = { given: { target: { ...healthyGiven.target, plugin: 'other' as Plugin } } };

describe('a claim that was seen in a confirmed sign-in', () => {
  it('is issued, whatever is known of Casdoor', () => {
    const changes = mapped({ name: { fullName: 'realm_name' } }, { realm_name: 'text' }, other);
    expect(judgeOne('claim-never-issued', without(changes)).outcome).toBe('fail');
    const finding = judgeOne('claim-never-issued', changes);
    expect(finding.outcome).toBe('pass');
    expect(words(finding.found)).toBe('realm_name was seen in a sign-in on 24 Nov 2026.');
  });

  it('proves nothing of another claim, nor of another source', () => {
    const changes = mapped({ username: 'login_name' }, { email: 'text' }, other);
    expect(judgeOne('claim-never-issued', changes)).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    const elsewhere: Changes = {
      ...changes,
      given: { ...changes.given, seen: seen({ login_name: 'text' }, 'userinfo') },
    };
    expect(judgeOne('claim-never-issued', elsewhere)).toMatchObject({ outcome: 'fail', severity: 'blocker' });
  });

  it('is no claim of a prototype', () => {
    expect(judgeOne('claim-never-issued', mapped({ username: 'constructor' }, {}, other)).outcome).toBe('fail');
  });

  it('warns where it came empty: nobody was seen to have a value there', () => {
    const finding = judgeOne('claim-never-issued', mapped({ username: 'login_name' }, { login_name: 'empty' }, other));
    expect(finding).toMatchObject({ outcome: 'warn', severity: 'serious' });
    expect(words(finding.found)).toContain('came empty in a sign-in on 24 Nov 2026');
  });

  it.each<[SeenType, string]>([
    ['object', 'fail'],
    ['list', 'fail'],
    ['boolean', 'fail'],
    ['text', 'pass'],
  ])('of the kind %s is judged by that as a username: %s', (type, outcome) => {
    const finding = judgeOne('claim-wrong-type', mapped({ username: 'login_name' }, { login_name: type }, other));
    expect(finding.outcome).toBe(outcome);
    if (outcome === 'fail') expect(words(finding.found)).toContain('of a sign-in on 24 Nov 2026');
  });

  it('is of the kind that came, where another one was expected', () => {
    const changes = mapped({ name: { fullName: 'displayName' } }, { displayName: 'object' });
    expect(judgeOne('claim-wrong-type', without(changes)).outcome).toBe('pass');
    expect(judgeOne('claim-wrong-type', changes).outcome).toBe('fail');
    const groups = mapped({ groups: 'title' }, { title: 'list' });
    expect(judgeOne('claim-wrong-type', without(groups)).outcome).toBe('fail');
    expect(words(judgeOne('claim-wrong-type', groups).found)).toBe(
      'The kind of title was seen in a sign-in on 24 Nov 2026.',
    );
  });

  it('keeps a list of objects a list of objects', () => {
    expect(judgeOne('claim-wrong-type', mapped({ groups: 'roles' }, { roles: 'list' })).outcome).toBe('fail');
  });

  it('is where the groups are', () => {
    const changes = mapped({ groups: 'teams' }, { teams: 'list' });
    expect(judgeOne('group-claim-missing', without(changes)).outcome).toBe('fail');
    expect(words(judgeOne('group-claim-missing', changes).found)).toBe('teams was seen in a sign-in on 24 Nov 2026.');
    const empty = judgeOne('group-claim-missing', mapped({ groups: 'teams' }, { teams: 'empty' }));
    expect(empty.outcome).toBe('pass');
    expect(words(empty.found)).toContain('empty for that person');
    expect(judgeOne('claim-wrong-type', mapped({ groups: 'teams' }, { teams: 'text' })).outcome).toBe('fail');
  });

  it('needs no other scope', () => {
    const narrow: Changes = { given: { scopes: ['openid'] } };
    const mapping = { source: 'userinfo', username: 'preferred_username', name: { fullName: 'name' } } as const;
    const changes = mapped(mapping, { preferred_username: 'text', name: 'text', email: 'text' }, narrow);
    expect(judgeOne('scope-too-narrow', without(changes)).outcome).toBe('fail');
    const finding = judgeOne('scope-too-narrow', changes);
    expect(finding.outcome).toBe('pass');
    expect(words(finding.found)).toContain('seen in a sign-in on 24 Nov 2026, with these scopes');
    const one = judgeOne('scope-too-narrow', mapped(mapping, { name: 'text', email: 'empty' }, narrow));
    expect(one.outcome).toBe('fail');
    expect(words(one.found)).toContain('preferred_username');
    expect(words(one.found)).toContain('email');
  });

  it('stands at the top level where it was thought to stand inside another', () => {
    const changes = mapped(
      { username: 'street_address' },
      { street_address: 'text' },
      {
        ...other,
        facts: { application: { ...healthy('application'), tokenFormat: 'JWT-Standard' } },
      },
    );
    expect(judgeOne('claim-nested', without(changes)).outcome).toBe('fail');
    const finding = judgeOne('claim-nested', changes);
    expect(finding.outcome).toBe('pass');
    expect(words(finding.found)).toContain('at the top level in a sign-in on 24 Nov 2026');
  });

  it('is not said to be empty for everybody, since one had it', () => {
    const { users, total } = healthy('people');
    const people = { total, users: users.map((person) => ({ ...person, title: '' })) };
    const changes = mapped({ username: 'title' }, { title: 'text' }, { facts: { people } });
    expect(judgeOne('username-absent', without(changes))).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    const finding = judgeOne('username-absent', changes);
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(finding.found)).toContain('was seen in a sign-in on 24 Nov 2026');
    expect(
      judgeOne('username-absent', mapped({ username: 'title' }, { title: 'empty' }, { facts: { people } })).severity,
    ).toBe('blocker');
  });

  it('is not looked for in a directory that does not know it', () => {
    const finding = judgeOne('username-absent', mapped({ username: 'login_name' }, { login_name: 'text' }, other));
    expect(finding.outcome).toBe('not-applicable');
    expect(words(finding.found)).toContain('was seen in a sign-in on 24 Nov 2026');
  });

  it('changes nothing about a healthy mapping', () => {
    expect(faults(mapped({}, { name: 'text', email: 'text', displayName: 'text' }))).toEqual(faults());
  });
});
