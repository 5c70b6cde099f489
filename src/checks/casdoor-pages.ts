import type { CasdoorAddress } from '../contract/address';
import type { Link } from '../contract/report';

/** The page of Casdoor's console where an application is set up; none while the application is not known by name. */
export const applicationPage = (
  address: CasdoorAddress | undefined,
  application: { name: string; organization: string } | null | undefined,
): Link[] => {
  if (address === undefined || !application || application.name === '' || application.organization === '') return [];
  const path = [application.organization, application.name].map(encodeURIComponent).join('/');
  return [
    {
      label: `Open ${application.name} in Casdoor`,
      url: `${address.origin}${address.prefix}/applications/${path}`,
    },
  ];
};

/** The page of Casdoor's console where an organization is set up. */
export const organizationPage = (address: CasdoorAddress | undefined, organization: string): Link[] =>
  address === undefined || organization === ''
    ? []
    : [
        {
          label: `Open ${organization} in Casdoor`,
          url: `${address.origin}${address.prefix}/organizations/${encodeURIComponent(organization)}`,
        },
      ];

/** The list of an organization's people in Casdoor's console. */
export const peoplePage = (address: CasdoorAddress | undefined, organization: string): Link[] =>
  address === undefined || organization === ''
    ? []
    : [
        {
          label: `Open the people of ${organization} in Casdoor`,
          url: `${address.origin}${address.prefix}/organizations/${encodeURIComponent(organization)}/users`,
        },
      ];
