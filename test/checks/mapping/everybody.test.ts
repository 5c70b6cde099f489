import type { Mapping } from '../../../src/contract/mapping';
import { afterDryRun, atlassian, mappingWith, type SumChanges } from '../directory/dry-run';
import type { Changes } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';

const judge = (id: string, sums: SumChanges, mapping: Mapping = mappingWith(), more: Changes = {}) => {
  const changes = afterDryRun(sums, { ...more.given, mapping });
  return judgeOne(id, { ...more, ...changes });
};
/** The page of the directory and the application were not read in this run: the sums stand by themselves. */
const unread: Changes = {
  without: {
    application: { reason: 'stopped' },
    people: { reason: 'stopped' },
    usernamePattern: { reason: 'stopped' },
  },
};
const serious = { outcome: 'fail', severity: 'serious' };
const staff = { name: 'acme/staff', people: 812, nearest: 'staff', by: 'prefix' as const };

describe('username-absent, of everybody', () => {
  it('counts those who are refused for it, whatever the first page says', () => {
    const finding = judge('username-absent', { refused: { 'no-username': 3 }, withoutUsername: 3 });
    expect(finding).toMatchObject({ ...serious, detail: null });
    expect(words(finding.found)).toContain('name is empty for 3 of 980 people.');
    expect(words(finding.headline)).toBe('3 people would be refused for want of a username');
    expect(judge('username-absent', { refused: { 'no-username': 3 } }, mappingWith(), unread)).toMatchObject(serious);
  });

  it('is a blocker where it is everybody, unless somebody signed in with one', () => {
    const all: SumChanges = {
      refused: { 'no-username': 980 },
      outcomes: { unchanged: 0, created: 0, refused: 980 },
      withoutUsername: 980,
    };
    expect(judge('username-absent', all)).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    const seen = { at: '2026-11-24T14:02:11.000Z', who: 'bob', bySource: { id_token: { name: 'text' as const } } };
    const finding = judge('username-absent', all, mappingWith(), { given: { seen } });
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain('was seen in a sign-in on 24 Nov 2026');
  });

  it('passes where everybody has one, and is not green where it is not certain', () => {
    expect(words(judge('username-absent', {}, mappingWith(), unread).found)).toBe('Each of 980 people has one.');
    const uncertain: SumChanges = { withoutUsername: 30, outcomes: { unchanged: 910, 'not-certain': 30 } };
    expect(judge('username-absent', uncertain).blockedBy).toEqual({ check: 'directory-incomplete' });
  });

  it('leaves a claim that nobody gets to its own finding', () => {
    const mapping = mappingWith({}, { username: 'staffId' });
    expect(judge('username-absent', { refused: { 'no-username': 980 } }, mapping).outcome).toBe('not-applicable');
  });
});

describe('regex-unmatched, of everybody', () => {
  const mapping = mappingWith({ usernamePattern: '^([^@]+)@' });
  const tried = (matched: number, unmatched: number): SumChanges => ({
    usernamePattern: { matched, unmatched, changed: matched },
  });

  it('is advice where it matches some, serious where it matches nobody', () => {
    const some = judge('regex-unmatched', tried(970, 10), mapping, unread);
    expect(some).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(words(some.found)).toContain('^([^@]+)@ matches nothing in 10 of 980 usernames.');
    const none = judge('regex-unmatched', tried(0, 980), mapping, unread);
    expect(none).toMatchObject(serious);
    expect(words(none.found)).toContain('in any of 980 usernames');
  });

  it('passes where it matches everybody, and asks the first page where it was not run', () => {
    expect(judge('regex-unmatched', tried(980, 0), mapping, unread).outcome).toBe('pass');
    expect(judge('regex-unmatched', tried(0, 0), mapping, unread).outcome).toBe('not-applicable');
    expect(judge('regex-unmatched', {}, mapping, unread).outcome).toBe('blocked');
    expect(judge('regex-unmatched', {}, mapping).outcome).toBe('not-applicable');
  });
});

