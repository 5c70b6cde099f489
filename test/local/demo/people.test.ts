import { makePeople } from '../../../local/demo/people';

const company = (size: number, seed = 7) => makePeople({ organization: 'demo', application: 'jira', seed, size });

describe('The made-up company', () => {
  it('is the same for the same seed and size, and another for another seed', () => {
    expect(company(60)).toEqual(company(60));
    expect(company(60, 8)).not.toEqual(company(60));
  });

  it.each([0, 1, 12, 60, 3000])('has as many people as were asked for: %i', (size) => {
    const people = company(size);
    expect(people).toHaveLength(size);
    expect(new Set(people.map((person) => person.name)).size).toBe(size);
    expect(new Set(people.map((person) => person.id)).size).toBe(size);
  });

  it('has each kind of person that trips a mapping up', () => {
    const people = company(60);
    const lower = (texts: string[]) => texts.map((text) => text.toLowerCase());
    const repeated = (texts: string[]) => texts.filter((text, index) => text !== '' && texts.indexOf(text) !== index);
    expect(repeated(lower(people.map((person) => person.name)))).toEqual(['lee']);
    expect(repeated(lower(people.map((person) => person.email)))).toEqual(['hello@acme.example']);
    expect(people.filter((person) => person.email === '')).toHaveLength(1);
    expect(people.filter((person) => person.displayName === '')).toHaveLength(1);
    expect(people.filter((person) => person.name.includes('@'))).toHaveLength(1);
    expect(people.filter((person) => person.isForbidden)).toHaveLength(1);
    expect(people.filter((person) => person.isDeleted)).toHaveLength(1);
    expect(people.filter((person) => !person.emailVerified)).toHaveLength(1);
    expect(people.filter((person) => person.needUpdatePassword)).toHaveLength(1);
    expect(people.filter((person) => person.totpSecret !== '')).toHaveLength(1);
    expect(people.filter((person) => (person.mfaItems ?? []).length > 0)).toHaveLength(1);
    expect(people.filter((person) => person.displayName.startsWith('='))).toHaveLength(1);
    expect(people.filter((person) => person.displayName.includes('<'))).toHaveLength(1);
    expect(people.filter((person) => /\p{Script=Han}|\p{Script=Arabic}/u.test(person.displayName))).toHaveLength(2);
  });

  it('has the 182 keys of a Casdoor user for each, in an organization of its own', () => {
    for (const person of company(60)) {
      expect(Object.keys(person)).toHaveLength(182);
      expect(person.owner).toBe('demo');
      expect(person.groups.every((group) => group.startsWith('demo/'))).toBe(true);
    }
  });
});
