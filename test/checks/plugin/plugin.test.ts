import { judgeOne, words } from '../judge-one';

const plugin = {
  clientId: '0123456789abcdef0123',
  issuer: null,
  authorizationEndpoint: 'https://door.acme.example/login/oauth/authorize',
  tokenEndpoint: 'https://door.acme.example/api/login/oauth/access_token',
  userinfoEndpoint: 'https://door.acme.example/api/userinfo',
  jwksUri: 'https://door.acme.example/.well-known/jwks',
  endSessionEndpoint: 'https://door.acme.example/api/logout',
};
const withFile = (changes: Partial<Record<keyof typeof plugin, string | null>>) => ({
  given: { plugin: { ...plugin, ...changes } },
});

describe('plugin-client-differs', () => {
  it('shows both', () => {
    const finding = judgeOne('plugin-client-differs', withFile({ clientId: 'ffffffffffffffffffff' }));
    expect(finding).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
      detail: { expected: plugin.clientId, actual: 'ffffffffffffffffffff' },
    });
  });

  it('tells a space and nothing at all apart', () => {
    expect(words(judgeOne('plugin-client-differs', withFile({ clientId: `${plugin.clientId} ` })).heading)).toContain(
      'space too many',
    );
    expect(words(judgeOne('plugin-client-differs', withFile({ clientId: null })).heading)).toContain(
      'has no client ID',
    );
  });

  it('passes the same, and waits for a file', () => {
    expect(judgeOne('plugin-client-differs', withFile({})).outcome).toBe('pass');
    expect(judgeOne('plugin-client-differs')).toMatchObject({ blockedBy: { missing: 'plugin-file' } });
  });
});

describe('plugin-endpoint-differs', () => {
  it('is certain of another path', () => {
    const finding = judgeOne(
      'plugin-endpoint-differs',
      withFile({ tokenEndpoint: 'https://door.acme.example/login/oauth/access_token' }),
    );
    expect(finding).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
      copy: [{ label: 'Access Token Endpoint', text: plugin.tokenEndpoint }],
    });
  });

  it('wants a look at another host, which may be the same server', () => {
    const inner = withFile({ tokenEndpoint: 'http://casdoor.internal:8000/api/login/oauth/access_token' });
    expect(judgeOne('plugin-endpoint-differs', inner).outcome).toBe('warn');
  });

  it('is advice where the plugin does not read it', () => {
    const finding = judgeOne(
      'plugin-endpoint-differs',
      withFile({ endSessionEndpoint: 'https://door.acme.example/logout' }),
    );
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice' });
  });

  it.each([
    [{}],
    [{ tokenEndpoint: 'https://door.acme.example:443/api/login/oauth/access_token' }],
    [{ jwksUri: 'https://door.acme.example/.well-known/app-jira/jwks' }],
    [{ userinfoEndpoint: 'https://door.acme.example/api/get-account' }],
    [{ jwksUri: null, endSessionEndpoint: null }],
  ])('is content with %j', (changes) => {
    expect(judgeOne('plugin-endpoint-differs', withFile(changes)).outcome).toBe('pass');
  });

  it('compares issuers as strings where the plugin does', () => {
    const target = {
      plugin: 'atlassian-dc',
      product: 'jira',
      baseUrl: 'https://jira.acme.example',
      comparesIssuer: true,
    } as const;
    const file = { ...plugin, issuer: 'https://door.acme.example/' };
    expect(judgeOne('plugin-endpoint-differs', { given: { plugin: file, target } })).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
    });
    expect(judgeOne('plugin-endpoint-differs', { given: { plugin: file } }).severity).toBe('advice');
  });
});
