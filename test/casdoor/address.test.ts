import { describeAddress, readAddress } from '../../src/casdoor/address';
import { plain } from '../../src/contract/report';

const read = (pasted: string) => {
  const reading = readAddress(pasted);
  if (!reading.ok) throw new Error(plain(reading.sentence.told));
  return reading.value;
};
const refusal = (pasted: string) => {
  const reading = readAddress(pasted);
  if (reading.ok) throw new Error(`Read as ${reading.value.origin}`);
  return plain(reading.sentence.told);
};

test.each([
  ['door.acme.example', 'https://door.acme.example'],
  ['  Door.ACME.example  ', 'https://door.acme.example'],
  ['door.acme.example:8000', 'https://door.acme.example:8000'],
  ['door', 'https://door'],
  ['HTTPS://DOOR.ACME.EXAMPLE/', 'https://door.acme.example'],
  ['https://door.acme.example:443', 'https://door.acme.example'],
  ['http://door.acme.example:80/', 'http://door.acme.example'],
  ['door.acme.example:80', 'http://door.acme.example'],
  ['https://door.acme.example.', 'https://door.acme.example'],
  ['https://door.acme.example./', 'https://door.acme.example'],
  ['https://tür.acme.example', 'https://xn--tr-xka.acme.example'],
  ['tür.acme.example', 'https://xn--tr-xka.acme.example'],
  ['localhost:8000', 'http://localhost:8000'],
  ['127.0.0.1', 'http://127.0.0.1'],
  ['localhost:443', 'https://localhost'],
  ['::1', 'http://[::1]'],
  ['[2001:DB8::1]:8000', 'https://[2001:db8::1]:8000'],
  ['https://door.acme.example?x=1#y', 'https://door.acme.example'],
  ['https:\\\\door.acme.example\\', 'https://door.acme.example'],
  ['https:/door.acme.example', 'https://door.acme.example'],
  ['https//door.acme.example', 'https://door.acme.example'],
  ['http;//door.acme.example', 'http://door.acme.example'],
  ['https.example', 'https://https.example'],
  ['https:// door.acme.example', 'https://door.acme.example'],
  ['//door.acme.example/', 'https://door.acme.example'],
  ['"https://door.acme.example"', 'https://door.acme.example'],
  ['<https://door.acme.example/>', 'https://door.acme.example'],
  ['(https://door.acme.example)', 'https://door.acme.example'],
  ['“door.acme.example”', 'https://door.acme.example'],
  ['`door.acme.example`', 'https://door.acme.example'],
  ['issuer = https://door.acme.example', 'https://door.acme.example'],
  ['origin=door.acme.example', 'https://door.acme.example'],
  ['"issuer": "https://door.acme.example",', 'https://door.acme.example'],
  ['Casdoor: https://door.acme.example', 'https://door.acme.example'],
  ['Casdoor: door.acme.example', 'https://door.acme.example'],
  ['our Casdoor is at https://door.acme.example, I think', 'https://door.acme.example'],
  ['\u200bhttps://door.acme.example\u00a0', 'https://door.acme.example'],
  ['https://[2001:db8::1]/', 'https://[2001:db8::1]'],
])('reads %s as %s', (pasted, origin) => {
  const address = read(pasted);
  expect(address.origin).toBe(origin);
  expect(address.prefix).toBe('');
});

test.each([
  ['https://door.acme.example/.well-known/openid-configuration', null, null],
  ['https://door.acme.example/.well-known/jwks', null, null],
  ['https://door.acme.example/.well-known/app-jira/openid-configuration', null, 'app-jira'],
  ['https://door.acme.example/.well-known/app-jira', null, 'app-jira'],
  ['https://door.acme.example/login', null, null],
  ['https://door.acme.example/login/acme', 'acme', null],
  ['door.acme.example/login/acme/', 'acme', null],
  ['https://door.acme.example/login/acme/app-jira?redirect=1', 'acme', 'app-jira'],
  ['https://door.acme.example/signup/app-jira', null, 'app-jira'],
  ['https://door.acme.example/forget/app-jira', null, 'app-jira'],
  ['https://door.acme.example/applications/acme/app-jira', 'acme', 'app-jira'],
  ['https://door.acme.example/applications', null, null],
  ['https://door.acme.example/organizations/acme/users', 'acme', null],
  ['https://door.acme.example/organizations/acme', 'acme', null],
  ['https://door.acme.example/users/acme/alice', 'acme', null],
  ['https://door.acme.example/certs/admin/cert-acme', null, null],
  ['https://door.acme.example/account', null, null],
  ['https://door.acme.example/api/userinfo', null, null],
  ['https://door.acme.example/api/login/oauth/access_token', null, null],
  ['https://door.acme.example/api/get-application?id=admin/app-jira', null, 'app-jira'],
  ['https://door.acme.example/login/saml/authorize/admin/app-jira', null, 'app-jira'],
])('of %s keeps organization %s and application %s, and no path', (pasted, organization, application) => {
  const address = read(pasted);
  expect(address).toMatchObject({ origin: 'https://door.acme.example', prefix: '', organization, application });
});

