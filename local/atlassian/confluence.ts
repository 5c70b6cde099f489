import { answerConfluencePeople } from './confluence-people';
import { personOf, type Site } from './site';

/** Confluence's answer; null for a path that nothing of the product asks. */
export const answerConfluence = (url: URL, site: Site): unknown => {
  switch (url.pathname) {
    case '/rest/applinks/1.0/manifest':
      if (site.conditions.generation === 'cloud') return null;
      return {
        id: '00000000-0000-3000-8000-000000000000',
        name: 'Acme Confluence (stand-in)',
        typeId: 'confluence',
        version: '9.2.10',
        buildNumber: 9111,
        applinksVersion: '9.1.4',
        inboundAuthenticationTypes: [],
        outboundAuthenticationTypes: [],
        publicSignup: false,
        url: site.baseUrl,
      };
    case '/rest/api/user/current':
    case '/wiki/rest/api/user/current': {
      const person = personOf(site);
      const expands = (url.searchParams.get('expand') ?? '').split(',').includes('operations');
      return {
        type: 'known',
        ...(site.conditions.generation === 'cloud' ? {} : { username: person.name }),
        accountId: person.name,
        displayName: person.displayName,
        ...(expands ? { operations: operations(site.conditions.isAdministrator) } : {}),
      };
    }
    default:
      return answerConfluencePeople(url, site);
  }
};

const operations = (isAdministrator: boolean) => [
  { operation: 'use', targetType: 'application' },
  ...(isAdministrator ? [{ operation: 'administer', targetType: 'application' }] : []),
];
