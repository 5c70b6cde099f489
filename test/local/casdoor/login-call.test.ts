import { passcodeAt } from '../../../local/casdoor/second-factor';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../local/casdoor/start';

const redirectUri = 'https://jira.acme.example/plugins/servlet/oauth/callback';
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** These are in no recording. What a Casdoor v3.158.0 answered to its own front end was looked up on a running one. */
describe('The calls of the sign-in page that ask for more than a password', () => {
  let casdoor: EmbeddedCasdoor;
  let cookie = '';
  beforeEach(async () => {
    cookie = '';
    casdoor = await startEmbeddedCasdoor({
      ...(casdoor === undefined ? {} : { certificates: casdoor.certificates }),
    });
  });
  afterEach(() => casdoor.close());

  const change = (name: string, fields: object) => {
    const { users, applications } = casdoor.world;
    Object.assign([...users, ...applications].find((each) => each.name === name) ?? {}, fields);
  };
  const query = new URLSearchParams({
    clientId: 'app-jira-client-id',
    responseType: 'code',
    redirectUri,
    type: 'code',
    scope: 'openid profile',
    state: 's',
    nonce: 'n',
  });
  const post = async (path: string, body: object) => {
    const answer = await fetch(casdoor.address + path, {
      method: 'POST',
      headers: { cookie },
      body: JSON.stringify(body),
    });
    const kept = answer.headers.getSetCookie().find((line) => !line.startsWith('casdoor_session_id='));
    if (kept !== undefined) cookie = kept.split(';')[0] ?? '';
    return (await answer.json()) as Record<string, unknown>;
  };
  const login = (body: object) =>
    post(`/api/login?${query.toString()}`, { application: 'app-jira', organization: 'acme', type: 'code', ...body });
  const byPassword = (username: string) => login({ username, password: 'Pass-123', signinMethod: 'Password' });
  const aCode = expect.stringMatching(/^[0-9a-f]{20}$/);

  it('NextMfa, with the factors that there are, then a passcode', async () => {
    change('alice', { totpSecret, preferredMfaType: 'app' });
    expect(await byPassword('alice')).toEqual({
      status: 'ok',
      msg: '',
      sub: '',
      name: '',
      data: 'NextMfa',
      data2: [{ enabled: true, isPreferred: true, mfaType: 'app', mfaRememberInHours: 12 }],
      data3: null,
    });
    expect(await login({ passcode: '000000', mfaType: 'app' })).toMatchObject({
      status: 'error',
      msg: 'totp passcode error',
      data: null,
    });
    expect(await login({ mfaType: 'app' })).toMatchObject({ msg: 'missing passcode or recovery code' });
    const passcode = passcodeAt(totpSecret, new Date());
    expect(await login({ passcode, mfaType: 'app' })).toMatchObject({ status: 'ok', data: aCode });
  });

  it('RequiredMfa and RequiredUpdatePassword, without a code', async () => {
    change('carol', { mfaItems: [{ name: 'app', rule: 'Required' }] });
    change('bob', { needUpdatePassword: true });
    expect(await byPassword('carol')).toMatchObject({ status: 'ok', data: 'RequiredMfa' });
    expect(await byPassword('bob')).toMatchObject({ status: 'ok', data: 'RequiredUpdatePassword', data3: true });
  });

  it('a required consent, then its grant', async () => {
    change('app-jira', { customScopes: [{ scope: 'openid', displayName: 'OpenID', description: 'Who you are' }] });
    const grant = (fields: object) =>
      post('/api/grant-consent', {
        application: 'admin/app-jira',
        grantedScopes: ['openid'],
        clientId: 'app-jira-client-id',
        responseType: 'code',
        redirectUri,
        scope: 'openid profile',
        ...fields,
      });
    expect(await grant({})).toMatchObject({ status: 'error', msg: 'Please login first' });
    expect(await byPassword('alice')).toMatchObject({ status: 'ok', data: { required: true } });
    expect(await grant({ clientId: 'nobody' })).toMatchObject({ status: 'error', msg: 'Invalid client_id' });
    expect(await grant({ application: 'admin/other' })).toMatchObject({ status: 'error', msg: 'Invalid application' });
    expect(await grant({ redirectUri: 'https://other.example/' })).toMatchObject({ status: 'ok', data: '' });
    expect(await grant({})).toMatchObject({ status: 'ok', data: aCode });
    expect(await byPassword('alice')).toMatchObject({ status: 'ok', data: aCode });
  });

  it('nobody by name, who is whoever is signed in', async () => {
    change('app-jira', { enableSigninSession: true });
    expect(await login({})).toMatchObject({ status: 'error' });
    await byPassword('alice');
    expect(await login({})).toMatchObject({ status: 'ok', data: aCode });
  });
});