test('keeps the client id of a copied authorization request', () => {
  const pasted =
    'https://door.acme.example/login/oauth/authorize?client_id=9b1f6c0a4d7e2853b6f1&response_type=code&redirect_uri=https%3A%2F%2Fjira.acme.example%2Fplugins%2Fservlet%2Foauth%2Fcallback&scope=openid&state=x';
  expect(read(pasted)).toMatchObject({
    origin: 'https://door.acme.example',
    prefix: '',
    clientId: '9b1f6c0a4d7e2853b6f1',
  });
});

test.each([
  ['https://sso.acme.example/casdoor', '/casdoor'],
  ['https://sso.acme.example/casdoor/', '/casdoor'],
  ['https://sso.acme.example/tools/casdoor/.well-known/openid-configuration', '/tools/casdoor'],
  ['https://sso.acme.example/casdoor/login/acme', '/casdoor'],
  ['https://sso.acme.example//casdoor//', '/casdoor'],
  ['https://sso.acme.example/apps/casdoor', '/apps/casdoor'],
])('keeps the path prefix of %s', (pasted, prefix) => {
  expect(read(pasted)).toMatchObject({ origin: 'https://sso.acme.example', prefix });
});

test('says that no scheme was typed', () => {
  expect(read('door.acme.example').schemeAssumed).toBe(true);
  expect(read('https://door.acme.example').schemeAssumed).toBe(false);
});

test('a client id in the query of another page of the host is not taken for one of Casdoor', () => {
  expect(read('https://sso.acme.example/start?client_id=abc').clientId).toBeNull();
});

test.each([
  ['', 'No address was typed yet.'],
  ['   ', 'No address was typed yet.'],
  ['ftp://door.acme.example', 'Casdoor is reached by http or https, not by ftp.'],
  ['https://', 'No host name can be read from https://.'],
  ['hello world', 'No host name can be read from hello world.'],
  ['12345', 'No host name can be read from 12345.'],
  ['door..example', 'door..example is no host name with an optional port.'],
  ['*.acme.example', '*.acme.example is no host name with an optional port.'],
  ['https://{your-casdoor}', '{your-casdoor} is no host name with an optional port.'],
  ['door.acme.example:99999', 'door.acme.example:99999 is no host name with an optional port.'],
  ['door.acme.example:0', 'door.acme.example:0 is no host name with an optional port.'],
  [
    'https://jira.acme.example/plugins/servlet/oauth/callback',
    'This is the callback URL of a plugin in Jira or Confluence at jira.acme.example, not the address of Casdoor.',
  ],
  ['-door.acme.example', '-door.acme.example is no host name with an optional port.'],
])('refuses %p and says why', (pasted, sentence) => {
  expect(refusal(pasted)).toBe(sentence);
});

test.each(['https://admin:pass-123@door.acme.example/', 'admin:pass-123@door.acme.example', 'alice@acme.example'])(
  'refuses credentials in the address without repeating them: %s',
  (pasted) => {
    expect(refusal(pasted)).toMatch(/holds a user name or an e-mail address/);
    expect(refusal(pasted)).not.toMatch(/pass-123|alice|admin/);
  },
);

test('describes the reading in one line', () => {
  expect(plain(describeAddress(read('https://door.acme.example/applications/acme/app-jira')))).toBe(
    'Read as https://door.acme.example, organization acme, application app-jira',
  );
  expect(plain(describeAddress(read('door.acme.example')))).toBe(
    'Read as https://door.acme.example; https was assumed',
  );
});
