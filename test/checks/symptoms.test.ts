import { catalogue } from '../../src/checks/catalogue';
import { explainSymptom, symptomChecks } from '../../src/checks/symptoms';

const uri = 'https://jira.acme.example/plugins/servlet/oauth/callback';

describe('what a pasted message means', () => {
  it.each([
    [`Redirect URI: ${uri} doesn't exist in the allowed Redirect URI list`],
    [`Redirect URI: ${uri} doesn’t exist in the allowed Redirect URI list`],
    [`Weiterleitungs-URI: ${uri} ist nicht in der Liste erlaubter Weiterleitungs-URIs vorhanden`],
    [`El URI de redirección: ${uri} no existe en la lista de URI de redirección permitidos`],
    [`URI de redirection: ${uri} n'existe pas dans la liste des URI de redirection autorisés`],
    [`リダイレクトURI：${uri}は許可されたリダイレクトURIリストに存在しません`],
    [`Redirect URI: ${uri} nie istnieje na liście dozwolonych Redirect URI`],
    [`O URI de redirecionamento: ${uri} não existe na lista de URIs permitidos`],
    [`Redirect URI: ${uri} izin verilen Redirect URI listesinde yok`],
    [`Redirect URI: ${uri} відсутній у списку дозволених`],
    [`Đường dẫn chuyển hướng URI: ${uri} không tồn tại trong danh sách URI được phép chuyển hướng`],
    [`重定向 URI：${uri}在许可跳转列表中未找到`],
  ])('knows the refused redirect URI in each language: %s', (message) => {
    expect(explainSymptom(message).checks[0]).toBe('redirect-uri-unregistered');
  });

  it.each([
    ['MO_OAUTH_ERROR_00001: Signature could not be verified', 'signing-algorithm-unsupported'],
    ['Error code: MO_OAUTH_ERROR_00003', 'username-mutable'],
    ['MO_OAUTH_ERROR_00099', 'claim-never-issued'],
    ['Received SSO request for user preferred_username, but the user does not exist', 'username-literal'],
    ['Claim [name] could not be found in the ID token', 'claim-never-issued'],
    ['{"error":"invalid_client","error_description":"client_secret is invalid"}', 'client-secret-wrong'],
    ['{"error":"invalid_client","error_description":"client_id is invalid"}', 'client-unknown'],
    ['{"error":"invalid_client"}', 'client-secret-wrong'],
    ['无效的ClientId', 'client-unknown'],
    ['Ungültige client_id', 'client-unknown'],
    ['The application: app-jira has disabled users to signin', 'sign-in-disabled'],
    ['Organizacja: acme wyłączyła logowanie użytkowników', 'sign-in-disabled'],
    [
      'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path',
      'tls-chain-incomplete',
    ],
    ['Unexpected issuer: expected https://a, got https://b', 'issuer-mismatch'],
    ['The cert "cert-missing" does not exist', 'certificate-missing'],
    ['Access token has expired, expireTime = 2026-11-24T16:50:55Z', 'token-lifetime-zero'],
    ['invalid_scope: the requested scope is invalid', 'scope-refused'],
    ['java.net.UnknownHostException: door.acme.example', 'host-unknown'],
    ['Connection refused (Connection refused)', 'connection-refused'],
  ])('%s leads to %s first', (message, first) => {
    const { meaning, checks } = explainSymptom(message);
    expect(checks[0]).toBe(first);
    expect(meaning).toMatch(/^[A-Z].*\.$/s);
  });

  it('finds the message in the middle of a log, across line breaks', () => {
    const log = `2026-11-24 14:02:11 WARN\n  at com.example\nReceived SSO request for user\n  alice, but the user does not exist\n  at x`;
    expect(explainSymptom(log).checks).toContain('username-absent');
  });

  it('says of a message that nobody here knows just that', () => {
    expect(explainSymptom('Have you tried turning it off and on again?')).toEqual({
      meaning: expect.stringContaining('not known here'),
      checks: [],
    });
    expect(explainSymptom(' \n ').checks).toEqual([]);
    expect(explainSymptom('It took 431 ms').checks).toEqual([]);
  });

  it('names only checks that exist', () => {
    const ids = new Set(catalogue.map(({ id }) => id));
    expect(symptomChecks().filter((id) => !ids.has(id))).toEqual([]);
  });

  it('takes a megabyte of anything in no time', () => {
    const started = performance.now();
    for (const text of ['claim [', 'issuer ', ' ', '‘', 'redirect uri '])
      explainSymptom(text.repeat(1_000_000 / text.length));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
