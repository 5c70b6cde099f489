import { healthy } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';

const userinfo = {
  schema: 1,
  source: 'userinfo',
  username: 'preferred_username',
  email: 'email',
  name: { fullName: 'name' },
  groups: null,
} as const;

describe('scope-openid-missing', () => {
  it.each([
    [['profile', 'email'], 'Asked for is profile email, and openid is not among it.', 'openid profile email'],
    [['OpenID', 'profile'], 'Asked for is OpenID.', 'openid profile'],
    [['openid,profile'], 'with commas between them', 'openid profile'],
    [[], 'No scope is asked for at all.', 'openid'],
  ])('%j', (scopes, found, mended) => {
    const finding = judgeOne('scope-openid-missing', { given: { scopes } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker', copy: [{ text: mended }] });
    expect(words(finding.found)).toContain(found);
  });

  it('is no matter for Atlassian’s own plugin, which always asks for it', () => {
    const target = {
      plugin: 'atlassian-dc',
      product: 'jira',
      baseUrl: 'https://jira.acme.example',
      comparesIssuer: true,
    } as const;
    expect(judgeOne('scope-openid-missing', { given: { scopes: ['profile'], target } }).outcome).toBe('pass');
    expect(judgeOne('scope-openid-missing', { given: { scopes: ['profile', 'openid'] } }).outcome).toBe('pass');
  });
});

describe('scope-refused', () => {
  const refusing = (refusedScopes: string[], own: string[]) => {
    const appLogin = healthy('appLogin');
    return {
      given: { scopes: ['address', 'openid', 'profile'] },
      facts: {
        appLogin: {
          ...appLogin,
          scopes: 'refused' as const,
          refusedScopes,
          application: appLogin.application && { ...appLogin.application, scopes: own },
        },
      },
    };
  };

  it('names what is refused, openid first', () => {
    const finding = judgeOne('scope-refused', refusing(['address', 'openid'], ['profile']));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker', copy: [{ text: 'openid address' }] });
    expect(words(finding.found)).toContain('app-jira accepts only its own scopes, and refuses openid address.');
    expect(finding.handOver).toContain('openid address');
    expect(JSON.stringify(finding.detail)).toContain('{"text":"profile","note":"accepted"}');
  });

  it('works it out from the list where Casdoor was not asked one by one', () => {
    expect(judgeOne('scope-refused', refusing([], ['openid', 'profile'])).copy[0]?.text).toBe('address');
  });

  it('passes what is accepted, and does not claim to know what is not certain', () => {
    expect(judgeOne('scope-refused').outcome).toBe('pass');
    const facts = { appLogin: { ...healthy('appLogin'), scopes: 'not-certain' as const } };
    expect(judgeOne('scope-refused', { facts })).toMatchObject({ outcome: 'warn', handOver: null });
  });
});

describe('scope-unsupported', () => {
  it('is advice, and knows where groups come from', () => {
    const finding = judgeOne('scope-unsupported', { given: { scopes: ['openid', 'profile', 'groups'] } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice', copy: [{ text: 'openid profile' }] });
    expect(words(finding.found)).toContain('groups and roles come with profile');
  });

  it('knows the application’s own scopes, and lets a document be silent', () => {
    const scopes = ['openid', 'billing'];
    const application = { ...healthy('application'), scopes: ['openid', 'billing'] };
    expect(judgeOne('scope-unsupported', { given: { scopes }, facts: { application } }).outcome).toBe('pass');
    const metadata = { ...healthy('metadata'), scopes: [] };
    expect(judgeOne('scope-unsupported', { given: { scopes }, facts: { metadata } }).outcome).toBe('pass');
  });
});

describe('scope-too-narrow', () => {
  it('is a blocker where the username goes', () => {
    const finding = judgeOne('scope-too-narrow', { given: { mapping: userinfo, scopes: ['openid', 'email'] } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker', copy: [{ text: 'openid email profile' }] });
    expect(words(finding.found)).toContain('2 claims of the mapping come with profile only: preferred_username, name.');
  });

  it('is serious where another field goes', () => {
    const finding = judgeOne('scope-too-narrow', { given: { mapping: userinfo, scopes: ['openid', 'profile'] } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious', copy: [{ text: 'openid profile email' }] });
    expect(words(finding.found)).toBe('The claim email, mapped as Email, comes with the scope email only.');
    expect(
      judgeOne('claim-never-issued', { given: { mapping: userinfo, scopes: ['openid', 'profile'] } }).outcome,
    ).toBe('pass');
  });

  it('is no matter for tokens that pay no heed to scopes, nor for a claim that one alternative has', () => {
    expect(judgeOne('scope-too-narrow', { given: { scopes: ['openid'] } }).outcome).toBe('pass');
    const mapping = { ...userinfo, email: 'email;preferred_username' };
    expect(judgeOne('scope-too-narrow', { given: { mapping, scopes: ['openid', 'profile'] } }).outcome).toBe('pass');
    expect(judgeOne('scope-too-narrow', { given: { mapping: null, scopes: ['openid'] } }).outcome).toBe(
      'not-applicable',
    );
  });

  it('is no matter where Atlassian’s plugin has the username from the ID token already', () => {
    const target = {
      plugin: 'atlassian-dc',
      product: 'jira',
      baseUrl: 'https://jira.acme.example',
      comparesIssuer: true,
    } as const;
    const mapping = {
      ...userinfo,
      source: null,
      username: '${name}',
      email: '${email}',
      name: { fullName: '${displayName}' },
    };
    expect(judgeOne('scope-too-narrow', { given: { target, mapping, scopes: ['openid'] } }).outcome).toBe('pass');
    const asked = { ...mapping, username: '${preferred_username}' };
    expect(judgeOne('scope-too-narrow', { given: { target, mapping: asked, scopes: ['openid'] } })).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
    });
  });
});

describe('scope-useless', () => {
  it('names what brings nothing from the ID token', () => {
    const finding = judgeOne('scope-useless', {
      given: { scopes: ['openid', 'profile', 'address', 'offline_access'] },
    });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice', copy: [{ text: 'openid profile' }] });
    expect(words(finding.found)).toBe('Without effect: address offline_access.');
  });

  it('keeps one of two', () => {
    expect(judgeOne('scope-useless', { given: { scopes: ['openid', 'profile', 'openid'] } }).copy[0]?.text).toBe(
      'openid profile',
    );
  });

  it('leaves alone what does bring something', () => {
    const scopes = ['openid', 'profile', 'address'];
    expect(judgeOne('scope-useless', { given: { scopes, mapping: userinfo } }).outcome).toBe('pass');
    const application = { ...healthy('application'), tokenFormat: 'JWT-Standard' };
    expect(judgeOne('scope-useless', { given: { scopes }, facts: { application } }).outcome).toBe('pass');
  });
});
