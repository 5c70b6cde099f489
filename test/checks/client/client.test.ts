import { healthy } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';

const unknownClient = (clientId: string) =>
  judgeOne('client-unknown', {
    given: { clientId },
    facts: { appLogin: { ...healthy('appLogin'), clientId: 'unknown', application: null } },
  });

describe('client-unknown', () => {
  it('passes a client that Casdoor knows', () => {
    expect(judgeOne('client-unknown').outcome).toBe('pass');
  });

  it('names the id and the host', () => {
    const finding = unknownClient('9b1f6c0a4d7e2853b6f1');
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(finding.found)).toContain(
      'No application of door.acme.example has the client ID 9b1f6c0a4d7e2853b6f1.',
    );
    expect(finding.handOver).toContain('https://door.acme.example');
  });

  it('says that it looks like the name of an application', () => {
    expect(words(unknownClient('app-jira').found)).toContain('looks like the name of an application');
  });

  it('shows a space inside', () => {
    expect(words(unknownClient('9b1f6c0a4d 7e2853b6f1').found)).toContain('9b1f6c0a4d␠7e2853b6f1');
  });

  it('offers small letters where capitals were typed', () => {
    expect(unknownClient('9B1F6C0A4D7E2853B6F1').copy[0]?.text).toBe('9b1f6c0a4d7e2853b6f1');
  });

  it('never repeats what may be the secret', () => {
    const secret = 'c0ffee'.repeat(7).slice(0, 40);
    const finding = unknownClient(secret);
    expect(words(finding.found)).toContain('It has 40 characters'.slice(3));
    expect(JSON.stringify({ ...finding, answered: null })).not.toContain(secret);
  });

  it('calls an answer that could not be understood neither known nor unknown', () => {
    const finding = judgeOne('client-unknown', {
      facts: { appLogin: { ...healthy('appLogin'), clientId: 'not-certain' } },
    });
    expect(finding).toMatchObject({ outcome: 'warn', handOver: null });
  });

  it('stops what follows from it', () => {
    const facts = {
      appLogin: { ...healthy('appLogin'), clientId: 'unknown' as const, redirectUri: 'not-certain' as const },
      secret: 'wrong' as const,
    };
    for (const id of ['client-secret-wrong', 'redirect-uri-unregistered', 'scope-refused', 'client-built-in'])
      expect(judgeOne(id, { facts })).toMatchObject({ outcome: 'blocked', blockedBy: { check: 'client-unknown' } });
    const application = { reason: 'needs', fact: 'appLogin' } as const;
    expect(judgeOne('token-lifetime-zero', { facts, without: { application } })).toMatchObject({
      blockedBy: { check: 'client-unknown' },
    });
  });
});

