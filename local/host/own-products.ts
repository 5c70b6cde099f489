import { userInfo } from 'node:os';
import type { ProductRequest } from './forge-runtime';

/** An account of the site that is played. */
export type SiteAccount = { accountId: string; displayName: string; isAdministrator: boolean };

/** The administrator is whoever started the process: the files and the key are theirs. */
export const systemAccount = (): SiteAccount => ({
  accountId: 'local-administrator',
  displayName: userName(),
  isAdministrator: true,
});

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no account of the system has.
    return 'you';
  }
};

/** As much of Jira's and Confluence's Cloud REST interfaces as the app asks of its own site. */
export const ownProducts =
  (accounts: readonly SiteAccount[]) =>
  async ({ accountId, path, product }: ProductRequest): Promise<Response> => {
    const account = accounts.find((candidate) => candidate.accountId === accountId);
    if (!account) return json(401, { message: 'Nobody is signed in.' });
    const { pathname } = new URL(path, 'http://site.invalid');
    switch (`${product} ${pathname}`) {
      case 'jira /rest/api/3/mypermissions':
        return json(200, {
          permissions: {
            ADMINISTER: { id: '0', key: 'ADMINISTER', type: 'GLOBAL', havePermission: account.isAdministrator },
          },
        });
      case 'jira /rest/api/3/myself':
        return json(200, { accountId, accountType: 'atlassian', active: true, displayName: account.displayName });
      case 'confluence /wiki/rest/api/user/current':
        return json(200, {
          type: 'known',
          accountId,
          displayName: account.displayName,
          operations: [
            { operation: 'use', targetType: 'application' },
            ...(account.isAdministrator ? [{ operation: 'administer', targetType: 'application' }] : []),
          ],
        });
      default:
        return json(404, { message: 'This site does not have that.' });
    }
  };

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
