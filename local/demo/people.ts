import type { Crowd } from '../casdoor/crowd';
import { type JsonObject, type MfaItem, type UserDocument, userDocument } from '../casdoor/documents';
import { randomOf } from '../casdoor/random';
import { type CrowdRequest, makeCrowd } from './ordinary-people';

/** The password of everybody in the demo; said on its sign-in page. */
export const demoPassword = 'Pass-123';

/** A made-up company: those who trip a mapping up, each written out, and everybody else. */
export type Company = { users: UserDocument[]; crowd: Crowd };

/** The same seed makes the same people; a larger company has those of a smaller one, and more. */
export const makeCompany = (request: Omit<CrowdRequest, 'password'>): Company => {
  const { organization, application, size } = request;
  const random = randomOf(request.seed);
  const users = difficult.slice(0, size).map(({ groups = [], roles, ...given }, index) =>
    userDocument({
      owner: organization,
      id: random.uuid(),
      createdTime: `2021-0${1 + random.below(9)}-15T08:00:00Z`,
      updatedTime: `2026-0${1 + random.below(9)}-15T08:00:00Z`,
      password: demoPassword,
      passwordSalt: random.hex(20),
      signupApplication: application,
      ranking: index + 1,
      ldap: given.name,
      ...given,
      groups: groups.map((name) => `${organization}/${name}`),
      ...(roles === undefined ? {} : { roles: roles.map((role) => ({ owner: organization, ...role })) }),
    }),
  );
  return { users, crowd: makeCrowd({ ...request, password: demoPassword, size: size - users.length }) };
};

type Person = {
  name: string;
  displayName: string;
  email: string;
  /** The name in the directory that Casdoor took its people from; left out: the same. */
  ldap?: string;
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
    // From before user names were made of whole names.
    ldap: 'aokafor',
    groups: ['engineering', 'jira-administrators'],
  },
  // Capitals in the address: the same mailbox, another text.
  { name: 'ben.carter', displayName: 'Ben Carter', email: 'Ben.Carter@acme.example', groups: ['engineering'] },
  // A machine of the warehouse: no mailbox.
  { name: 'label-printer', displayName: 'Label Printer, Hall 2', email: '', groups: ['contractors'] },
  // Two accounts that share one mailbox, but for capitals.
  { name: 'reception', displayName: 'Reception', email: 'hello@acme.example', groups: ['people'] },
  { name: 'reception2', displayName: 'Reception', email: 'Hello@acme.example', groups: ['people'] },
  // Two people of one first name, who came by it first.
  { name: 'lee', displayName: 'Lee Sanders', email: mail('lee.sanders'), groups: ['sales'] },
  { name: 'lee.wen', displayName: 'Lee Wen', email: mail('lee.wen'), groups: ['support'] },
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
    ldap: 'praman',
    groups: ['engineering', 'jira-administrators'],
  },
];
