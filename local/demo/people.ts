import {
  type GroupDocument,
  groupDocument,
  type JsonObject,
  type MfaItem,
  type UserDocument,
  userDocument,
} from '../casdoor/documents';
import { type Random, randomOf } from '../casdoor/random';

export type PeopleRequest = { organization: string; application: string; seed: number; size: number };

/** The group that all others are in. */
const topGroup = 'everybody';
const groupNames = ['engineering', 'design', 'support', 'sales', 'people', 'contractors', 'jira-administrators'];

export const demoGroups = (organization: string): GroupDocument[] => [
  groupDocument({ owner: organization, name: topGroup, haveChildren: true }),
  ...groupNames.map((name) =>
    groupDocument({ owner: organization, name, parentId: topGroup, parentName: topGroup, isTopGroup: false }),
  ),
];

/** The password of everybody in the demo; said on its sign-in page. */
export const demoPassword = 'Pass-123';

/**
 * A made-up company. The first people are the kinds that trip a mapping up, each once; the rest are ordinary. The same
 * seed and size make the same people.
 */
export const makePeople = ({ organization, application, seed, size }: PeopleRequest): UserDocument[] => {
  const random = randomOf(seed);
  const taken = new Set(difficult.map((each) => each.name));
  const people = difficult.slice(0, size).map((each) => ({ ...each }));
  while (people.length < size) people.push(ordinary(random, taken));
  return people.map(({ groups = [], roles, ...given }, index) =>
    userDocument({
      owner: organization,
      id: random.uuid(),
      createdTime: dayOf(random, 2021, 2025),
      updatedTime: dayOf(random, 2026, 2026),
      password: demoPassword,
      passwordSalt: random.hex(20),
      signupApplication: application,
      ranking: index + 1,
      ...given,
      groups: groups.map((name) => `${organization}/${name}`),
      ...(roles === undefined ? {} : { roles: roles.map((role) => ({ owner: organization, ...role })) }),
    }),
  );
};

type Person = {
  name: string;
  displayName: string;
  email: string;
  groups?: string[];
  firstName?: string;
  lastName?: string;
  title?: string;
  phone?: string;
  countryCode?: string;
  address?: string[];
  emailVerified?: boolean;
  isAdmin?: boolean;
  isForbidden?: boolean;
  isDeleted?: boolean;
  needUpdatePassword?: boolean;
  mfaItems?: MfaItem[];
  totpSecret?: string;
  preferredMfaType?: string;
  multiFactorAuths?: JsonObject[];
  recoveryCodes?: string[];
  roles?: JsonObject[];
};

/** Whole, as Casdoor has them in a token. */
function manyRoles(): JsonObject[] {
  const areas = ['payroll', 'warehouse', 'web-shop', 'reporting', 'fleet', 'intranet', 'archive', 'call-centre'];
  const rights = ['reader', 'editor', 'approver', 'auditor', 'owner'];
  return areas.flatMap((area) =>
    rights.map((right) => ({
      name: `${area}-${right}`,
      createdTime: '2024-03-04T08:20:00Z',
      displayName: `${area} ${right}`,
      description: `May act as ${right} in everything of ${area}`,
      users: null,
      groups: [],
      roles: [],
      domains: [],
      isEnabled: true,
    })),
  );
}

const mail = (name: string) => `${name}@acme.example`;

