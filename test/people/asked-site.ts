import type { MadeUser } from '../../local/atlassian/population';
import type { AtlassianStandInOptions } from '../../local/atlassian/site';
import { startAtlassianStandIn } from '../../local/atlassian/start';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import {
  type AtlassianCredentials,
  askOverVantage,
  changeOverVantage,
} from '../../src/atlassian/accounts/ask-atlassian';
import { Secret } from '../../src/secrets/secret';

export const login = { user: 'root', password: 'root-password', token: 'a-token' };

export const user = (name: string, groups: string[], changed: Partial<MadeUser> = {}): MadeUser => ({
  name,
  displayName: `The ${name}`,
  email: `${name}@acme.example`,
  active: true,
  groups,
  ...changed,
});

const closing: { close: () => Promise<void> }[] = [];
/** After each test of the file. */
export const closeSites = async (): Promise<void> => {
  await Promise.all(closing.splice(0).map((each) => each.close()));
};

/** Jira or Confluence of its own for a test, asked by its system administrator over HTTP. */
export const askedSite = async (
  options: Partial<AtlassianStandInOptions> & { users: MadeUser[]; emptyGroups?: string[] },
  credentials: AtlassianCredentials = { kind: 'token', token: new Secret(login.token) },
) => {
  const { users, emptyGroups = [], product = 'jira', ...others } = options;
  const site = await startAtlassianStandIn({
    product,
    baseUrl: (address) => address,
    credentials: login,
    person: { name: login.user, displayName: 'The root', email: 'root@acme.example' },
    population: { users, emptyGroups },
    ...others,
  });
  const vantage = makeLocalVantage({ environment: {} });
  closing.push(site, vantage);
  const url = new URL(site.address);
  return {
    site,
    product,
    ask: askOverVantage(vantage, url, credentials),
    change: changeOverVantage(vantage, url, credentials),
    signal: AbortSignal.timeout(50_000),
  };
};

/** As an exact group sync leaves somebody. */
export const setGroups = ({ site }: Awaited<ReturnType<typeof askedSite>>, name: string, groups: string[]): void => {
  const found = site.people.named(name);
  if (!found) throw new Error(`There is no ${name}.`);
  site.people.put({ ...found, groups });
};

/** Signs in by the form of the product. */
export const signInByForm = async (address: string, path: string, name: string, password: string): Promise<number> => {
  const answer = await fetch(address + path, {
    method: 'POST',
    body: new URLSearchParams({ os_username: name, os_password: password }),
    redirect: 'manual',
  });
  return answer.status;
};
