import { tryRedirectPatterns } from '../../../src/casdoor/try-redirect-patterns';
import {
  editDistance,
  entryAccepts,
  entryKindOf,
  foreignUris,
  nearestEntry,
  partsOf,
  passesAnyway,
} from '../../../src/checks/redirect-matching';

const uri = 'https://jira.acme.example/plugins/servlet/oauth/callback';

describe('how Casdoor reads an entry of the redirect list', () => {
  it.each([
    [uri, 'uri'],
    ['http://localhost:9000/callback', 'uri'],
    ['https://*.acme.example/cb', 'uri'],
    ['acme.example', 'host'],
    ['.acme.example/path', 'host'],
    ['.*', 'host'],
    ['https?://jira.acme.example/cb', 'host'],
    ['^https://.*$', 'pattern'],
    ['(https|http)://jira.acme.example/cb', 'pattern'],
    ['', 'empty'],
  ])('%s is a %s', (entry, kind) => {
    expect(entryKindOf(entry)).toBe(kind);
  });
});

describe('what Casdoor lets pass', () => {
  it.each([
    [uri, uri, true],
    [uri, `${uri}?a=b`, true],
    [uri, 'https://sub.jira.acme.example/plugins/servlet/oauth/callback', true],
    [uri, `${uri}/`, false],
    [uri, uri.replace('https', 'http'), false],
    [uri, uri.replace('.example/', '.example:443/'), false],
    [uri, uri.replace('jira', 'Jira'), false],
    [uri, 'https://evil-jira.acme.example/plugins/servlet/oauth/callback', false],
    ['acme.example', uri, true],
    ['acme.example', 'http://acme.example:4444/x', true],
    ['acme.example', 'https://notacme.example/', false],
    ['.acme.example/x', 'https://a.acme.example/x', true],
    ['.acme.example/x', 'https://a.acme.example/y', false],
    ['https://*.acme.example/plugins/servlet/oauth/callback', uri, false],
    ['.*', uri, false],
    ['', uri, false],
    ['^https://.*$', uri, null],
  ])('%s and %s: %s', (entry, redirectUri, accepted) => {
    expect(entryAccepts(entry, redirectUri)).toBe(accepted);
  });

  it.each([
    ['http://localhost:1/x', true],
    ['https://localhost/x', true],
    ['http://127.0.0.1:8080/x', true],
    ['https://127.0.0.1/x', false],
    ['http://127.0.0.2/x', false],
    ['http://[::1]/x', false],
    ['https://abc.chromiumapp.org/x', true],
    ['https://localhost.evil.example/x', false],
  ])('%s passes whatever is registered: %s', (redirectUri, passes) => {
    expect(passesAnyway(redirectUri)).toBe(passes);
  });
});

describe('the parts of a URI', () => {
  it('keeps capitals and a usual port, decodes the path', () => {
    expect(partsOf('HTTPS://Jira.acme.example:443/a%2Fb?c#d')).toEqual({
      scheme: 'https',
      host: 'Jira.acme.example',
      port: '443',
      path: '/a/b',
      query: 'c',
      fragment: 'd',
    });
    expect(partsOf('https://[2001:db8::1]:8443/x')).toMatchObject({ host: '2001:db8::1', port: '8443' });
  });

  it.each(['https://', 'x', 'https://a b/', `https://a/${'x'.repeat(1000)}`, 'https://a/%zz', 'https://^a/'])(
    'finds none in %s',
    (text) => {
      expect(partsOf(text)).toBeNull();
    },
  );
});

describe('the nearest entry', () => {
  it('is the one that was meant, not the one with the fewest other letters', () => {
    const meant = 'https://jira-test.internal.acme.example/plugins/servlet/oauth/callback';
    expect(nearestEntry(['https://jira.acme.example/', meant, 'http://localhost:9000/callback'], uri)?.entry).toBe(
      meant,
    );
  });

  it('counts characters', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(nearestEntry([`${uri}/`], uri)).toEqual({ entry: `${uri}/`, differences: ['slash'], distance: 1 });
    expect(nearestEntry([], uri)).toBeNull();
  });
});

describe('patterns, tried', () => {
  const stranger = async (entry: string) => (await tryRedirectPatterns([entry], uri))[0];

  it.each([
    ['^https://.*$', 'https://stranger.example/plugins/servlet/oauth/callback'],
    ['^.*acme\\.example/.*$', 'https://stranger.example/https://jira.acme.example/plugins/servlet/oauth/callback'],
    [
      '^https://[^/]*acme\\.example/plugins/servlet/oauth/callback$',
      'https://strangeacme.example/plugins/servlet/oauth/callback',
    ],
    [
      '^https://jira.acme\\.example/plugins/servlet/oauth/callback$',
      'https://jira-acme.example/plugins/servlet/oauth/callback',
    ],
    ['^https://jira\\.acme\\.example/.*$', 'https://jira.acme.example/any/other/page'],
    [
      '^https?://jira\\.acme\\.example/plugins/servlet/oauth/callback$',
      'http://jira.acme.example/plugins/servlet/oauth/callback',
    ],
  ])('%s lets a stranger pass', async (entry, expected) => {
    expect(await stranger(entry)).toEqual({ entry, outcome: 'tried', stranger: expected });
  });

  it('finds nothing wrong with one that is exact', async () => {
    const entry = '^https://(jira|wiki)\\.acme\\.example/plugins/servlet/oauth/callback$';
    expect(await stranger(entry)).toEqual({ entry, outcome: 'tried', stranger: null });
  });

  it('runs none that is too long or too big, and lets none that cannot be compiled stop the rest', async () => {
    expect(await stranger(`^${'a'.repeat(1001)}$`)).toMatchObject({ outcome: 'too-long' });
    expect(await stranger('^((a{1,100}){1,10}){1,100}$')).toMatchObject({
      outcome: expect.stringMatching(/too-complex|unreadable/),
    });
    expect(await stranger('^(https://$')).toMatchObject({ outcome: 'unreadable' });
  });

  it('takes linear time over what makes other engines hang', async () => {
    const started = performance.now();
    await stranger('^(h+t*)*(([a-z]+)+:)+$');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('tries addresses that a sound entry refuses', () => {
    for (const foreign of foreignUris(uri)) expect(entryAccepts(uri, foreign)).toBe(false);
    expect(foreignUris(uri)).toHaveLength(9);
  });
});
