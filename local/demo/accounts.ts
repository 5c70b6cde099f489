import type { MadeUser, Population } from '../atlassian/population';
import type { UserDocument } from '../casdoor/documents';
import { administratorGroup, departmentOf, kindOf, namesOf } from './ordinary-people';
import type { Company } from './people';

/**
 * Who is in the demo's Jira or Confluence already. With the set-up as it should be nobody is locked out: accounts bear the
 * user names of Casdoor, and in Jira those of people who left are inactive. Some have an e-mail or a full name of before. Robots,
 * people whom Casdoor has forgotten, and one administrator for emergencies are there alone; newcomers are not there yet.
 *
 * @param seed That of the company.
 */
export const demoAccounts = (
  { users, crowd }: Company,
  { product, seed }: { product: 'jira' | 'confluence'; seed: number },
): Population => {
  const groups = groupsOf(product);
  // Whoever looks after the wiki has closed no account yet.
  const closes = product === 'jira';
  const names = namesOf(seed);
  const all: MadeUser[] = [emergency(groups), ...robots.map((name) => robot(name, groups))];
  for (const user of users) if (!absent.has(user.name)) all.push(ofWritten(user, groups, closes));
  for (let place = 0; place < crowd.size; place += 1) {
    const kind = kindOf(place);
    if (kind.isNewcomer) continue;
    const name = names.name(place);
    const had = hadBefore(place);
    all.push({
      name: had.capitals ? capital(name) : name,
      displayName: had.lastName ? `${names.firstName(place)} ${names.lastName(place + 1)}` : names.displayName(place),
      email: had.domain ? `${name}@acme-trading.example` : `${had.emailCapitals ? capital(name) : name}@acme.example`,
      active: !closes || (!kind.isForbidden && !kind.isDeleted),
      groups: groups(departmentOf(seed, place), kind.isAdministrator),
    });
  }
  const size = Math.round((users.length + crowd.size) * accountsForOne);
  // Names that the company would give next: nobody has them.
  for (let place = crowd.size; all.length < size; place += 1)
    all.push({
      name: names.name(place),
      displayName: names.displayName(place),
      email: `${names.name(place)}@acme.example`,
      active: false,
      groups: groups(departmentOf(seed, place), false),
    });
  return { users: all };
};

/** Whoever is in it may use the product. */
export const usersGroups = { jira: 'jira-software-users', confluence: 'confluence-users' } as const;

/** Accounts for each person of Casdoor: 48,000 for 50,000. */
const accountsForOne = 0.96;

/** What an account still has of an earlier time. Of administrators, nothing. */
const hadBefore = (place: number) => ({
  capitals: place % 60 === 25,
  lastName: place % 45 === 33,
  domain: place % 40 === 11,
  emailCapitals: place % 50 === 21,
});

const capital = (name: string): string => name.replace(/(^|\.)[a-z]/g, (letter) => letter.toUpperCase());

type GroupsOf = (department: string | null, isAdministrator: boolean) => string[];

/**
 * Most departments have a group of the same name. That of sales was made by a plugin that took Casdoor's name for it as
 * it stands; two were made by hand.
 */
const teams: Readonly<Record<string, string>> = {
  engineering: 'engineering',
  design: 'design',
  support: 'support',
  sales: 'demo/sales',
  people: 'people-team',
  contractors: 'Contractors',
};

/** People of the same groups share one list. */
const groupsOf = (product: 'jira' | 'confluence'): GroupsOf => {
  const usual = usersGroups[product];
  const administering = product === 'jira' ? administratorGroup : 'confluence-administrators';
  const lists = new Map<string, string[]>();
  return (department, isAdministrator) => {
    const team = department === null ? undefined : teams[department];
    const names = [usual, ...(team === undefined ? [] : [team]), ...(isAdministrator ? [administering] : [])];
    const kept = lists.get(names.join());
    if (kept) return kept;
    lists.set(names.join(), names);
    return names;
  };
};

/** Only there: the way back in where no sign-in works. The password is the account's own. */
export const emergencyAccount = { name: 'emergency-admin', password: 'Way-back-123' } as const;

const emergency = (groups: GroupsOf): MadeUser => ({
  name: emergencyAccount.name,
  displayName: 'Emergency access',
  email: 'it-emergency@acme.example',
  active: true,
  groups: groups(null, true),
});

const robots =
  'backup build calendar-sync chat deploy forms helpdesk-mail imports invoices monitoring nightly-tests release reports scanner telephony translations'
    .split(' ')
    .map((task) => `robot-${task}`);

const robot = (name: string, groups: GroupsOf): MadeUser => ({
  name,
  displayName: name,
  email: 'robots@acme.example',
  active: true,
  groups: groups(null, false),
});

/** Has not been to Jira yet. */
const absent: ReadonlySet<string> = new Set(['noor.haddad']);
/** What accounts of people who are written out have of their own. */
const ownOf: Readonly<Record<string, Partial<MadeUser>>> = {
  'ben.carter': { email: 'ben.carter@acme.example' },
  reception2: { email: 'hello@acme.example' },
  jsmith: { displayName: 'Jo Smith' },
  'zoe.muller': { displayName: 'Zoë Müller' },
};

const ofWritten = (user: UserDocument, groups: GroupsOf, closes: boolean): MadeUser => {
  const names = user.groups.map((group) => group.slice(group.indexOf('/') + 1));
  return {
    name: user.name.toLowerCase(),
    displayName: user.displayName,
    email: user.email,
    active: !closes || (!user.isForbidden && !user.isDeleted),
    groups: groups(names.find((name) => name in teams) ?? null, names.includes(administratorGroup)),
    ...ownOf[user.name],
  };
};
