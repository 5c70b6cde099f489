import type { Claims } from '../contract/mapping';
import { looksLikeCode } from '../mapping/difficult-first';
import { nameKey } from '../mapping/same-name';
import type { Directory, DirectoryProblem, PeopleOrder } from './directory';

export type PeopleSample = { users: Claims[]; total: number };

/** People of the first page that are looked through for those who trip a mapping up: about 1.5 MB. */
const lookedThrough = 500;
/** Of each kind of trouble. */
const mostOfKind = 4;
/** From the middle, from the end, and from the top of each other order. */
const fromElsewhere = 15;
/** Orders that bring to the top what is empty, odd, or says that somebody is kept out. */
const orders: readonly PeopleOrder[] = [
  { sortField: 'email', sortOrder: 'ascend' },
  { sortField: 'displayName', sortOrder: 'ascend' },
  { sortField: 'name', sortOrder: 'descend' },
  { sortField: 'isForbidden', sortOrder: 'descend' },
  { sortField: 'isDeleted', sortOrder: 'descend' },
  { sortField: 'isAdmin', sortOrder: 'descend' },
];
/** Requests for single people at one time. */
const atOnce = 6;

/**
 * Some people of the organization: everybody where they are few, else those who are named, those who trip a mapping
 * up, and some from the beginning, the middle and the end by name.
 *
 * @param wanted Names of people who should be among them, such as the difficult ones of a dry run.
 */
export const samplePeople = async (
  directory: Pick<Directory, 'page' | 'person'>,
  { most, wanted }: { most: number; wanted: readonly string[] },
): Promise<PeopleSample | DirectoryProblem> => {
  const first = await directory.page(1, most);
  if ('problem' in first) return first;
  const { total } = first;
  if (total <= most) return { users: first.users, total };
  const pages = Math.ceil(total / fromElsewhere);
  const [beginning, middle, end, named, ...sorted] = await Promise.all([
    usersOf(directory.page(1, lookedThrough), first.users),
    usersOf(directory.page(Math.ceil(pages / 2), fromElsewhere)),
    usersOf(directory.page(pages, fromElsewhere)),
    peopleNamed(directory, wanted),
    ...orders.map((order) => usersOf(directory.page(1, fromElsewhere, order))),
  ]);
  const odd = troublesome([...new Map([...beginning, ...sorted.flat()].map((user) => [user.name, user])).values()]);
  const picked = [...named, ...odd, ...middle, ...end, ...beginning];
  const byName = new Map<string, Claims>();
  for (const user of picked) {
    const name = String(user.name ?? '');
    if (byName.size < most && name !== '' && !byName.has(name)) byName.set(name, user);
  }
  const users = [...byName.values()].sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1));
  return { users, total };
};

/** A page that does not come leaves the others as they are. */
const usersOf = async (page: Promise<PeopleSample | DirectoryProblem>, instead: Claims[] = []): Promise<Claims[]> => {
  const read = await page;
  return 'problem' in read ? instead : read.users;
};

const peopleNamed = async (directory: Pick<Directory, 'person'>, names: readonly string[]): Promise<Claims[]> => {
  const found: Claims[] = [];
  for (let at = 0; at < names.length; at += atOnce) {
    const read = await Promise.all(names.slice(at, at + atOnce).map((name) => directory.person(name)));
    for (const one of read) if ('claims' in one && one.claims !== null) found.push(one.claims);
  }
  return found;
};

/** Who is likely to come out badly under some mapping, a few of each kind. */
export const troublesome = (users: readonly Claims[]): Claims[] => {
  const emails = counted(users.map((user) => textOf(user, 'email').toLowerCase()));
  const names = counted(users.map((user) => nameKey(textOf(user, 'name'))));
  const kinds: ((user: Claims) => boolean)[] = [
    (user) => (names.get(nameKey(textOf(user, 'name'))) ?? 0) > 1,
    (user) => textOf(user, 'email') === '',
    (user) => textOf(user, 'email') !== '' && (emails.get(textOf(user, 'email').toLowerCase()) ?? 0) > 1,
    (user) => user.isForbidden === true,
    (user) => user.isDeleted === true,
    (user) => textOf(user, 'displayName').trim() === '',
    (user) => textOf(user, 'name').includes('@'),
    (user) => textOf(user, 'name') !== nameKey(textOf(user, 'name')),
    (user) => textOf(user, 'email') !== textOf(user, 'email').toLowerCase(),
    (user) => /[^\x21-\x7e]/.test(textOf(user, 'name')),
    (user) => looksLikeCode(textOf(user, 'displayName')),
    (user) => user.isAdmin === true,
  ];
  return [...new Set(kinds.flatMap((isOf) => users.filter(isOf).slice(0, mostOfKind)))];
};

const textOf = (user: Claims, key: string): string => {
  const value = user[key];
  return typeof value === 'string' ? value : '';
};

const counted = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
