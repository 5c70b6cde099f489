import { isRedirectUriAccepted, UnparsableAddress } from '../../../local/casdoor/redirect-match';

const callback = 'https://jira.acme.example/plugins/servlet/oauth/callback';
const ofDemo = 'http://jira.localhost:7484/plugins/servlet/oauth/callback';

describe('Casdoor lets a redirect URI pass', () => {
  it.each([
    ['the same string', callback, callback],
    ['an added query', `${callback}?x=1`, callback],
    ['an added fragment', `${callback}#x`, callback],
    ['any subdomain', callback.replace('jira.', 'a.b.jira.'), callback],
    ['a host without a scheme, over http and on any port', 'http://jira.acme.example:8080/any', 'jira.acme.example'],
    ['a host that begins with a dot, for what is below it', callback, '.acme.example'],
    ['a host and path without a scheme', callback, 'acme.example/plugins/servlet/oauth/callback'],
    ['a pattern that fits as a whole', callback, '^https://.*$'],
    ['below localhost, where it is registered', ofDemo, ofDemo],
    ['below a host that is registered, localhost too', ofDemo, ofDemo.replace('jira.', '')],
    ['localhost, whatever is registered', 'https://localhost/x', ''],
    ['127.0.0.1 over http, whatever is registered', 'http://127.0.0.1:2990/x', ''],
  ])('that is %s', (_, asked, registered) => {
    expect(isRedirectUriAccepted(asked, [registered])).toBe(true);
  });

  it.each([
    ['has a trailing slash', `${callback}/`, callback],
    ['has http for https', callback.replace('https', 'http'), callback],
    ['has another port', callback.replace('example/', 'example:8443/'), callback],
    ['spells the usual port out', callback.replace('example/', 'example:443/'), callback],
    ['has capitals in the host', callback.replace('jira', 'JIRA'), callback],
    ['has another host that ends alike', callback.replace('jira.', 'evil-jira.'), callback],
    ['a wildcard was meant for', callback, 'https://*.acme.example/plugins/servlet/oauth/callback'],
    ['a pattern with a host was meant for', callback, 'https://.*\\.acme\\.example/.*'],
    ['everything was meant for', callback, '.*'],
    ['is below a dot only', 'https://acme.example/x', '.acme.example'],
    ['is 127.0.0.1 over https', 'https://127.0.0.1/x', ''],
    ['is another loopback address', 'http://127.0.0.2/x', ''],
    ['is loopback in IPv6', 'http://[::1]/x', ''],
    // Seen with v3.158.0, each of them.
    ['is below localhost', ofDemo, ''],
    ['is below localhost, with a slash', ofDemo, `${ofDemo}/`],
    ['is below localhost, and another name of it was meant', ofDemo, ofDemo.replace('jira', 'wiki')],
    ['is below localhost, where only its base URL is known', ofDemo, 'http://jira.localhost:7484'],
    ['is nothing', '', callback],
  ])('but not one that %s', (_, asked, registered) => {
    expect(isRedirectUriAccepted(asked, [registered])).toBe(false);
  });

  it.each(['https://jira.acme.example/%zz', 'https://jira acme.example/', 'https://jira.acme.example:x/', ':'])(
    'and breaks on %j, which Go cannot read',
    (asked) => {
      expect(() => isRedirectUriAccepted(asked, [callback])).toThrow(UnparsableAddress);
    },
  );
});