describe('the client secret', () => {
  it.each([
    ['right-when-swapped', 'client-swapped', 'wrong way round'],
    ['right-when-trimmed', 'client-secret-padded', 'space too many'],
    ['wrong', 'client-secret-wrong', 'not the right one'],
  ] as const)('%s is %s and nothing else', (secret, id, headline) => {
    const finding = judgeOne(id, { facts: { secret } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(finding.headline)).toContain(headline);
    const others = ['client-swapped', 'client-secret-padded', 'client-secret-wrong'].filter((other) => other !== id);
    for (const other of others) expect(judgeOne(other, { facts: { secret } }).outcome).not.toBe('fail');
  });

  it('that is right was tried without changing anything', () => {
    expect(words(judgeOne('client-secret-wrong').found)).toContain('changes nothing in Casdoor');
  });

  it('that is the client ID once more is said to be that', () => {
    const finding = judgeOne('client-secret-wrong', { facts: { secret: 'client-id' } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(finding.found)).toContain('The same text stands under');
    expect(words(judgeOne('client-secret-wrong', { facts: { secret: 'wrong' } }).found)).not.toContain('The same text');
  });

  it('that could not be tried is a matter to look at', () => {
    expect(judgeOne('client-secret-wrong', { facts: { secret: 'not-certain' } }).outcome).toBe('warn');
  });

  it('that is swapped explains the unknown client', () => {
    const facts = {
      secret: 'right-when-swapped' as const,
      appLogin: { ...healthy('appLogin'), clientId: 'unknown' as const, application: null },
    };
    expect(judgeOne('client-unknown', { facts })).toMatchObject({ blockedBy: { check: 'client-swapped' } });
    expect(judgeOne('client-swapped', { facts }).outcome).toBe('fail');
  });

  it('names application and page where it is wrong', () => {
    const finding = judgeOne('client-secret-wrong', { facts: { secret: 'wrong' } });
    expect(words(finding.fix)).toContain('open Applications → app-jira');
    expect(finding.links).toEqual([
      { label: 'Open app-jira in Casdoor', url: 'https://door.acme.example/applications/acme/app-jira' },
    ]);
  });
});

describe('the application', () => {
  const withPublic = (changes: object) => ({
    facts: {
      appLogin: {
        ...healthy('appLogin'),
        application: { ...(healthy('appLogin').application as NonNullable<object>), ...changes } as ReturnType<
          typeof healthy<'appLogin'>
        >['application'],
      },
    },
  });
  const configured = (changes: object) => ({ facts: { application: { ...healthy('application'), ...changes } } });

  it('app-built-in is Casdoor’s own', () => {
    const finding = judgeOne('client-built-in', withPublic({ name: 'app-built-in', organization: 'built-in' }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(judgeOne('client-built-in', withPublic({ name: 'app-built-in-2' })).outcome).toBe('pass');
  });

  it('app-built-in is the cause where it refuses the callback URL, which must not be added there', () => {
    const { appLogin } = withPublic({ name: 'app-built-in', organization: 'built-in' }).facts;
    const facts = { appLogin: { ...appLogin, redirectUri: 'refused' as const } };
    expect(judgeOne('client-built-in', { facts })).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(judgeOne('redirect-uri-unregistered', { facts })).toMatchObject({
      outcome: 'blocked',
      blockedBy: { check: 'client-built-in' },
    });
  });

  it('shared with the name of an organization at its end serves the people of that one', () => {
    const organizationOf = (name: string, total: number) => ({
      given: { clientId: `0123456789abcdef0123-org-${name}` },
      facts: {
        ...withPublic({ isShared: true, organization: name }).facts,
        application: { ...healthy('application'), isShared: true },
        people: { total, users: [] },
      },
    });
    const nobody = judgeOne('organization-empty', organizationOf('nope', 0));
    expect(nobody).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(nobody.found)).toContain('names the organization nope');
    expect(judgeOne('organization-empty', organizationOf('acme', 12)).outcome).toBe('pass');
  });

  it('that may not read the directory leaves nothing to judge there', () => {
    expect(judgeOne('organization-empty', { without: { people: { reason: 'not-shown' } } }).outcome).toBe(
      'not-applicable',
    );
  });

  it('with sign-in disabled lets nobody in, and says where', () => {
    expect(words(judgeOne('sign-in-disabled', withPublic({ disableSignin: true })).found)).toBe(
      '“Disable signin” is on in the application app-jira.',
    );
    const organization = judgeOne('sign-in-disabled', withPublic({ organizationDisablesSignin: true }));
    expect(words(organization.fix)).toContain('Organizations → acme');
    expect(organization.handOver).toContain('for acme');
    expect(organization.links[0]?.url).toBe('https://door.acme.example/organizations/acme');
  });

  it('with nothing but Face ID has no way in', () => {
    const faceId = [{ name: 'Face ID', rule: 'None' }];
    expect(judgeOne('sign-in-method-missing', withPublic({ signinMethods: faceId }))).toMatchObject({
      outcome: 'fail',
      severity: 'blocker',
    });
    const google = [{ name: 'google', category: 'OAuth', canSignIn: true, canSignUp: false }];
    expect(judgeOne('sign-in-method-missing', withPublic({ signinMethods: faceId, providers: google })).outcome).toBe(
      'pass',
    );
    const unused = [{ name: 'mail', category: 'Email', canSignIn: false, canSignUp: false }];
    expect(judgeOne('sign-in-method-missing', withPublic({ signinMethods: faceId, providers: unused })).outcome).toBe(
      'fail',
    );
    for (const signinMethods of [
      [],
      [{ name: 'WebAuthn', rule: 'None' }],
      [{ name: 'Face ID', rule: 'All' }],
      [...faceId, { name: 'LDAP', rule: 'All' }],
    ])
      expect(judgeOne('sign-in-method-missing', withPublic({ signinMethods })).outcome).toBe('pass');
  });

  it('whose tokens live 0 hours has them dead on arrival, and no second finding', () => {
    const zero = configured({ expireInHours: 0 });
    expect(words(judgeOne('token-lifetime-zero', zero).found)).toContain('stands 0');
    expect(judgeOne('token-lifetime-zero', zero).copy[0]?.text).toBe('168');
    expect(judgeOne('token-lifetime-short', zero)).toMatchObject({ blockedBy: { check: 'token-lifetime-zero' } });
  });

  it('whose tokens live 3 minutes is serious, 5 minutes is not', () => {
    const finding = judgeOne('token-lifetime-short', configured({ expireInHours: 0.05 }));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(finding.found)).toBe('Tokens of app-jira live for 3 minutes.');
    expect(judgeOne('token-lifetime-short', configured({ expireInHours: 5 / 60 })).outcome).toBe('pass');
  });

  it('in a token format of the future is to be looked at', () => {
    expect(judgeOne('token-format-unknown', configured({ tokenFormat: 'JWT-Tiny' })).outcome).toBe('warn');
    expect(judgeOne('token-format-unknown', configured({ tokenFormat: '' })).outcome).toBe('pass');
  });

  it('shared needs the organization behind the client id', () => {
    const shared = withPublic({ isShared: true, organization: 'built-in' });
    const address = { ...healthy('address'), organization: 'acme' };
    const finding = judgeOne('application-shared', { facts: { ...shared.facts, address } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(finding.copy[0]?.text).toBe('0123456789abcdef0123-org-acme');
    const suffixed = { clientId: '0123456789abcdef0123-org-acme' };
    expect(judgeOne('application-shared', { ...shared, given: suffixed }).outcome).toBe('pass');
    const reverse = judgeOne('application-shared', { given: suffixed });
    expect(reverse.outcome).toBe('fail');
    expect(reverse.copy[0]?.text).toBe('0123456789abcdef0123');
  });

  it('of an organization without people is serious', () => {
    expect(judgeOne('organization-empty', { facts: { people: { total: 0, users: [] } } })).toMatchObject({
      outcome: 'fail',
      severity: 'serious',
    });
    expect(
      judgeOne('organization-empty', {
        facts: { people: { total: 0, users: [] }, application: { ...healthy('application'), isShared: true } },
      }).outcome,
    ).toBe('not-applicable');
  });

  it('in format JWT carries more than is needed, and a leaner format is named', () => {
    const finding = judgeOne('token-carries-secrets');
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(words(finding.found)).toContain('JWT-Empty does for this mapping');
    expect(JSON.stringify(finding.detail)).toContain('totpSecret');
    for (const tokenFormat of ['JWT-Empty', 'JWT-Standard'])
      expect(judgeOne('token-carries-secrets', configured({ tokenFormat })).outcome).toBe('pass');
  });

  it('whose mapping needs groups is not sent to a format without them', () => {
    const mapping = {
      schema: 1,
      source: 'id_token',
      username: 'name',
      email: 'email',
      name: { fullName: 'displayName' },
    } as const;
    const finding = judgeOne('token-carries-secrets', { given: { mapping: { ...mapping, groups: 'groups' } } });
    expect(words(finding.found)).not.toContain('JWT-Empty');
    expect(words(finding.fix)).toContain('JWT-Custom');
  });

  it('in JWT-Custom carries only what was chosen', () => {
    const custom = { tokenFormat: 'JWT-Custom', tokenFields: ['Name', 'Email', 'PasswordSalt'] };
    expect(words(judgeOne('token-carries-secrets', configured(custom)).found)).toContain('passwordSalt');
    expect(judgeOne('token-carries-secrets', configured({ ...custom, tokenFields: ['Name'] })).outcome).toBe('pass');
  });

  it('with sign-up open is advice; a provider alone lets nobody sign up', () => {
    const providers = [{ name: 'google', category: 'OAuth', canSignIn: true, canSignUp: true }];
    expect(judgeOne('sign-up-open', withPublic({ enableSignUp: true }))).toMatchObject({
      outcome: 'fail',
      severity: 'advice',
    });
    expect(words(judgeOne('sign-up-open', withPublic({ enableSignUp: true, providers })).found)).toContain('google');
    expect(judgeOne('sign-up-open', withPublic({ providers })).outcome).toBe('pass');
  });
});

describe('identity-self-editable', () => {
  const byEmail = {
    schema: 1,
    source: 'id_token',
    username: 'email',
    email: 'email',
    name: { fullName: 'displayName' },
    groups: null,
  } as const;
  const organization = {
    ...healthy('organization'),
    modifyRules: { Email: 'Self', Name: 'Admin', 'Display name': 'Self' },
  };

  it('is serious where people are found by an e-mail that they can change', () => {
    const finding = judgeOne('identity-self-editable', { given: { mapping: byEmail }, facts: { organization } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(finding.fix)).toContain('Organizations → acme → “Account items”');
  });

  it('is serious too where the file of the plugin finds people by their e-mail, whatever the username is', () => {
    const plugin = {
      clientId: null,
      issuer: null,
      authorizationEndpoint: null,
      tokenEndpoint: null,
      userinfoEndpoint: null,
      jwksUri: null,
      endSessionEndpoint: null,
      findsByEmail: true,
    };
    const mapping = { ...byEmail, username: 'name' };
    expect(judgeOne('identity-self-editable', { given: { mapping, plugin }, facts: { organization } })).toMatchObject({
      outcome: 'fail',
      severity: 'serious',
    });
    expect(
      judgeOne('identity-self-editable', {
        given: { mapping, plugin: { ...plugin, findsByEmail: false } },
        facts: { organization },
      }).outcome,
    ).toBe('pass');
  });

  it('is not told where only an administrator may change it, nor where people are found by their user name', () => {
    expect(judgeOne('identity-self-editable', { given: { mapping: byEmail } }).outcome).toBe('pass');
    expect(judgeOne('identity-self-editable', { facts: { organization } }).outcome).toBe('pass');
    expect(judgeOne('identity-self-editable', { given: { mapping: null } }).outcome).toBe('not-applicable');
  });
});

describe('signing out', () => {
  const registered = {
    ...healthy('application'),
    redirectUris: ['https://jira.acme.example/plugins/servlet/oauth/callback', 'https://jira.acme.example'],
  };
  const json = { status: 'ok', msg: '' };
  const answersJson = { answered: true, value: { ...healthy('answer'), json } } as const;

  it('ends at Casdoor where the base URL is not in the list', () => {
    const finding = judgeOne('sign-out-not-registered');
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(finding.copy[0]?.text).toBe('https://jira.acme.example');
    expect(judgeOne('sign-out-not-registered', { facts: { application: registered } }).outcome).toBe('pass');
  });

  it('ends on JSON with Casdoor 3.158, and that is told only where the list is right', () => {
    const facts = { application: registered, signOut: answersJson };
    expect(judgeOne('sign-out-dead-end', { facts })).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(judgeOne('sign-out-dead-end', { facts: { application: registered } }).outcome).toBe('pass');
    expect(judgeOne('sign-out-dead-end', { facts: { signOut: answersJson } })).toMatchObject({
      blockedBy: { check: 'sign-out-not-registered' },
    });
  });
});
