import { type AtlassianStandIn, startAtlassianStandIn } from '../../../local/atlassian/start';
import {
  type MiniorangePlugin,
  type MiniorangeSwitches,
  miniorangePlugin,
} from '../../../local/plugins/miniorange/plugin';
import { sampleConfiguration } from '../../../local/plugins/miniorange/sample';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { Attempted } from '../../../src/apply/apply-target';
import type { AtlassianCredentials } from '../../../src/atlassian/accounts/ask-atlassian';
import type { Vantage } from '../../../src/casdoor/vantage';
import type { Product } from '../../../src/contract/target';
import { Secret } from '../../../src/secrets/secret';
import { askPluginOverVantage } from '../../../src/targets/miniorange/ask-plugin';
import { pluginApi } from '../../../src/targets/miniorange/plugin-api';
import { miniorangeTarget } from '../../../src/targets/miniorange/target';
import { readStanding } from '../../../src/targets/read-standing';
import { wantedSettings } from './wanted-settings';

const owner = { user: 'amara.okafor', password: 'right-password', token: 'right-token' };
const byPassword = (user: string, password: string): AtlassianCredentials => ({
  kind: 'password',
  user,
  password: new Secret(password),
});
const right = byPassword(owner.user, owner.password);

const running: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

type Given = {
  shape?: 'flat' | 'several';
  product?: Product;
  switches?: Partial<MiniorangeSwitches>;
  credentials?: AtlassianCredentials;
  provider?: string;
};

const start = async ({
  shape = 'flat',
  product = 'jira',
  switches = {},
  credentials = right,
  provider = 'id:one',
}: Given = {}) => {
  const plugin = miniorangePlugin(sampleConfiguration({ shape, product, providers: ['one', 'two'] }), switches);
  const site = await startAtlassianStandIn({
    product,
    baseUrl: (address) => address,
    credentials: owner,
    population: {
      users: [
        { name: 'ben', displayName: 'Ben', email: 'ben@x', active: true, groups: [] },
        { name: 'zoe', displayName: 'Zoë', email: 'zoe@x', active: true, groups: ['jira-administrators'] },
      ],
    },
    passwords: { ben: 'bens-password', zoe: 'pass:word' },
    plugins: [plugin],
  });
  running.push(site);
  const vantage = makeLocalVantage({ environment: {} });
  running.push(vantage);
  return { plugin, site, ...as(site, vantage, product, credentials, provider) };
};

const as = (
  site: AtlassianStandIn,
  vantage: Vantage,
  product: Product,
  credentials: AtlassianCredentials,
  provider: string,
) => {
  const ask = askPluginOverVantage(vantage, new URL(site.address), credentials);
  return { ask, vantage, target: miniorangeTarget(pluginApi(ask, product, credentials), provider) };
};

const { signal } = new AbortController();
const got = <T>(attempted: Attempted<T>): T => {
  if (!attempted.ok) throw new Error(attempted.failure.message);
  return attempted.value;
};
const failed = <T>(attempted: Attempted<T>) => {
  if (attempted.ok) throw new Error('It did not fail.');
  return attempted.failure;
};
const notes = (plugin: MiniorangePlugin) => JSON.stringify(plugin.configuration.stored);

