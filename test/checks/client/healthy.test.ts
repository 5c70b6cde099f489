import { documentedScopes } from '../../../src/contract/target';
import { evidenceOf, healthy } from '../healthy-evidence';
import { faults, judgeOne } from '../judge-one';

/** As Casdoor's console makes an application and an organization, v3.158. */
const asTheConsoleMakesIt = {
  application: {
    ...healthy('application'),
    enableSignUp: true,
    redirectUris: ['http://localhost:9000/callback', 'https://jira.acme.example/plugins/servlet/oauth/callback'],
    grantTypes: ['authorization_code', 'password', 'client_credentials', 'token', 'id_token', 'refresh_token'],
    tokenFormat: 'JWT',
  },
  organization: {
    ...healthy('organization'),
    modifyRules: { Name: 'Admin', Email: 'Self', 'Display name': 'Self', ID: 'Immutable' },
  },
};

/** The same person in a token of JWT-Standard. */
const standardClaims = {
  ...healthy('idToken').claims,
  preferred_username: 'bob',
  name: 'Bob Brown',
};

describe('a healthy set-up', () => {
  it('is told advice at the most', () => {
    const found = faults();
    expect(found).toContain('token-carries-secrets advice fail');
    expect(found.filter((fault) => !fault.includes(' advice '))).toEqual([]);
  });

  it('is told advice at the most when it was made in Casdoor’s console with its defaults', () => {
    expect(faults({ facts: asTheConsoleMakesIt }).filter((fault) => !fault.includes(' advice '))).toEqual([]);
  });

  it.each(['JWT', 'JWT-Empty', 'JWT-Standard', 'JWT-Custom'])(
    'is told advice at the most in format %s',
    (tokenFormat) => {
      const isStandard = tokenFormat === 'JWT-Standard';
      const found = faults({
        facts: {
          application: {
            ...healthy('application'),
            tokenFormat,
            tokenFields: tokenFormat === 'JWT-Custom' ? ['Name', 'Email', 'DisplayName'] : [],
          },
          ...(isStandard && {
            idToken: { ...healthy('idToken'), claims: standardClaims },
            signInPrediction: { ...healthy('signInPrediction'), bySource: { id_token: standardClaims } },
          }),
        },
        given: {
          mapping: {
            schema: 1,
            source: 'id_token',
            username: isStandard ? 'preferred_username' : 'name',
            email: 'email',
            name: { fullName: isStandard ? 'name' : 'displayName' },
            groups: null,
          },
        },
      });
      expect(found.filter((fault) => !fault.includes(' advice '))).toEqual([]);
    },
  );

  it('is told advice at the most when the plugin reads userinfo', () => {
    const found = faults({
      given: {
        mapping: {
          schema: 1,
          source: 'userinfo',
          username: 'preferred_username',
          email: 'email',
          name: { fullName: 'name' },
          groups: 'groups',
        },
      },
    });
    expect(found.filter((fault) => !fault.includes(' advice '))).toEqual([]);
  });

  it('is told advice at the most for Atlassian’s own plugin', () => {
    const redirectUri = 'https://jira.acme.example/plugins/servlet/oidc/callback';
    const found = faults({
      facts: { application: { ...healthy('application'), redirectUris: [redirectUri], tokenFormat: 'JWT-Standard' } },
      given: {
        redirectUri,
        target: { plugin: 'atlassian-dc', product: 'jira', baseUrl: 'https://jira.acme.example', comparesIssuer: true },
        mapping: {
          schema: 1,
          source: null,
          username: '${preferred_username}',
          email: '${email}',
          name: { fullName: '${name}' },
          groups: null,
        },
      },
    });
    expect(found.filter((fault) => !fault.includes(' advice '))).toEqual([]);
  });

  it('is told nothing about the scopes that the documentation names', () => {
    for (const scopesAssumed of [true, false])
      for (const id of ['scope-useless', 'scope-unsupported', 'scope-openid-missing', 'scope-refused'])
        expect(judgeOne(id, { given: { scopes: documentedScopes.split(' '), scopesAssumed } }).outcome).toBe('pass');
  });

  it('without a secret waits for it and calls nothing broken', () => {
    const because = { reason: 'not-given', what: 'secret' } as const;
    const evidence = evidenceOf({
      given: { hasSecret: false },
      without: {
        secret: because,
        introspection: because,
        application: because,
        redirectPatterns: because,
        organization: because,
        people: because,
        version: because,
      },
    });
    for (const id of ['client-secret-wrong', 'token-lifetime-zero', 'claim-never-issued', 'organization-empty'])
      expect(judgeOne(id, evidence)).toMatchObject({ outcome: 'blocked', blockedBy: { missing: 'secret' } });
    expect(judgeOne('redirect-uri-unregistered', evidence).outcome).toBe('pass');
  });

  it('without a redirect URI waits for it', () => {
    const appLogin = { ...healthy('appLogin'), redirectUri: 'not-asked' as const };
    for (const id of ['redirect-uri-unregistered', 'redirect-uri-unreadable', 'redirect-uri-insecure'])
      expect(judgeOne(id, { given: { redirectUri: null }, facts: { appLogin } })).toMatchObject({
        outcome: 'blocked',
        blockedBy: { missing: 'redirect-uri' },
      });
  });
});
