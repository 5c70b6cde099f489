import { answerJiraPeople } from './jira-people';
import { personOf, type Site } from './site';

/** Jira's answer; null for a path that nothing of the product asks. Data Center REST v2, Cloud REST v3 for permissions. */
export const answerJira = (url: URL, site: Site): unknown => {
  switch (url.pathname) {
    case '/rest/api/2/serverInfo':
      return {
        baseUrl: site.baseUrl,
        ...versions[site.conditions.generation],
        buildNumber: 10030012,
        buildDate: '2026-08-03T00:00:00.000+0000',
        serverTime: site.now().toISOString().replace('Z', '+0000'),
        scmInfo: '0000000000000000000000000000000000000000',
        serverTitle: 'Acme Jira (stand-in)',
      };
    case '/rest/api/2/myself':
    case '/rest/api/3/myself': {
      const person = personOf(site);
      return {
        self: `${site.baseUrl}/rest/api/2/user?username=${encodeURIComponent(person.name)}`,
        key: 'JIRAUSER10000',
        name: person.name,
        accountId: person.name,
        emailAddress: person.email,
        displayName: person.displayName,
        active: true,
        timeZone: 'Etc/UTC',
        locale: 'en_US',
      };
    }
    case '/rest/api/2/mypermissions':
    case '/rest/api/3/mypermissions':
      return {
        permissions: {
          ADMINISTER: permission('0', 'ADMINISTER', site),
          SYSTEM_ADMIN: permission('44', 'SYSTEM_ADMIN', site),
        },
      };
    default:
      return answerJiraPeople(url, site);
  }
};

const versions = {
  current: { version: '10.3.12', versionNumbers: [10, 3, 12], deploymentType: 'Server' },
  older: { version: '8.20.10', versionNumbers: [8, 20, 10], deploymentType: 'Server' },
  cloud: { version: '1001.0.0-SNAPSHOT', versionNumbers: [1001, 0, 0], deploymentType: 'Cloud' },
};

const permission = (id: string, key: string, site: Site) => ({
  id,
  key,
  name: key === 'ADMINISTER' ? 'Jira Administrators' : 'Jira System Administrators',
  type: 'GLOBAL',
  description: '',
  havePermission: site.conditions.isAdministrator,
});