describe.each(['flat', 'several'] as const)('The plugin in its shape "%s"', (shape) => {
  it.each(['jira', 'confluence'] as const)(
    'of %s is read, written, found as planned, and put back',
    async (product) => {
      const { target, plugin } = await start({ shape, product });
      const before = notes(plugin);
      const reading = got(await target.read(signal));
      const { after, difference } = target.plan(reading.document, wantedSettings());
      expect(difference.changes.length).toBeGreaterThan(10);
      expect(difference.changes.filter(({ isRisky }) => isRisky !== null)).toEqual([]);
      got(await target.write(reading, after, signal));
      const found = got(await target.read(signal));
      expect(target.isSame(found.document, after)).toBe(true);
      expect(target.isSame(found.document, reading.document)).toBe(false);
      expect(found.fingerprint).not.toBe(reading.fingerprint);
      expect(target.plan(found.document, wantedSettings()).difference.changes).toEqual([]);
      const opened = got(target.documentOf(target.textOf(after)));
      expect(target.isSame(opened, after)).toBe(true);
      got(await target.restore({ backup: reading.backup, found: found.document, applied: after }, signal));
      expect(notes(plugin)).toBe(before);
      expect(got(await target.read(signal)).fingerprint).toBe(reading.fingerprint);
    },
  );

  it.each(['start', 'cleared', 'half', 'end'] as const)(
    'that dies at "%s" of an import is told from what was and what is to be',
    async (diesAt) => {
      const { target, plugin } = await start({ shape });
      const reading = got(await target.read(signal));
      const { after } = target.plan(reading.document, wantedSettings());
      plugin.switches.diesAt = diesAt;
      expect(failed(await target.write(reading, after, signal)).code).toBe('unreachable');
      expect(plugin.imports()).toBe(1);
      plugin.switches.diesAt = null;
      const { document } = got(await target.read(signal));
      expect(target.isSame(document, reading.document)).toBe(diesAt === 'start');
      expect(target.isSame(document, after)).toBe(diesAt === 'end');
      expect(target.isHalfWay(document, reading.document, after)).toBe(diesAt === 'cleared' || diesAt === 'half');
      got(await target.restore({ backup: reading.backup, found: document, applied: after }, signal));
      expect(target.isSame(got(await target.read(signal)).document, reading.document)).toBe(true);
    },
  );

  it.each([
    ['writes half', { writesHalf: true }],
    ['loses a key', { losesKey: 'USERNAME_ATTRIBUTE' }],
  ])('that %s and says SUCCESS is not believed', async (_what, switches) => {
    const { target } = await start({ shape, switches });
    const reading = got(await target.read(signal));
    const { after } = target.plan(reading.document, wantedSettings());
    got(await target.write(reading, after, signal));
    const { document } = got(await target.read(signal));
    expect(target.isSame(document, after)).toBe(false);
    expect(target.difference(after, document).changes.length).toBeGreaterThan(0);
  });

  it('keeps letters that are no ASCII', async () => {
    const { target } = await start({ shape });
    const reading = got(await target.read(signal));
    const mapping = { ...wantedSettings().mapping, rules: { groupMapping: { Bürø: ['acme/株式 😀'] } } };
    const { after } = target.plan(reading.document, wantedSettings({ mapping }));
    got(await target.write(reading, after, signal));
    expect(target.isSame(got(await target.read(signal)).document, after)).toBe(true);
  });
});

it('Another provider stays as it is', async () => {
  const { target, plugin } = await start({ shape: 'several', provider: 'id:two' });
  const list = () => plugin.configuration.stored['Identity Providers'] as unknown[];
  const first = JSON.stringify(list()[0]);
  const reading = got(await target.read(signal));
  const { after } = target.plan(reading.document, wantedSettings());
  got(await target.write(reading, after, signal));
  expect(JSON.stringify(list()[0])).toBe(first);
  expect(list()[1]).toMatchObject({ 'Application Configuration': { CLIENT_ID: 'app-jira-client' } });
});

it('What is no JSON would wipe everything and be called a success: nothing of the kind is sent', async () => {
  const { ask, plugin, target } = await start();
  const reading = got(await target.read(signal));
  const answer = await ask({ method: 'POST', path: '/plugins/servlet/oauth/configureplugin', body: '{"oh' }, signal);
  expect(answer).toMatchObject({ answered: true, value: { status: 200, json: { Status: 'SUCCESS' } } });
  expect(notes(plugin)).not.toContain('openid');
  const wiped = got(await target.read(signal));
  expect(target.isHalfWay(wiped.document, reading.document, reading.document)).toBe(true);
});

it('Nothing is written over a document in which nothing can be edited', async () => {
  const { target, plugin } = await start({ shape: 'several', provider: 'id:three' });
  const reading = got(await target.read(signal));
  expect(reading.document.whyNot?.code).toBe('document-unknown');
  const plan = target.plan(reading.document, wantedSettings());
  expect(plan.difference.changes).toEqual([]);
  expect(failed(await target.write(reading, plan.after, signal)).code).toBe('document-unknown');
  expect(plugin.imports()).toBe(0);
});

