import { healthy } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';

const uri = 'https://jira.acme.example/plugins/servlet/oauth/callback';
const refusedWith = (redirectUris: string[], redirectUri = uri) => ({
  given: { redirectUri },
  facts: {
    appLogin: { ...healthy('appLogin'), redirectUri: 'refused' as const },
    application: { ...healthy('application'), redirectUris },
  },
});

describe('redirect-uri-unregistered', () => {
  it('passes what Casdoor accepts, whatever the list looks like', () => {
    const facts = { application: { ...healthy('application'), redirectUris: ['^https://.*$'] } };
    expect(judgeOne('redirect-uri-unregistered', { facts }).outcome).toBe('pass');
  });

  it('shows the one character that keeps everybody out', () => {
    const finding = judgeOne('redirect-uri-unregistered', refusedWith(['https://wiki.acme.example/x', `${uri}/`]));
    expect(finding).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
      detail: { kind: 'comparison', expected: uri, actual: `${uri}/` },
      copy: [{ text: uri }],
    });
    expect(words(finding.headline)).toBe('One character keeps everybody out');
    expect(words(finding.found)).toContain('One difference: the slash at the end. The list has it');
    expect(words(finding.fix)).toBe('In Casdoor open Applications → app-jira and add this under “Redirect URLs”:');
    expect(finding.handOver).toContain(uri);
  });

  it.each([
    [
      'http://jira.acme.example/plugins/servlet/oauth/callback',
      'the scheme. The plugin sends https, the list has http',
    ],
    ['https://jira.acme.example:8443/plugins/servlet/oauth/callback', 'the list spells out port 8443'],
    ['https://jira.acme.example:443/plugins/servlet/oauth/callback', 'the list spells out port 443'],
    ['https://Jira.acme.example/plugins/servlet/oauth/callback', 'capital letters in the host'],
    ['https://jira.acme.example/plugins/servlet/OAuth/callback', 'capital letters in the path'],
    ['https://jira2.acme.example/plugins/servlet/oauth/callback', 'the host. The plugin sends jira.acme.example'],
    ['https://jira.acme.example/jira/plugins/servlet/oauth/callback', 'the path'],
    ['https://jira.acme.example/plugins/servlet/oauth/calback', 'the path'],
    [`${uri} `, 'a space around the entry'],
    ['https://*.acme.example/plugins/servlet/oauth/callback', 'has a * in it'],
    ['https://jira.acme.example/*', 'has a * in it'],
  ])('names the one difference to %s', (entry, difference) => {
    const finding = judgeOne('redirect-uri-unregistered', refusedWith(['http://localhost:9000/callback', entry]));
    expect(words(finding.found)).toContain(difference);
    expect(finding.detail).toMatchObject({ kind: 'comparison', actual: entry });
  });

  it('does not have a slash registered that the plugin never sends', () => {
    const finding = judgeOne('redirect-uri-unregistered', refusedWith([uri], `${uri}/`));
    expect(finding).toMatchObject({ outcome: 'fail', copy: [{ text: uri }], handOver: null });
    expect(words(finding.fix)).toContain('sends no slash at the end');
    const target = { plugin: 'other', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
    const changes = refusedWith([uri], `${uri}/`);
    const other = judgeOne('redirect-uri-unregistered', { ...changes, given: { ...changes.given, target } });
    expect(other.copy[0]?.text).toBe(`${uri}/`);
  });

  it('does not call an address of something else a near miss', () => {
    const finding = judgeOne(
      'redirect-uri-unregistered',
      refusedWith(['http://localhost:9000/callback', 'https://git.acme.example/oauth2/cb']),
    );
    expect(finding.detail).toMatchObject({ kind: 'list' });
    expect(words(finding.found)).toBe('None of the 2 entries in the list of app-jira is this address.');
  });

  it('says that the list is empty', () => {
    expect(words(judgeOne('redirect-uri-unregistered', refusedWith([])).found)).toBe('The list of app-jira is empty.');
  });

  it('fails without the list, too, and says what is missing to explain it', () => {
    const finding = judgeOne('redirect-uri-unregistered', {
      facts: refusedWith([]).facts,
      given: { hasSecret: false },
      without: { application: { reason: 'not-given', what: 'secret' } },
    });
    expect(finding.outcome).toBe('fail');
    expect(words(finding.found)).toContain('once the client secret is right');
    expect(finding.links).toHaveLength(1);
  });

  it('is quick about a long list of long entries', () => {
    const long = Array.from({ length: 60 }, (_, at) => `https://jira.acme.example/${'x'.repeat(900)}${at}`);
    const started = performance.now();
    judgeOne('redirect-uri-unregistered', refusedWith(long));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('redirect-uri-of-other-plugin', () => {
  const oidc = 'https://jira.acme.example/plugins/servlet/oidc/callback';

  it('is the cause where the list has the other plugin’s address', () => {
    const changes = refusedWith([oidc]);
    const finding = judgeOne('redirect-uri-of-other-plugin', changes);
    expect(finding).toMatchObject({ outcome: 'fail', copy: [{ text: uri }] });
    expect(words(finding.found)).toContain('SSO for Atlassian Data Center');
    expect(judgeOne('redirect-uri-unregistered', changes)).toMatchObject({
      blockedBy: { check: 'redirect-uri-of-other-plugin' },
    });
  });

  it('is told where the address given is that of the other plugin, accepted or not', () => {
    const finding = judgeOne('redirect-uri-of-other-plugin', { given: { redirectUri: oidc } });
    expect(finding).toMatchObject({ outcome: 'fail', copy: [{ text: uri }] });
  });

  it('is not told where an entry of the chosen plugin is nearer', () => {
    const changes = refusedWith([uri, oidc], `${uri}/`);
    expect(judgeOne('redirect-uri-of-other-plugin', changes).outcome).toBe('pass');
    expect(words(judgeOne('redirect-uri-unregistered', changes).headline)).toBe('One character keeps everybody out');
  });

  it('is not told where both are registered, nor of the same path on another host', () => {
    const both = { facts: { application: { ...healthy('application'), redirectUris: [uri, oidc] } } };
    expect(judgeOne('redirect-uri-of-other-plugin', both).outcome).toBe('pass');
    const elsewhere = refusedWith(['https://wiki.acme.example/plugins/servlet/oidc/callback']);
    expect(judgeOne('redirect-uri-of-other-plugin', elsewhere).outcome).toBe('pass');
    const target = { plugin: 'other', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
    expect(judgeOne('redirect-uri-of-other-plugin', { given: { redirectUri: oidc, target } }).outcome).toBe(
      'not-applicable',
    );
  });
});

describe('redirect-uri-unreadable', () => {
  it.each([
    ['jira.acme.example/callback', 'does not begin with a scheme'],
    [`${uri}#top`, 'part behind #'],
    ['https://*.acme.example/callback', 'has a * in it'],
    [` ${uri}`, 'a space or a line end'],
    [`${uri}%zz`, 'has a %'],
    ['jira://callback', 'begins with jira:'],
    [`https://jira.acme.example/${'x'.repeat(1000)}`, '1,026 characters'],
  ])('finds the fault in %s', (redirectUri, fault) => {
    const finding = judgeOne('redirect-uri-unreadable', { given: { redirectUri } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(finding.found)).toContain(fault);
  });

  it.each([
    uri,
    'http://localhost:2990/jira/plugins/servlet/oauth/callback',
    'https://[2001:db8::1]:8443/cb',
    `${uri}?a=b`,
  ])('reads %s', (redirectUri) => {
    expect(judgeOne('redirect-uri-unreadable', { given: { redirectUri } }).outcome).toBe('pass');
  });
});

describe('redirect-uri-base-url', () => {
  it('compares with what the product says of itself', () => {
    const finding = judgeOne('redirect-uri-base-url', { facts: { statedBaseUrl: 'https://issues.acme.example/' } });
    expect(finding).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
      copy: [{ text: 'https://issues.acme.example' }],
    });
    expect(judgeOne('redirect-uri-base-url').outcome).toBe('pass');
    expect(judgeOne('redirect-uri-base-url', { facts: { statedBaseUrl: 'https://jira.acme.example/' } }).outcome).toBe(
      'pass',
    );
  });

  it('is not taken for the same where one name begins like the other', () => {
    expect(judgeOne('redirect-uri-base-url', { facts: { statedBaseUrl: 'https://jira.acme.ex' } }).outcome).toBe(
      'fail',
    );
  });

  it('is not applicable until the product was asked', () => {
    for (const because of [{ reason: 'not-applicable' }, { reason: 'not-given', what: 'base-url' }] as const)
      expect(judgeOne('redirect-uri-base-url', { without: { statedBaseUrl: because } }).outcome).toBe('not-applicable');
  });
});

describe('redirect-uri-insecure', () => {
  it.each([
    ['http://jira.acme.example/plugins/servlet/oauth/callback', 'fail'],
    [uri, 'pass'],
    ['http://localhost:2990/jira/plugins/servlet/oauth/callback', 'pass'],
    ['http://127.0.0.1:2990/cb', 'pass'],
    ['http://127.evil.example/cb', 'fail'],
    ['http://[::1]:2990/cb', 'pass'],
  ])('%s: %s', (redirectUri, outcome) => {
    expect(judgeOne('redirect-uri-insecure', { given: { redirectUri } }).outcome).toBe(outcome);
  });
});

describe('redirect-uri-untold', () => {
  const local = 'http://localhost:2990/jira/plugins/servlet/oauth/callback';
  const untold = { ...healthy('appLogin'), redirectUri: 'untold' as const };

  it('says that a pass proves nothing', () => {
    const finding = judgeOne('redirect-uri-untold', { given: { redirectUri: local }, facts: { appLogin: untold } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(
      judgeOne('redirect-uri-unregistered', { given: { redirectUri: local }, facts: { appLogin: untold } }).outcome,
    ).toBe('not-applicable');
  });

  it('is satisfied where the list has it too', () => {
    const application = { ...healthy('application'), redirectUris: [local] };
    expect(
      judgeOne('redirect-uri-untold', { given: { redirectUri: local }, facts: { appLogin: untold, application } })
        .outcome,
    ).toBe('pass');
    expect(judgeOne('redirect-uri-untold').outcome).toBe('pass');
  });
});

describe('redirect-uri-too-wide', () => {
  const withList = (redirectUris: string[], stranger: string | null = null) => ({
    facts: {
      application: { ...healthy('application'), redirectUris },
      redirectPatterns:
        stranger === null ? [] : [{ entry: redirectUris[0] ?? '', outcome: 'tried' as const, stranger }],
    },
  });

  it('names a stranger that a pattern lets pass', () => {
    const finding = judgeOne('redirect-uri-too-wide', withList(['^https://.*$', uri], 'https://stranger.example/'));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious', copy: [{ text: uri }] });
    expect(words(finding.found)).toBe('The entry ^https://.*$ lets https://stranger.example/ pass.');
    expect(finding.handOver).toContain('https://stranger.example/');
  });

  it('names a port and a page that an entry without a scheme lets pass', () => {
    expect(words(judgeOne('redirect-uri-too-wide', withList(['acme.example'])).found)).toContain(
      'lets http://acme.example:4444/any/other/page pass',
    );
    expect(words(judgeOne('redirect-uri-too-wide', withList(['.acme.example/cb'])).found)).toContain(
      'lets http://any.acme.example:4444/cb pass',
    );
  });

  it('does not mind entries that no host can match, and so let nobody in', () => {
    for (const entry of ['*', '(', '.*', '*.acme.example', '-', 'https//jira'])
      expect(judgeOne('redirect-uri-too-wide', withList([entry, uri])).outcome).toBe(
        entry === 'https//jira' ? 'fail' : 'pass',
      );
    expect(judgeOne('redirect-uri-too-wide', withList(['jïra.acme.example'])).outcome).toBe('fail');
  });

  it('is content with whole addresses, localhost and patterns that let no stranger pass', () => {
    const list = [uri, 'http://localhost:9000/callback', 'https://wiki.acme.example/cb'];
    expect(judgeOne('redirect-uri-too-wide', withList(list)).outcome).toBe('pass');
    expect(
      judgeOne('redirect-uri-too-wide', {
        facts: {
          application: { ...healthy('application'), redirectUris: ['^https://jira\\.acme\\.example/cb$'] },
          redirectPatterns: [{ entry: '^https://jira\\.acme\\.example/cb$', outcome: 'tried', stranger: null }],
        },
      }).outcome,
    ).toBe('pass');
  });

  it('says that a pattern was too big to be tried', () => {
    const entry = `^https://(${'a|'.repeat(600)}b)$`;
    const finding = judgeOne('redirect-uri-too-wide', {
      facts: {
        application: { ...healthy('application'), redirectUris: [entry] },
        redirectPatterns: [{ entry: entry.slice(0, 100), outcome: 'too-long', stranger: null }],
      },
    });
    expect(finding).toMatchObject({ outcome: 'warn', handOver: null });
  });
});