describe('group-unknown-in-source, of everybody', () => {
  const mapping = mappingWith({ groupMapping: { 'jira-users': ['acme/none'], 'jira-it': ['acme/it'] } });
  const unseen = (groups: SumChanges['groups'] = {}): SumChanges => ({
    groups: { unknownInSource: ['acme/none'], ...groups },
  });

  it('is serious where people are taken out of the group that it leads into', () => {
    const lost = [{ name: 'Jira-Users', people: 30 }];
    const finding = judge('group-unknown-in-source', unseen({ losing: 30, lost }), mapping, unread);
    expect(finding).toMatchObject({
      ...serious,
      detail: { items: [{ text: 'acme/none', note: 'into jira-users, taken away of 30 people' }] },
    });
    expect(words(finding.found)).toContain('30 people are taken out of jira-users.');
    expect(words(finding.found)).toContain('1 is sent of nobody');
    expect(judge('groups-removed', unseen({ losing: 30, lost }), mapping).blockedBy).toEqual({
      check: 'group-unknown-in-source',
    });
  });

  it('names what Casdoor sends instead, where that was seen', () => {
    const near = mappingWith({ groupMapping: { 'jira-users': ['staff'] } });
    const finding = judge('group-unknown-in-source', { groups: { unknownInSource: ['staff'] } }, near);
    expect(finding).toMatchObject({ ...serious, copy: [{ text: 'acme/staff' }] });
  });

  it('warns of a name that nobody has and that costs nobody anything', () => {
    const finding = judge('group-unknown-in-source', unseen(), mapping, unread);
    expect(finding).toMatchObject({ outcome: 'warn', severity: 'serious' });
    expect(words(finding.found)).toContain('none of 1,000 people has a group of this name');
  });

  it('passes where somebody has each, and asks the first page where it cannot be told', () => {
    expect(judge('group-unknown-in-source', {}, mapping, unread).outcome).toBe('pass');
    expect(judge('group-unknown-in-source', { groups: { unknownInSource: null } }, mapping, unread).outcome).toBe(
      'blocked',
    );
  });
});

describe('group-unknown-in-target', () => {
  const manual = mappingWith({ groupMapping: { 'jira-user': ['acme/staff'] } });
  const nearby = { name: 'jira-user', people: 812, nearest: 'jira-users', by: 'letter' as const };
  const onTheFly = mappingWith({ onTheFlyGroups: true });

  it('is serious where a mapped group is not there, and names the nearest', () => {
    const finding = judge('group-unknown-in-target', { groups: { unknownInTarget: [nearby] } }, manual);
    expect(finding).toMatchObject({
      ...serious,
      copy: [{ label: 'As it is there', text: 'jira-users' }],
      detail: { items: [{ text: 'jira-user', note: 'of 812 people; there is jira-users' }] },
    });
    expect(words(finding.found)).toContain('Jira has no group jira-user, and has jira-users.');
    const far = { ...nearby, people: 1, nearest: null, by: null };
    const other = judge('group-unknown-in-target', { groups: { unknownInTarget: [far] } }, manual);
    expect(words(other.found)).toBe('Jira has no group jira-user. Of the mapped groups 1 is not there.');
  });

  it('wants a look where groups arrive that are perhaps meant for other things', () => {
    const finding = judge('group-unknown-in-target', { groups: { unknownInTarget: [nearby] } }, onTheFly);
    expect(finding).toMatchObject({ outcome: 'warn', severity: 'advice' });
    expect(words(finding.found)).toContain('Casdoor sends 1 group that Jira does not have, such as jira-user');
    expect(judge('group-unknown-in-target', { groups: { unknownInTarget: [staff] } }, onTheFly).outcome).toBe('pass');
    const creating = mappingWith({ onTheFlyGroups: true, createGroups: true });
    expect(judge('group-unknown-in-target', { groups: { unknownInTarget: [nearby] } }, creating).outcome).toBe(
      'not-applicable',
    );
  });

  it('is not green where groups were not read, and not incomplete where there was no dry run', () => {
    expect(judge('group-unknown-in-target', {}, manual).outcome).toBe('pass');
    expect(judge('group-unknown-in-target', { groups: { unknownInTarget: null } }, manual).outcome).toBe(
      'not-applicable',
    );
    expect(judge('group-unknown-in-target', {}, mappingWith({}, { groups: null })).outcome).toBe('not-applicable');
    expect(judge('group-unknown-in-target', { groups: { unknownInTarget: [staff] } }).outcome).toBe('not-applicable');
    expect(judgeOne('group-unknown-in-target', { given: { mapping: manual } }).outcome).toBe('not-applicable');
  });
});