const difficult: Person[] = [
  {
    name: 'amara.okafor',
    displayName: 'Amara Okafor',
    email: mail('amara.okafor'),
    firstName: 'Amara',
    lastName: 'Okafor',
    title: 'Administrator of Jira and Confluence',
    phone: '2025550142',
    address: ['1 Harbour Street', 'Springfield'],
    isAdmin: true,
    groups: ['engineering', 'jira-administrators'],
  },
  // Capitals in the address: the same mailbox, another text.
  { name: 'ben.carter', displayName: 'Ben Carter', email: 'Ben.Carter@acme.example', groups: ['engineering'] },
  // A machine of the warehouse: no mailbox.
  { name: 'label-printer', displayName: 'Label Printer, Hall 2', email: '', groups: ['contractors'] },
  // Two accounts that share one mailbox, but for capitals.
  { name: 'reception', displayName: 'Reception', email: 'hello@acme.example', groups: ['people'] },
  { name: 'reception2', displayName: 'Reception', email: 'Hello@acme.example', groups: ['people'] },
  // Two people who differ by capitals alone: Jira takes them for one.
  { name: 'Lee', displayName: 'Lee Sanders', email: mail('lee.sanders'), groups: ['sales'] },
  { name: 'lee', displayName: 'Lee Wen', email: mail('lee.wen'), groups: ['support'] },
  // Came from another company, where the e-mail was the user name.
  { name: mail('olga.petrova'), displayName: 'Olga Petrova', email: mail('olga.petrova'), groups: ['design'] },
  // Never filled in a name.
  { name: 'jsmith', displayName: '', email: mail('jsmith'), groups: ['sales'] },
  { name: 'zoe.muller', displayName: 'Zoë Müller-Núñez', email: mail('zoe.muller'), groups: ['design', 'engineering'] },
  { name: 'wang.xiaoming', displayName: '王小明', email: mail('wang.xiaoming'), groups: ['engineering'] },
  { name: 'layla', displayName: 'ليلى حداد', email: mail('layla'), groups: ['support'] },
  { name: 'sean.obrien', displayName: "Seán O'Brien, PhD", email: mail('sean.obrien'), groups: ['engineering'] },
  { name: 'Nguyễn.An', displayName: 'Nguyễn Thị An', email: mail('an.nguyen'), groups: ['support'] },
  { name: 'mallory', displayName: '<img src=x onerror=alert(1)>', email: 'mallory+jira@acme.example' },
  { name: 'formula', displayName: '=HYPERLINK("http://acme.example","Invoice")', email: mail('formula') },
  {
    name: 'a-person-whose-user-name-was-made-from-everything-that-the-old-directory-knew-about-them',
    displayName: 'Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine (Contractor, Fulfilment, Night Shift)',
    email: mail('hubert'),
    groups: ['contractors'],
  },
  // Left the company: may not sign in.
  { name: 'ivan.gone', displayName: 'Ivan Sorokin', email: mail('ivan.sorokin'), isForbidden: true, groups: ['sales'] },
  { name: 'judy.old', displayName: 'Judy Abrams', email: mail('judy.abrams'), isDeleted: true },
  // Never opened the message that asks whether the mailbox is theirs.
  { name: 'tomas', displayName: 'Tomás Rey', email: mail('tomas'), emailVerified: false, groups: ['sales'] },
  // Her password was set by the help desk, and she has not chosen one of her own.
  {
    name: 'petra.novak',
    displayName: 'Petra Novák',
    email: mail('petra.novak'),
    needUpdatePassword: true,
    groups: ['support'],
  },
  // Must have a second factor, and has none.
  {
    name: 'noor.haddad',
    displayName: 'Noor Haddad',
    email: mail('noor.haddad'),
    mfaItems: [{ name: 'app', rule: 'Required' }],
    groups: ['people'],
  },
  // Has one. Casdoor puts its secret and the recovery codes into a token of the format JWT.
  {
    name: 'rosa.lindqvist',
    displayName: 'Rosa Lindqvist',
    email: mail('rosa.lindqvist'),
    totpSecret: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU',
    preferredMfaType: 'app',
    multiFactorAuths: ['sms', 'email', 'app', 'radius', 'push'].map((mfaType) => ({
      enabled: mfaType === 'app',
      isPreferred: mfaType === 'app',
      mfaType,
      mfaRememberInHours: 0,
    })),
    recoveryCodes: ['demo-recovery-1', 'demo-recovery-2'],
    groups: ['engineering'],
  },
  // Twelve years in the company, and no role was ever taken from her.
  {
    name: 'priya.raman',
    displayName: 'Priya Raman',
    email: mail('priya.raman'),
    roles: manyRoles(),
    groups: ['engineering', 'jira-administrators'],
  },
];

const firstNames =
  'Ada Alan Alma Amir Ana Anders Anika Arun Astrid Bea Bruno Camille Carlos Chloe Daniel Deniz Dora Elif Emil Emma Erik Farah Felix Fiona Gita Grace Hana Hugo Ida Ines Isak Ivy Jana Joao Jonas Julia Kai Karin Kofi Lara Leo Lina Luca Maja Marta Mei Milan Mina Nadia Nils Nora Omar Paula Pia Quinn Rafael Rosa Sam Sara Simon Sofia Tara Theo Tuva Uma Vera Viktor Yara Yusuf Zara'.split(
    ' ',
  );
const lastNames =
  'Adler Andersen Baker Bauer Bianchi Chen Costa Dahl Diaz Dubois Eriksen Evans Ferrari Fischer Garcia Gomez Haas Hansen Hughes Ito Jansen Jensen Kaya Keller Khan Kim Kowalska Kumar Larsen Lopez Martin Meyer Mori Moreau Nair Nowak Novak Okoye Olsen Park Patel Perez Pinto Reid Ricci Roy Russo Sato Schmidt Silva Singh Sousa Svensson Tanaka Taylor Tran Vogel Walker Wang Weber Wolf Wright Yilmaz Young Zhang'.split(
    ' ',
  );
const titles = ['Engineer', 'Designer', 'Support Specialist', 'Account Manager', 'Team Lead', 'Analyst', 'Translator'];
const countries = ['US', 'DE', 'GB', 'FR', 'ES', 'PL'];

const ordinary = (random: Random, taken: Set<string>): Person => {
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  const base = `${firstName}.${lastName}`.toLowerCase();
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base}${count}`;
  taken.add(name);
  return {
    name,
    displayName: `${firstName} ${lastName}`,
    email: mail(name),
    firstName,
    lastName,
    title: random.pick(titles),
    countryCode: random.pick(countries),
    groups: [random.pick(groupNames.slice(0, 6))],
  };
};

const dayOf = (random: Random, from: number, to: number): string => {
  const year = from + random.below(to - from + 1);
  // Until September, so that nobody was changed in the future.
  return new Date(Date.UTC(year, random.below(9), 1 + random.below(28), 8, random.below(60)))
    .toISOString()
    .slice(0, 19)
    .concat('Z');
};
