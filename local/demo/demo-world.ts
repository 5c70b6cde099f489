import type { Product } from '../../src/contract/target';
import {
  type ApplicationDocument,
  applicationDocument,
  type CertificateRequest,
  organizationDocument,
  type ScopeItem,
  userDocument,
  type World,
} from '../casdoor/documents';
import { randomOf } from '../casdoor/random';
import { demoGroups } from './ordinary-people';
import { type Company, demoPassword, makeCompany } from './people';

export const demoOrganization = 'demo';

/** What the demo's Jira and Confluence state as their base URLs. */
export type BaseUrls = Readonly<Record<Product, string>>;

/**
 * A name of this machine that a browser reaches (RFC 6761 §6.3), and that Casdoor compares with its list like any other:
 * it would let `localhost` and `127.0.0.1` pass unseen.
 */
export const demoBaseUrl = (product: Product, port: number): string =>
  `http://${product === 'jira' ? 'jira' : 'wiki'}.localhost:${port}`;

const usualBaseUrls: BaseUrls = { jira: demoBaseUrl('jira', 7484), confluence: demoBaseUrl('confluence', 7485) };

/** The applications of the demo: one for each thing that can be wrong with an application. */
export const demoApplications = ({ jira }: BaseUrls) =>
  ({
    jira: {},
    wiki: {},
    'jira-slash': { redirectUris: [`${jira}/plugins/servlet/oauth/callback/`, jira] },
    'jira-new': { redirectUris: ['http://localhost:9000/callback'] },
    'jira-scoped': { scopes: ['openid', 'profile', 'email'].map((name) => scopeItem(name)) },
    'jira-expired': { cert: 'cert-demo-2023' },
    'jira-missing-certificate': { cert: 'cert-demo-2025' },
    'jira-elliptic': { cert: 'cert-demo-elliptic', tokenSigningMethod: 'ES256' },
    'jira-disabled': { disableSignin: true },
    'jira-api': { expireInHours: 0, refreshExpireInHours: 0 },
    'jira-shared': { organization: 'built-in', isShared: true },
    'jira-standard': { tokenFormat: 'JWT-Standard' },
    'jira-consent': {
      customScopes: [
        { scope: 'openid', displayName: 'Who you are', description: 'Your user name at Acme' },
        { scope: 'profile', displayName: 'Your profile', description: 'Your name, your picture and your groups' },
        { scope: 'email', displayName: 'Your e-mail address', description: 'Where Jira sends its notices' },
      ],
    },
    'jira-automatic': { enableAutoSignin: true },
  }) satisfies Record<string, Partial<ApplicationDocument>>;

export type DemoApplication = keyof ReturnType<typeof demoApplications>;

export const demoCompany = ({ seed, size }: { seed: number; size: number }): Company =>
  makeCompany({ organization: demoOrganization, application: 'jira', seed, size });

/**
 * The demo's Casdoor: a made-up company of `size` people, with applications that are right and wrong. `now` decides which
 * certificates are still good.
 */
export const demoWorld = ({
  seed,
  size,
  now,
  baseUrls = usualBaseUrls,
}: {
  seed: number;
  size: number;
  now: Date;
  baseUrls?: BaseUrls;
}): World => {
  const random = randomOf(seed);
  const company = demoCompany({ seed, size });
  return {
    organizations: [
      organizationDocument({
        name: demoOrganization,
        displayName: 'Acme (demo)',
        createdTime: '2024-03-04T08:00:00Z',
        defaultApplication: 'jira',
      }),
      organizationDocument({
        name: 'built-in',
        displayName: 'Built-in Organization',
        createdTime: '2024-03-04T07:58:00Z',
        defaultApplication: 'app-built-in',
      }),
    ],
    groups: demoGroups(demoOrganization),
    applications: Object.entries(demoApplications(baseUrls)).map(([name, special]) => {
      const baseUrl = baseUrls[name === 'wiki' ? 'confluence' : 'jira'];
      return applicationDocument({
        name,
        displayName: name,
        createdTime: '2024-03-04T08:10:00Z',
        organization: demoOrganization,
        cert: 'cert-demo',
        // As long as those that Casdoor makes.
        clientId: random.hex(20),
        clientSecret: random.hex(40),
        // So that a second test sign-in in the same browser meets whoever made the first.
        enableSigninSession: true,
        redirectUris: [
          `${baseUrl}/plugins/servlet/oauth/callback`,
          `${baseUrl}/plugins/servlet/oidc/callback`,
          baseUrl,
        ],
        ...special,
      });
    }),
    users: [
      ...company.users,
      userDocument({
        owner: 'built-in',
        name: 'admin',
        displayName: 'Admin',
        id: random.uuid(),
        createdTime: '2024-03-04T07:58:00Z',
        updatedTime: '2024-03-04T07:58:00Z',
        email: 'admin@acme.example',
        password: demoPassword,
        signupApplication: 'app-built-in',
        isAdmin: true,
      }),
    ],
    crowd: company.crowd,
    certificates: certificates(now),
  };
};

const certificates = (now: Date): CertificateRequest[] => {
  const years = (count: number) => new Date(Date.UTC(now.getUTCFullYear() + count, 0, 15)).toISOString();
  return [
    { name: 'cert-demo', algorithm: 'RS256', notBefore: years(-1), notAfter: years(9) },
    { name: 'cert-demo-2023', algorithm: 'RS256', notBefore: '2023-01-15T00:00:00Z', notAfter: '2024-01-15T00:00:00Z' },
    { name: 'cert-demo-elliptic', algorithm: 'ES256', notBefore: years(-1), notAfter: years(9) },
    { name: 'cert-built-in', algorithm: 'RS256', notBefore: years(-1), notAfter: years(19) },
  ];
};

function scopeItem(name: string): ScopeItem {
  return { name, displayName: name, description: name, tools: null };
}
