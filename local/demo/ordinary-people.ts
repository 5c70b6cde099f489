import { Crowd, type ToldOfPerson } from '../casdoor/crowd';
import { type GroupDocument, groupDocument } from '../casdoor/documents';
import { firstNames, lastNames } from './names';

export type CrowdRequest = { organization: string; application: string; password: string; seed: number; size: number };

/** The group that all others are in. */
const topGroup = 'everybody';
export const administratorGroup = 'jira-administrators';
const departments = ['engineering', 'design', 'support', 'sales', 'people', 'contractors'];

export const demoGroups = (organization: string): GroupDocument[] => [
  groupDocument({ owner: organization, name: topGroup, haveChildren: true }),
  ...[...departments, administratorGroup].map((name) =>
    groupDocument({ owner: organization, name, parentId: topGroup, parentName: topGroup, isTopGroup: false }),
  ),
];

/** What is told of somebody by the place alone, so that nobody has to be made for somebody else to be known. */
export const kindOf = (place: number) => ({
  isAdministrator: place % 1320 === firstAdministrator,
  /** Left the company. */
  isForbidden: place % 110 === 3,
  isDeleted: place % 110 === 58,
  /** Came before user names were made of whole names, and kept the short one in the old directory. */
  hasShortName: place % 44 === 7 || place === firstAdministrator,
  isNewcomer: place % 16 === 9,
});

const firstAdministrator = 40;

const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const plainFirstNames = firstNames.map(plain);
const plainLastNames = lastNames.map(plain);
const names = firstNames.length * lastNames.length;
/** A prime, so that it shares no divisor with the number of names. */
const stride = 7919;

/** Every name once before one comes again with a number, in no order that one would notice. */
export const namesOf = (seed: number) => {
  const slot = (place: number) => (place * stride + seed * 1009) % names;
  const first = (place: number) => slot(place) % firstNames.length;
  const last = (place: number) => Math.floor(slot(place) / firstNames.length);
  const firstName = (place: number) => firstNames[first(place)] ?? '';
  const lastName = (place: number) => lastNames[last(place)] ?? '';
  return {
    firstName,
    lastName,
    displayName: (place: number) => `${firstName(place)} ${lastName(place)}`,
    name: (place: number) =>
      `${plainFirstNames[first(place)]}.${plainLastNames[last(place)]}${place < names ? '' : Math.floor(place / names) + 1}`,
    shortName: (place: number) => `${plainFirstNames[first(place)]?.charAt(0)}${plainLastNames[last(place)]}${place}`,
  };
};

export const departmentOf = (seed: number, place: number): string =>
  departments[chanceOf(seed)(place, 10) % departments.length] ?? '';

/** Everybody without a story of their own. */
export const makeCrowd = ({ organization, application, password, seed, size }: CrowdRequest): Crowd => {
  const { name, firstName, lastName, displayName, shortName } = namesOf(seed);
  const drawn = chanceOf(seed);
  const told = {
    name,
    createdTime: (place) => dayIn(kindOf(place).isNewcomer ? 2026 : 2021 + (drawn(place, 0) % 5), drawn(place, 1)),
    updatedTime: (place) => dayIn(2026, drawn(place, 2)),
    id: (place) => {
      const [a, b, c] = [word(drawn(place, 3)), word(drawn(place, 4)), word(drawn(place, 5))];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${word(place)}`;
    },
    passwordSalt: (place) => word(drawn(place, 6)) + word(drawn(place, 7)),
    displayName,
    firstName,
    lastName,
    email: (place) => `${name(place)}@acme.example`,
    countryCode: (place) => countries[drawn(place, 8) % countries.length] ?? 'US',
    title: (place) => titles[drawn(place, 9) % titles.length] ?? '',
    ranking: (place) => place + 100,
    isForbidden: (place) => kindOf(place).isForbidden,
    isDeleted: (place) => kindOf(place).isDeleted,
    ldap: (place) => (kindOf(place).hasShortName ? shortName(place) : name(place)),
    groups: (place) => [
      `${organization}/${departmentOf(seed, place)}`,
      ...(kindOf(place).isAdministrator ? [`${organization}/${administratorGroup}`] : []),
    ],
  } satisfies ToldOfPerson;
  return new Crowd({ size, shared: { owner: organization, password, signupApplication: application }, told });
};

const titles = ['Engineer', 'Designer', 'Support Specialist', 'Account Manager', 'Team Lead', 'Analyst', 'Translator'];
const countries = ['US', 'DE', 'GB', 'FR', 'ES', 'PL'];

/** A number of 32 bits for a place and what is drawn for it, the same each time (the finalizer of MurmurHash3). */
const chanceOf =
  (seed: number) =>
  (place: number, what: number): number => {
    let mixed = Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(what + 1, 0x85ebca6b) ^ Math.imul(seed + 1, 0x27d4eb2f);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };

const word = (number: number): string => number.toString(16).padStart(8, '0');

/** Before September, so that nobody was changed in the future. */
const dayIn = (year: number, drawn: number): string => days[drawn % days.length]?.replace('2000', String(year)) ?? '';
const days = Array.from({ length: 240 }, (_, day) =>
  new Date(Date.UTC(2000, 0, 1 + day, 8)).toISOString().replace('.000Z', 'Z'),
);
