import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryPageStart, displayNameOf, personName } from './directory-pages';

export const peopleAPage = 1000;
/** Jira gives as many. */
export const accountsAPage = 2000;

export const peopleFile = (folder: string, page: number): string => join(folder, `people-${page}.json`);
export const accountsFile = (folder: string, total: number, page: number): string =>
  join(folder, `accounts-${total}-${page}.json`);

/** Writes the pages of a directory of people and of a Jira with as many accounts; what is there already is kept. */
export const writePages = (folder: string, total: number): void => {
  for (let page = 1; page <= total / peopleAPage; page += 1) {
    const file = peopleFile(folder, page);
    if (!existsSync(file)) writeFileSync(file, directoryPageStart(page, peopleAPage));
  }
  const pages = Math.ceil(total / accountsAPage);
  for (let page = 0; page < pages; page += 1) {
    const size = Math.min(accountsAPage, total - page * accountsAPage);
    const values = Array.from({ length: size }, (_, at) => account(placeOf(page * accountsAPage + at, total)));
    const isLast = page === pages - 1;
    const rest = isLast ? { isLast } : { nextCursor: `page-${page + 1}`, isLast };
    writeFileSync(accountsFile(folder, total, page), JSON.stringify({ values, ...rest }));
  }
};

/** Jira lists in no order: a step that has no factor in common with a number of people such as 100,000. */
const placeOf = (at: number, total: number): number => (at * 7919) % total;

/** Of a hundred: two are spelled with capitals, one has another name, one belongs to nobody, one is not active. */
const account = (ordinal: number) => {
  const kind = ordinal % 100;
  const name = personName(ordinal);
  const username = kind === 3 || kind === 4 ? name.toUpperCase() : kind === 5 ? `robot${ordinal}` : name;
  return {
    self: `https://jira.acme.example/rest/api/2/user?username=${username}`,
    key: `JIRAUSER${10_000 + ordinal}`,
    name: username,
    emailAddress: `${username.toLowerCase()}@acme.example`,
    displayName: kind === 6 ? `Alice ${ordinal}` : displayNameOf(ordinal),
    active: kind !== 7,
    deleted: false,
    timeZone: 'Etc/UTC',
    locale: 'en_US',
  };
};

/** Who administers, and who is in the one group that may use Jira: the first ones. */
export const members = { 'jira-administrators': 100, 'jira-software-users': 10_000 } as const;
export const membersAPage = 50;

export const membersPage = (group: string, startAt: number): unknown => {
  const size = Object.entries(members).find(([name]) => name === group)?.[1];
  if (size === undefined) return null;
  // Whoever is called otherwise in Jira is left out.
  const all = Array.from({ length: size }, (_, ordinal) => ordinal).filter((ordinal) => ordinal % 100 > 5);
  const values = all.slice(startAt, startAt + membersAPage).map(account);
  return { maxResults: membersAPage, startAt, total: all.length, isLast: startAt + membersAPage >= all.length, values };
};
