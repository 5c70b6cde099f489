import type { Crowd } from '../../../local/casdoor/crowd';
import { listedUser, type UserDocument } from '../../../local/casdoor/documents';
import { ListBytes } from '../../../local/casdoor/listed-people';
import { firstNames, lastNames } from '../../../local/demo/names';
import { makeCompany } from '../../../local/demo/people';

const company = (size: number, seed = 7) => makeCompany({ organization: 'demo', application: 'jira', seed, size });
const everybody = (size: number, seed = 7): UserDocument[] => {
  const { users, crowd } = company(size, seed);
  return [...users, ...Array.from({ length: crowd.size }, (_, place) => crowd.document(place))];
};

describe('The made-up company', () => {
  it('is the same for the same seed and size, and another for another seed', () => {
    expect(everybody(60)).toEqual(everybody(60));
    expect(everybody(60, 8)).not.toEqual(everybody(60));
  });

  it('keeps its people as it grows', () => {
    expect(everybody(90).slice(0, 60)).toEqual(everybody(60));
  });

  it.each([0, 1, 12, 60, 3000])('has as many people as were asked for: %i', (size) => {
    const people = everybody(size);
    expect(people).toHaveLength(size);
    expect(new Set(people.map((person) => person.name)).size).toBe(size);
    expect(new Set(people.map((person) => person.id)).size).toBe(size);
  });

  it('has no name twice, however large, capitals and e-mails apart', () => {
    const { users, crowd } = company(60_000);
    const of = (key: string) => {
      const told = Array.from({ length: crowd.size }, (_, place) => crowd.told(key, place));
      return new Set([...users.map((user) => user[key]), ...told].map((value) => String(value).toLowerCase()));
    };
    expect(of('name').size).toBe(60_000);
    expect(of('ldap').size).toBe(60_000);
    expect(of('id').size).toBe(60_000);
    // Two share a mailbox.
    expect(of('email').size).toBe(59_999);
    expect(firstNames.length * lastNames.length).toBeLessThan(60_000);
  });

  it('has each kind of person that trips a mapping up', () => {
    const people = everybody(60);
    const lower = (texts: string[]) => texts.map((text) => text.toLowerCase());
    const repeated = (texts: string[]) => texts.filter((text, index) => text !== '' && texts.indexOf(text) !== index);
    expect(repeated(lower(people.map((person) => person.email)))).toEqual(['hello@acme.example']);
    expect(people.filter((person) => person.email === '')).toHaveLength(1);
    expect(people.filter((person) => person.displayName === '')).toHaveLength(1);
    expect(people.filter((person) => person.name.includes('@'))).toHaveLength(1);
    const written = company(60).users;
    expect(written.filter((person) => person.isForbidden)).toHaveLength(1);
    expect(written.filter((person) => person.isDeleted)).toHaveLength(1);
    expect(people.filter((person) => !person.emailVerified)).toHaveLength(1);
    expect(people.filter((person) => person.needUpdatePassword)).toHaveLength(1);
    expect(people.filter((person) => person.totpSecret !== '')).toHaveLength(1);
    expect(people.filter((person) => (person.mfaItems ?? []).length > 0)).toHaveLength(1);
    expect(people.filter((person) => person.displayName.startsWith('='))).toHaveLength(1);
    expect(people.filter((person) => person.displayName.includes('<'))).toHaveLength(1);
    expect(people.filter((person) => /\p{Script=Han}|\p{Script=Arabic}/u.test(person.displayName))).toHaveLength(2);
  });

  it('has the 182 keys of a Casdoor user for each, in an organization of its own', () => {
    for (const person of everybody(60)) {
      expect(Object.keys(person)).toHaveLength(182);
      expect(person.owner).toBe('demo');
      expect(person.groups.every((group) => group.startsWith('demo/'))).toBe(true);
    }
  });

  it('lists somebody of the crowd as if they had been written out', () => {
    const [fresh, met] = [company(2000).crowd, company(2000).crowd];
    const places = [0, 3, 40, 58, 1340];
    const listed = (crowd: Crowd) => {
      const list = new ListBytes(1);
      for (const place of places) crowd.addTo(list, place);
      return list.end().toString();
    };
    const whole = JSON.stringify(places.map((place) => listedUser(met.document(place))));
    expect(listed(fresh)).toBe(whole);
    expect(listed(met)).toBe(whole);
    met.document(3).lastSigninTime = '2026-11-01T08:00:00Z';
    expect(listed(met)).toContain('2026-11-01T08:00:00Z');
  });
});
