import { comeIn } from '../../local/atlassian/front-door';
import type { Conditions } from '../../local/atlassian/site';
import type { SitePlugin } from '../../local/atlassian/site-plugin';
import type { Product } from '../../src/contract/target';
import { cameInAsSaid, isStillAdministrator, whoCameIn } from '../../src/people/who-came-in';
import { askedSite, closeSites, setGroups, signInByForm, user } from './asked-site';

afterEach(closeSites);

const hour = 3_600_000;
const groupsOf = { jira: 'jira-administrators', confluence: 'confluence-administrators' } as const;
const signInPage = { jira: '/login.jsp', confluence: '/login.action' } as const;

/** Lets in whoever is named: what is asked here is what the product tells of it. */
const openDoor: SitePlugin = {
  answer: async ({ url }, site) =>
    url.pathname === '/plugins/servlet/open' ? comeIn(site, url.searchParams.get('user') ?? '') : null,
  atTheDoor: () => ({ buttons: [], hidesForm: false }),
};

type Given = { product?: Product; ahead?: number } & Partial<Conditions>;
/** A site whose clock may be ahead of ours; settings were written an hour ago. */
const written = async ({ product = 'jira', ahead = 0, ...conditions }: Given = {}) => {
  const clock = { before: 0 };
  const asked = await askedSite({
    product,
    conditions: { auditsSignIns: 'way', ...conditions },
    users: [user('root', [groupsOf[product]]), user('amara', [groupsOf[product], 'sales']), user('bob', ['sales'])],
    passwords: { amara: 'local-password' },
    plugins: [openDoor],
    now: () => new Date(Date.now() + ahead - clock.before),
  });
  const options = { ...asked, administratorGroups: null as string[] | null, writtenAt: Date.now() - hour };
  const { address } = asked.site;
  return {
    ...asked,
    look: (change: Partial<typeof options> = {}) => whoCameIn({ ...options, ...change }),
    say: (name: string) => cameInAsSaid(options, name, Date.now()),
    still: (name: string, administratorGroups: string[] | null = null) =>
      isStillAdministrator({ ...options, administratorGroups }, name),
    /** Milliseconds ago. */
    through: async (name: string, ago = 60_000) => {
      clock.before = ago;
      const answer = await fetch(`${address}/plugins/servlet/open?user=${name}`, { redirect: 'manual' });
      expect(answer.status).toBe(302);
      clock.before = 0;
    },
    byPassword: async (name: string, password: string) => {
      expect(await signInByForm(address, signInPage[product], name, password)).toBe(302);
    },
  };
};

test.each<Product>(['jira', 'confluence'])(
  'names who came in through the plugin of %s, and who administers',
  async (product) => {
    const site = await written({ product });
    await site.through('bob', 5 * 60_000);
    await site.through('amara', 60_000);
    const look = await site.look();
    expect(look).toEqual({
      why: null,
      cameIn: [
        { who: 'bob', at: expect.any(String), isAdministrator: false, how: 'audit-log' },
        { who: 'amara', at: expect.any(String), isAdministrator: true, how: 'audit-log' },
      ],
    });
    // Told by the same moments each time: clocks that may well agree are not corrected.
    expect(await site.look()).toEqual(look);
    const ago = Date.now() - Date.parse(look.cameIn[1]?.at ?? '');
    expect(ago).toBeGreaterThanOrEqual(60_000);
    expect(ago).toBeLessThan(70_000);
  },
);

test('who came in before the write does not count, whatever clock the product has', async () => {
  for (const ahead of [0, 3 * hour, -3 * hour]) {
    const site = await written({ ahead });
    await site.through('amara', hour + 60_000);
    expect(await site.look()).toEqual({ cameIn: [], why: null });
    await site.through('amara', hour - 60_000);
    expect((await site.look()).cameIn).toMatchObject([{ who: 'amara' }]);
    const at = Date.parse((await site.look()).cameIn[0]?.at ?? '');
    expect(Math.abs(Date.now() - hour + 60_000 - at)).toBeLessThan(10_000);
  }
});

test('whoever came in by password has not come in through the plugin', async () => {
  const site = await written();
  await site.byPassword('amara', 'local-password');
  expect(await site.look()).toEqual({ cameIn: [], why: null });
  expect(await site.say('amara')).toEqual({
    ok: false,
    refused: 'By the audit log of Jira, “amara” came in by password.',
  });
});

