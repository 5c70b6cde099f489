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
    ['MO_OAUTH_ERROR_00004', 'email-collision'],
    ['MO_OAUTH_ERROR_00099', 'claim-never-issued'],
    ['After the sign-in all his Jira groups vanish', 'group-prefix'],
    ['The domain acme.example is not allowed', 'domain-not-allowed'],
    ['The user bob is inactive', 'account-inactive'],
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
    ['The login method: login with password is not enabled for the application', 'sign-in-method-missing'],
    ['该应用禁止采用密码登录方式', 'sign-in-method-missing'],
    ["The user: acme/bob doesn't exist", 'organization-empty'],
    ['Der Benutzer acme/bob existiert nicht', 'organization-empty'],
    ['用户: acme/bob不存在', 'organization-empty'],
    ['Unable to parse ID token', 'signing-algorithm-unsupported'],
    ['The user is forbidden to sign in, please contact the administrator', 'sign-in-refused'],
    ['パスワードまたはコードが正しくありません', 'sign-in-refused'],
  ])('%s leads to %s first', (message, first) => {
    const { meaning, checks } = explainSymptom(message);
    expect(checks[0]).toBe(first);
    expect(meaning).toMatch(/^[A-Z].*\.$/s);
  });

  describe('the output of the curl line, as curl 7.88 and 8 print it', () => {
    const tried = (end: string) => `*   Trying 192.0.2.7:443...\n* Closing connection 0\n${end}`;
    const answered = (status: string, body: string) =>
      `*   Trying [::1]:443...\n* connect to ::1 port 443 failed: Connection refused\n*   Trying 192.0.2.7:443...\n* Connected to door.acme.example (192.0.2.7) port 443 (#0)\n*  SSL certificate verify ok.\n> GET /.well-known/openid-configuration HTTP/1.1\n< HTTP/${status}\n< Content-Type: text/html\n<\n${body}`;
    const page = '<!doctype html><title>Acme</title>';

    it.each([
      [tried('curl: (6) Could not resolve host: door.acme.example'), 'host-unknown'],
      [
        tried("curl: (7) Failed to connect to door.acme.example port 443 after 45 ms: Couldn't connect to server"),
        'connection-refused',
      ],
      [tried('curl: (7) Failed to connect to door.acme.example port 443: Connection timed out'), 'connection-timeout'],
      [tried('curl: (7) Failed to connect to door.acme.example port 443: No route to host'), 'host-unreachable'],
      [
        `* Immediate connect fail for 2001:db8::7: Network is unreachable\n* connect to 192.0.2.7 port 443 failed: Connection refused\n${tried("curl: (7) Failed to connect to door.acme.example port 443 after 45 ms: Couldn't connect to server")}`,
        'connection-refused',
      ],
      [tried('curl: (28) Operation timed out after 10001 milliseconds with 0 bytes received'), 'connection-timeout'],
      [tried('curl: (60) SSL certificate problem: unable to get local issuer certificate'), 'tls-chain-incomplete'],
      [tried('curl: (60) SSL certificate problem: certificate has expired'), 'tls-expired'],
      [tried('curl: (60) SSL certificate problem: certificate is not yet valid'), 'tls-not-yet-valid'],
      [
        tried("curl: (60) SSL: no alternative certificate subject name matches target host name 'door.acme.example'"),
        'tls-name-mismatch',
      ],
      [tried('curl: (35) error:0A00010B:SSL routines::wrong version number'), 'tls-not-spoken'],
      [tried('curl: (35) error:0A00042E:SSL routines::tlsv1 alert protocol version'), 'tls-handshake-failed'],
      [tried('curl: (52) Empty reply from server'), 'connection-closed'],
      [tried('curl: (56) CONNECT tunnel failed, response 403'), 'proxy-refused'],
      [tried('curl: (56) Received HTTP code 407 from proxy after CONNECT'), 'proxy-refused'],
      [tried('curl: (23) Failure writing output to destination'), 'connection-failed'],
      [answered('1.1 502 Bad Gateway', page), 'gateway-error'],
      [answered('2 403', page), 'access-blocked'],
      [answered('1.1 301 Moved Permanently', ''), 'redirected'],
      [answered('1.1 404 Not Found', page), 'document-missing'],
      [answered('1.1 429 Too Many Requests', ''), 'rate-limited'],
      [answered('1.1 500 Internal Server Error', ''), 'server-error'],
      [answered('2 200', page), 'page-instead-of-document'],
    ])('%s leads to %s first', (output, first) => {
      const { meaning, checks } = explainSymptom(output);
      expect(checks[0]).toBe(first);
      expect(checks).toContain('not-seen-from-target');
      expect(meaning).toMatch(/^[A-Z].*\.$/is);
    });

    it('says that all is well where the document came, though a first address refused', () => {
      const document =
        '{"issuer":"https://door.acme.example","authorization_endpoint":"https://door.acme.example/login/oauth/authorize"}';
      expect(explainSymptom(answered('2 200', document)).meaning).toContain('nothing stands in the way');
    });

    it('takes the last status, behind the one of a proxy that opened the way', () => {
      const output = `< HTTP/1.1 200 Connection established\n${answered('1.1 503 Service Unavailable', page)}`;
      expect(explainSymptom(output).checks[0]).toBe('gateway-error');
    });
  });

  it('names what only a dry run of the directory tells', () => {
    expect(explainSymptom('MO_OAUTH_ERROR_00003').checks).toEqual(
      expect.arrayContaining(['account-not-created', 'username-changed', 'email-absent']),
    );
    expect(explainSymptom('Users were removed from their group').checks).toEqual(
      expect.arrayContaining(['groups-emptied', 'groups-removed', 'administrator-loses-groups']),
    );
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