describe('group-prefix, where the groups of the target were read', () => {
  const onTheFly = mappingWith({ onTheFlyGroups: true });
  const lost = [{ name: 'jira-software-users', people: 1_300 }];

  it('is serious, and says how many people lose what', () => {
    const finding = judge(
      'group-prefix',
      { groups: { unknownInTarget: [staff], losing: 1_300, lost } },
      onTheFly,
      unread,
    );
    expect(finding).toMatchObject({ ...serious, detail: { items: [{ note: 'of 812 people; there is staff' }] } });
    expect(words(finding.found)).toContain('such as acme/staff, where Jira has staff. 1,300 people lose groups');
    expect(words(finding.headline)).toBe('1,300 people would lose groups');
    expect(words(finding.why)).toContain('takes people out of every group that it does not bring');
  });

  it('is serious where it only brings nothing', () => {
    const finding = judge('group-prefix', { groups: { unknownInTarget: [staff] } }, onTheFly, unread);
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain('Nobody loses a group.');
  });

  it('is the cause of what is taken away, except from administrators', () => {
    const sums: SumChanges = {
      groups: { unknownInTarget: [staff], losing: 1_300, emptied: 1_300, lost },
      noApplicationAccess: 1_300,
      administrators: { losingRights: 2, losingGroups: 2 },
    };
    const given: Changes = { given: { target: atlassian } };
    const mapping = mappingWith({}, { username: '${name}', email: '${email}', name: { fullName: '${displayName}' } });
    expect(words(judge('group-prefix', sums, mapping, given).fix)).toContain('Clear the field Groups');
    for (const id of ['groups-emptied', 'groups-removed', 'no-application-access'])
      expect(judge(id, sums, mapping, given).blockedBy).toEqual({ check: 'group-prefix' });
    expect(judge('administrator-loses-groups', sums, mapping, given).outcome).toBe('fail');
  });

  it('stays advice where the plugin puts nobody into groups', () => {
    expect(judge('group-prefix', { groups: { unknownInTarget: [staff] } })).toMatchObject({
      outcome: 'fail',
      severity: 'advice',
    });
  });

  it('passes groups that are there by this very name', () => {
    expect(judge('group-prefix', {}, onTheFly, unread).outcome).toBe('pass');
    expect(judge('group-prefix', { groups: { unknownInTarget: null } }, onTheFly, unread).outcome).toBe('blocked');
  });
});

describe('groups-emptied', () => {
  const lost = [{ name: 'jira-software-users', people: 9 }];

  it('is serious, and stands for those who lose some as well', () => {
    const finding = judge('groups-emptied', { groups: { emptied: 4, losing: 9, lost } });
    expect(finding).toMatchObject({ ...serious, detail: { items: [{ note: 'of 9 people' }] } });
    expect(words(finding.found)).toContain('4 people would be left without any group in Jira, of 9 who lose some.');
    expect(words(judge('groups-emptied', { groups: { emptied: 1, losing: 1 } }).found)).toContain(
      '1 person would be left without any group in Jira.',
    );
    expect(judge('groups-removed', { groups: { emptied: 4, losing: 9, lost } }).blockedBy).toEqual({
      check: 'groups-emptied',
    });
  });

  it('passes where nobody is, and is not asked for without a dry run', () => {
    expect(judge('groups-emptied', {}).outcome).toBe('pass');
    expect(judge('groups-emptied', {}, mappingWith({}, { groups: null })).outcome).toBe('not-applicable');
    expect(judgeOne('groups-emptied', { given: { mapping: mappingWith() } }).outcome).toBe('not-applicable');
  });
});
