import { members, membersAPage, peopleAPage } from './dry-run-pages';

/**
 * `dry-run-anchor.ts CASDOOR JIRA TOTAL`: asks for all that a dry run asks for, parses it and throws it away; prints how
 * many people, accounts and members came, and the milliseconds.
 */
const [casdoor, jira, count] = process.argv.slice(2);

const get = async (address: string) => JSON.parse(await (await fetch(address)).text());

const people = async (): Promise<number> => {
  let read = 0;
  for (let page = 1; ; page += 1) {
    const query = `owner=acme&p=${page}&pageSize=${peopleAPage}&sortField=name&sortOrder=ascend`;
    const { data, data2 } = await get(`${casdoor}/api/get-users?${query}`);
    read += data.length;
    if (read >= data2) return read;
  }
};

const accounts = async (): Promise<number> => {
  let read = 0;
  for (let cursor = ''; ; ) {
    const { values, nextCursor } = await get(`${jira}/rest/api/2/user/list?cursor=${cursor}&maxResults=2000`);
    read += values.length;
    if (nextCursor === undefined) break;
    cursor = nextCursor;
  }
  for (const group of Object.keys(members))
    for (let startAt = 0; ; startAt += membersAPage) {
      const { isLast } = await get(`${jira}/rest/api/2/group/member?groupname=${group}&startAt=${startAt}`);
      if (isLast) break;
    }
  return read;
};

const main = async (): Promise<void> => {
  const begun = performance.now();
  const [readPeople, readAccounts] = await Promise.all([people(), accounts()]);
  if (readPeople !== Number(count) || readAccounts !== Number(count)) throw new Error('Not everybody came.');
  console.log(JSON.stringify({ milliseconds: performance.now() - begun }));
};
void main();