describe('What is in the way is told apart', () => {
  const codeOf = async (
    given: Given,
    prepare: (site: AtlassianStandIn, plugin: MiniorangePlugin) => void = () => {},
  ) => {
    const { target, site, plugin } = await start(given);
    prepare(site, plugin);
    return { ...failed(await target.read(signal)), asked: site.asked };
  };
  const configurePath = '/plugins/servlet/oauth/configureplugin';

  it.each(['jira', 'confluence'] as const)('a wrong password of %s, which is tried once', async (product) => {
    const { code, isFinal, asked } = await codeOf({ product, credentials: byPassword(owner.user, 'wrong') });
    expect({ code, isFinal }).toEqual({ code: 'credentials-wrong', isFinal: true });
    expect(asked).not.toContain(configurePath);
    expect(asked).toHaveLength(2);
  });

  it('an account that is no system administrator', async () => {
    const ben = byPassword('ben', 'bens-password');
    expect(await codeOf({ credentials: ben })).toMatchObject({ code: 'not-administrator', isFinal: true });
    const inConfluence = await codeOf({ credentials: ben, product: 'confluence' });
    expect(inConfluence).toMatchObject({ code: 'not-administrator', isFinal: true });
    expect(inConfluence.message).toContain('Confluence took this account, and the API of the plugin did not');
  });

  it('a colon in the password, before anything is asked', async () => {
    const told = await codeOf({ credentials: byPassword('zoe', 'pass:word') });
    expect(told).toMatchObject({ code: 'password-colon', isFinal: true, asked: [] });
  });

  it('a token, which the product takes and the plugin does not', async () => {
    const told = await codeOf({ credentials: { kind: 'token', token: new Secret(owner.token) } });
    expect(told.code).toBe('credentials-wrong');
    expect(told.message).toContain('asks for a user name and a password');
    const wrong = await codeOf({ credentials: { kind: 'token', token: new Secret('wrong') } });
    expect(wrong.message).toBe('Jira did not take the token.');
  });

  it.each([
    ['captcha', 'captcha', true],
    ['basic-auth-disabled', 'basic-auth-blocked', true],
    ['forbidden', 'not-administrator', true],
    ['html', 'answer-unreadable', false],
    ['redirect', 'answer-unreadable', false],
    ['rate-limited', 'limited', false],
    ['unavailable', 'unreachable', false],
  ] as const)('"%s" as %s', async (kind, code, isFinal) => {
    const told = await codeOf({}, ({ conditions }) => {
      conditions.fault = { kind, on: /mypermissions/, times: null };
    });
    expect(told).toMatchObject({ code, isFinal });
  });

  it('basic authentication that is off, by what its own settings say', async () => {
    const told = await codeOf({ credentials: byPassword(owner.user, 'wrong') }, ({ conditions }) => {
      conditions.fault = { kind: 'basic-auth-disabled', on: /nothing-of-the-kind/, times: null };
    });
    expect(told.code).toBe('basic-auth-blocked');
  });

  it('a plugin that is not there, and one without a licence', async () => {
    expect((await codeOf({ switches: { isInstalled: false } })).code).toBe('missing');
    const told = await codeOf({ switches: { licenceWords: 'License is not valid.' } });
    expect(told).toMatchObject({ code: 'licence', isFinal: true });
    expect(told.message).toContain('“License is not valid.”');
  });

  it('nobody who listens', async () => {
    const { target, site } = await start();
    await site.close();
    running.splice(0, 1);
    expect(failed(await target.read(signal))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/^Nothing listens on 127\.0\.0\.1, port \d+/),
    });
  });

  it('an import that is refused', async () => {
    const { target, plugin, site } = await start();
    const reading = got(await target.read(signal));
    const { after } = target.plan(reading.document, wantedSettings());
    plugin.switches.licenceWords = 'Something else is wrong.';
    const failure = failed(await target.write(reading, after, signal));
    expect(failure).toMatchObject({
      code: 'refused',
      message: 'The plugin in Jira refused: “Something else is wrong.”.',
    });
    site.conditions.fault = { kind: 'captcha', on: /configureplugin/, times: null };
    expect(failed(await target.write(reading, after, signal))).toMatchObject({ code: 'captcha', isFinal: true });
  });
});

it('No secret and no password is in what a failure says, though the plugin repeats it', async () => {
  const { target, plugin } = await start();
  const reading = got(await target.read(signal));
  const { after } = target.plan(reading.document, wantedSettings());
  plugin.switches.licenceWords = 'Cannot take new-secret-of-jira from right-password.';
  const written = failed(await target.write(reading, after, signal));
  expect(written.message).toBe('The plugin in Jira refused: “Cannot take ••• from •••.”.');
  expect(failed(await target.read(signal)).message).not.toContain('right-password');
});

it('An answer that comes late is waited for, or the wait is ended', async () => {
  const { target, plugin } = await start({ switches: { answersAfter: 300 } });
  const reading = got(await target.read(signal));
  const { after } = target.plan(reading.document, wantedSettings());
  const ended = failed(await target.write(reading, after, AbortSignal.timeout(50)));
  expect(ended).toMatchObject({ code: 'unreachable', message: 'The answer of Jira was not waited for.' });
  expect(target.isSame(got(await target.read(signal)).document, after)).toBe(true);
  got(await target.write(reading, after, signal));
  expect(plugin.imports()).toBe(2);
});

it('Version, state and licence come from the Universal Plugin Manager, where it answers', async () => {
  const { ask, plugin } = await start();
  expect(await readStanding(ask, 'miniorange', signal)).toEqual({
    name: 'miniOrange OAuth/OIDC SSO (stand-in)',
    version: '1.1.28',
    isEnabled: true,
    licence: { isValid: true, expiresAt: '2027-06-30T00:00:00.000Z' },
  });
  plugin.switches.isInstalled = false;
  expect(await readStanding(ask, 'miniorange', signal)).toBeNull();
});