test('a log that does not tell the way names people, and counts nobody', async () => {
  const site = await written({ auditsSignIns: 'on' });
  await site.through('amara');
  await site.through('root');
  const look = await site.look();
  expect(look.cameIn).toEqual([]);
  // The account that asks is left out: its requests may be logged as sign-ins.
  expect(look.why).toMatch(
    /^By the audit log of Jira these signed in since the write: amara at \d\d:\d\d UTC\. It does not tell whether they came through the plugin\.$/,
  );
  expect(await site.say('amara')).toEqual({
    ok: true,
    cameIn: { who: 'amara', at: expect.any(String), isAdministrator: true, how: 'said' },
  });
  expect(await site.say('bob')).toEqual({
    ok: false,
    refused: 'The audit log of Jira has no sign-in of “bob” since the write.',
  });
  // Who asks may be who came in.
  expect(await site.say('root')).toMatchObject({ ok: true, cameIn: { who: 'root' } });
});

test('a log that told no way before the write will not after it', async () => {
  const site = await written({ auditsSignIns: 'on' });
  await site.through('amara', 3 * hour);
  expect(await site.look()).toEqual({
    cameIn: [],
    why: 'The audit log of Jira records who signs in, and not whether they came through the plugin.',
  });
});

test('where sign-ins are not recorded, a word is taken once the product knows the account', async () => {
  const site = await written({ auditsSignIns: 'off' });
  await site.through('amara');
  expect(await site.look()).toEqual({
    cameIn: [],
    why: 'The audit log of Jira has no sign-in, neither since the write nor shortly before it: its coverage seems to leave them out.',
  });
  expect(await site.say('AMARA')).toMatchObject({ ok: true, cameIn: { who: 'amara', isAdministrator: true } });
  expect(await site.say('bob')).toMatchObject({ ok: true, cameIn: { who: 'bob', isAdministrator: false } });
  expect(await site.say('nobody')).toEqual({ ok: false, refused: 'Jira has no account “nobody”.' });
});

test.each<[string, Partial<Conditions>, RegExp]>([
  [
    'is not there',
    { fault: { kind: 'broken', on: /auditing/, times: null } },
    /does not tell\. Jira answered with data/,
  ],
  [
    'may not be read',
    { fault: { kind: 'forbidden', on: /auditing/, times: null } },
    /does not let this account read it/,
  ],
  [
    'is beside a product that limits requests',
    { fault: { kind: 'captcha', on: /serverInfo/, times: null } },
    /CAPTCHA/,
  ],
])('a log that %s is no log without anybody', async (_case, conditions, why) => {
  const site = await written(conditions);
  await site.through('amara');
  expect(await site.look()).toEqual({ cameIn: [], why: expect.stringMatching(why) });
});

test('more sign-ins than one answer has are read on', async () => {
  const site = await written();
  await site.through('amara', 50 * 60_000);
  for (let count = 0; count < 230; count += 1) await site.through('bob', 40 * 60_000 - count);
  expect((await site.look()).cameIn.map(({ who }) => who)).toEqual(['amara', 'bob']);
});

test('who administers is asked anew each time', async () => {
  const site = await written();
  await site.through('amara');
  expect((await site.look()).cameIn).toMatchObject([{ who: 'amara', isAdministrator: true }]);
  expect(await site.still('Amara')).toEqual({ told: true, isAdministrator: true });
  // What an exact group sync leaves.
  setGroups(site, 'amara', []);
  expect((await site.look()).cameIn).toMatchObject([{ who: 'amara', isAdministrator: false }]);
  expect(await site.still('amara')).toEqual({ told: true, isAdministrator: false });
  expect(await site.still('bob', ['sales'])).toEqual({ told: true, isAdministrator: true });
});

test.each<Product>(['jira', 'confluence'])(
  'whoever is in a group within one that administers %s administers',
  async (product) => {
    const site = await written({ product, subgroups: { [groupsOf[product]]: ['sales'], sales: [groupsOf[product]] } });
    expect(await site.still('bob')).toEqual({ told: true, isAdministrator: true });
  },
);

test('where no group administers, nobody is said to be none', async () => {
  const site = await written();
  await site.through('amara');
  const why = expect.stringMatching(/^Jira has no group “bosses”\./);
  expect(await site.still('amara', ['bosses'])).toEqual({ told: false, why });
  expect(await site.look({ administratorGroups: ['bosses'] })).toEqual({ cameIn: [], why });
});
