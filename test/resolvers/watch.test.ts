import { randomUUID } from 'node:crypto';
import type { WatchState } from '../../src/contract/watch';
import { lookAtAll } from '../../src/resolvers/look-at-all';
import { keptWatchIn } from '../../src/watch/kept-watch';
import { statusOf } from '../../src/watch/watch-json';
import { type Applying, emergencyAccess, openApplying, prepared, write } from './applying';

jest.setTimeout(60_000);

/** Watch against the demo's Jira and Casdoor, after an apply that was kept. */

let world: Applying;
afterEach(() => world.close());

const kept = { ...emergencyAccess, isKept: true };

const applied = async ({ isKept = true, settings = {} }: { isKept?: boolean; settings?: object } = {}) => {
  world = await openApplying({ settings });
  await prepared(world);
  if (isKept) await world.get('savePluginAccess', kept);
  const apply = await write(world);
  await world.get('sayWhoCameIn', { apply, user: 'amara.okafor' });
  await world.get('keepApply', { apply });
  return apply;
};

/** Why the plugin is not looked at. */
const whyIn = ({ parts }: WatchState) => parts.find(({ thing }) => thing === 'plugin')?.why ?? null;

const plugin = () => world.demo.plugins.jira.miniorange.configuration;
/** As somebody else changes it on the plugin's screen. */
const change = (from: string, to: string) => {
  const before = JSON.stringify(plugin().stored);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  plugin().import(after, world.demo.plugins.jira.miniorange.switches);
};

test('nothing is looked at before something was applied', async () => {
  world = await openApplying();
  expect(await world.get('watchState', {})).toEqual({
    since: null,
    looks: [],
    events: [],
    isLooking: false,
    nextAt: null,
    parts: [],
  });
  const { site, target } = world;
  expect(await site.call('lookNow', { target })).toMatchObject({ ok: false, error: { code: 'refused' } });
});

test('what is kept is looked at once, and stays as applied', async () => {
  const apply = await applied();
  const first = await world.get('watchState', {});
  expect(first).toMatchObject({ since: { apply, who: 'Ada', how: 'applied' }, events: [] });
  expect(first.parts).toMatchObject([
    { thing: 'plugin', isCompared: true, isLate: false, why: null, untold: [] },
    { thing: 'application', isCompared: true, isLate: false, why: null, untold: [] },
  ]);
  // Read before it was written, and not by the look after it.
  expect(first.parts[1]?.since ?? '').toMatch(/^2/);
  expect((first.parts[1]?.since ?? '') < (first.since?.at ?? '')).toBe(true);
  expect(first.looks).toMatchObject([{ who: null, verdict: 'ready', failure: null }]);
  const second = await world.get('lookNow', {});
  expect(second.looks).toMatchObject([{ who: null }, { who: 'Ada', verdict: 'ready' }]);
  expect(second.events).toEqual([]);
});

test('a field that somebody changed is drift, until it is put back or accepted', async () => {
  await applied();
  change('"USERNAME_ATTRIBUTE":"name"', '"USERNAME_ATTRIBUTE":"sub"');
  const drifted = await world.get('lookNow', {});
  expect(drifted.looks.at(-1)).toMatchObject({ verdict: 'drifted' });
  expect(drifted.events).toMatchObject([
    {
      thing: 'plugin',
      check: 'plugin-drifted',
      severity: 'serious',
      until: null,
      changes: [{ label: 'Username claim', before: 'name', after: 'sub', isSecret: false }],
    },
  ]);
  // The same at the next look: since when it is so is not told anew.
  const again = await world.get('lookNow', {});
  expect(again.events).toEqual(drifted.events);

  change('"USERNAME_ATTRIBUTE":"sub"', '"USERNAME_ATTRIBUTE":"name"');
  const back = await world.get('lookNow', {});
  expect(back.looks.at(-1)).toMatchObject({ verdict: 'ready' });
  expect(back.events).toMatchObject([{ check: 'plugin-drifted', until: back.looks.at(-1)?.at }]);

  change('"USERNAME_ATTRIBUTE":"name"', '"USERNAME_ATTRIBUTE":"email"');
  const third = await world.get('lookNow', {});
  expect(third.events.map(({ until }) => until !== null)).toEqual([false, true]);
  const accepted = await world.get('acceptDrift', { look: third.looks.at(-1)?.id ?? '', event: null });
  expect(accepted.since).toMatchObject({ how: 'accepted', who: 'Ada' });
  expect(accepted.events.every(({ until }) => until !== null)).toBe(true);
  expect((await world.get('lookNow', {})).looks.at(-1)).toMatchObject({ verdict: 'ready' });
});

test('a secret that changed is told as changed, and is in nothing that is kept of it', async () => {
  await applied();
  const secret = /"CLIENT_SECRET":"([^"]+)"/.exec(JSON.stringify(plugin().stored))?.[1] ?? '';
  expect(secret).not.toBe('');
  change(`"CLIENT_SECRET":"${secret}"`, '"CLIENT_SECRET":"another-secret-of-jira"');
  const state = await world.get('lookNow', {});
  expect(state.events).toMatchObject([
    { changes: [{ label: 'Client Secret', before: null, after: null, isSecret: true, hasSecretBefore: true }] },
    // Casdoor takes the saved one alone: nobody gets in any more.
    { thing: 'checks', check: 'plugin-secret-differs', severity: 'blocker' },
  ]);
  expect(state.looks.at(-1)).toMatchObject({ verdict: 'broken' });
  const keptOf = await world.site.everything('jira:watch');
  expect(Object.keys(keptOf).length).toBeGreaterThan(3);
  const text = JSON.stringify([state, keptOf]);
  for (const held of [secret, 'another-secret-of-jira']) expect(text).not.toContain(held);
});

test('a client secret that was changed in Casdoor and saved here, and never written, is not called as applied', async () => {
  await applied();
  const own = await application();
  const before = own.clientSecret;
  own.clientSecret = 'changed-in-casdoor-since';
  const { site, target } = world;
  expect(await site.call('saveSecret', { target, secret: 'changed-in-casdoor-since' })).toMatchObject({ ok: true });
  const state = await world.get('lookNow', {});
  expect(state.events.filter(({ until }) => until === null)).toMatchObject([
    { check: 'plugin-secret-differs', severity: 'blocker' },
  ]);
  expect(statusOf({ state, busy: null })).toBe('drifted');
  own.clientSecret = before;
  expect(await site.call('saveSecret', { target, secret: before })).toMatchObject({ ok: true });
  expect(statusOf({ state: await world.get('lookNow', {}), busy: null })).toBe('as-applied');
});

test('with the target goes all that is kept of watching it', async () => {
  await applied();
  const { site, target } = world;
  expect(await site.everything('jira:watch')).not.toEqual({});
  expect(await site.call('removeTarget', { id: target })).toMatchObject({ ok: true });
  expect(await site.everything('jira:watch')).toEqual({});
});

test('only the newest look is accepted', async () => {
  await applied();
  change('"USERNAME_ATTRIBUTE":"name"', '"USERNAME_ATTRIBUTE":"sub"');
  const first = await world.get('lookNow', {});
  await world.get('lookNow', {});
  const { site, target } = world;
  for (const look of [first.looks.at(-1)?.id, randomUUID()])
    expect(await site.call('acceptDrift', { target, look, event: null })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
  expect((await world.get('watchState', {})).events).toMatchObject([{ until: null }]);
});

test('without credentials the plugin is not looked at, and that is said', async () => {
  await applied({ isKept: false });
  change('"USERNAME_ATTRIBUTE":"name"', '"USERNAME_ATTRIBUTE":"sub"');
  const blind = await world.get('lookNow', {});
  expect(whyIn(blind)).toContain('no credentials are kept');
  expect(statusOf({ state: blind, busy: null })).toBe('not-looked');
  expect(blind.events).toEqual([]);
  // What was written is known all the same, by the look that the apply ended with.
  await world.get('savePluginAccess', kept);
  expect((await world.get('lookNow', {})).events).toMatchObject([{ changes: [{ label: 'Username claim' }] }]);
});

test('where the backup is gone before anybody has looked, nothing is called as applied until somebody accepts it', async () => {
  world = await openApplying();
  await prepared(world);
  await world.get('savePluginAccess', kept);
  const apply = await write(world);
  await world.get('sayWhoCameIn', { apply, user: 'amara.okafor' });
  world.demo.jira.conditions.fault = { kind: 'unavailable', on: /configureplugin/, times: null, after: 1 };
  await world.get('keepApply', { apply });
  world.demo.jira.conditions.fault = null;
  expect(await world.get('watchState', {})).toMatchObject({ looks: [{ verdict: null, compared: ['application'] }] });
  await world.get('deleteApplyBackup', { apply });
  const gone = await world.get('lookNow', {});
  expect(whyIn(gone)).toContain('the backup of what was applied is gone');
  const accepted = await world.get('acceptDrift', { look: gone.looks.at(-1)?.id ?? '', event: null });
  expect(whyIn(accepted)).toBeNull();
  change('"USERNAME_ATTRIBUTE":"name"', '"USERNAME_ATTRIBUTE":"sub"');
  expect((await world.get('lookNow', {})).events).toMatchObject([{ check: 'plugin-drifted' }]);
});

test('what the last look could not see is accepted by nobody, and stays open', async () => {
  await applied();
  change('"USERNAME_ATTRIBUTE":"name"', '"USERNAME_ATTRIBUTE":"sub"');
  (await application()).tokenFormat = 'JWT-Empty';
  await world.get('lookNow', {});
  world.demo.jira.conditions.fault = { kind: 'unavailable', on: /configureplugin/, times: null };
  const half = await world.get('lookNow', {});
  world.demo.jira.conditions.fault = null;
  const { events } = await world.get('acceptDrift', { look: half.looks.at(-1)?.id ?? '', event: null });
  const open = events.filter(({ until }) => until === null);
  expect(open.map(({ check }) => check)).toEqual(['plugin-drifted']);
  expect(open[0]?.message).not.toContain('accepted');
  // The same one at the next look, and no new one.
  const seen = await world.get('lookNow', {});
  expect(seen.events.filter(({ check, until }) => check === 'plugin-drifted' && until === null)).toMatchObject([
    { id: open[0]?.id },
  ]);
});

test('a plugin that does not answer is no drift, and what drifted before stays so', async () => {
  await applied();
  change('"USERNAME_ATTRIBUTE":"name"', '"USERNAME_ATTRIBUTE":"sub"');
  await world.get('lookNow', {});
  world.demo.plugins.jira.miniorange.switches.isInstalled = false;
  const gone = await world.get('lookNow', {});
  expect(gone.looks.at(-1)).toMatchObject({ verdict: 'broken', failure: null });
  expect(gone.events.filter(({ until }) => until === null).map(({ check }) => check)).toEqual([
    'plugin-missing',
    'plugin-drifted',
  ]);
});

test('the application in Casdoor is held against what it was at the apply, and a Casdoor that is silent is no drift', async () => {
  await applied();
  const { demo, site, target } = world;
  const state = await site.call('load', {});
  const clientId = state.ok ? state.value.targets.find(({ id }) => id === target)?.settings.value.clientId : undefined;
  const application = demo.casdoor.world.applications.find((one) => one.clientId === clientId);
  if (!application) throw new Error('There is no such application.');
  const format = application.tokenFormat;
  application.redirectUris = [...(application.redirectUris ?? []), 'https://wiki.other.example/callback'];
  const others = await world.get('lookNow', {});
  expect(others.events).toMatchObject([
    { thing: 'application', check: 'application-drifted', severity: 'advice', changes: [{ label: 'Redirect URLs' }] },
  ]);
  application.tokenFormat = 'JWT-Standard';
  const other = await world.get('lookNow', {});
  expect(other.looks.at(-1)?.verdict).toMatch(/drifted|broken/);
  expect(other.events.filter(({ thing }) => thing === 'application')).toMatchObject([
    { severity: 'serious', changes: [{ label: 'Token format', before: format, after: 'JWT-Standard' }] },
    { severity: 'advice' },
  ]);
  await demo.casdoor.close();
  // The world closes it once more.
  demo.casdoor.close = async () => {};
  const silent = await world.get('lookNow', {});
  expect(silent.looks.at(-1)).toMatchObject({ verdict: 'broken' });
  expect(silent.events[0]).toMatchObject({ check: 'connection-refused', severity: 'blocker', until: null });
  expect(silent.events.filter(({ thing, until }) => thing === 'application' && until === null)).toHaveLength(2);
});

/** The application of the target in the demo's Casdoor. */
const application = async () => {
  const { demo, site, target } = world;
  const state = await site.call('load', {});
  const clientId = state.ok ? state.value.targets.find(({ id }) => id === target)?.settings.value.clientId : undefined;
  const found = demo.casdoor.world.applications.find((one) => one.clientId === clientId);
  if (!found) throw new Error('There is no such application.');
  return found;
};

test('what the application was when it was written is what it is held against, not what the first look finds', async () => {
  world = await openApplying();
  await prepared(world);
  await world.get('savePluginAccess', kept);
  const apply = await write(world);
  // Somebody changes it while the new settings wait for whoever keeps them.
  const own = await application();
  const format = own.tokenFormat;
  own.tokenFormat = 'JWT-Empty';
  await world.get('sayWhoCameIn', { apply, user: 'amara.okafor' });
  await world.get('keepApply', { apply });
  const { events, parts } = await world.get('watchState', {});
  expect(events.filter(({ thing }) => thing === 'application')).toMatchObject([
    { changes: [{ label: 'Token format', before: format, after: 'JWT-Empty', tryIn: { step: 'directory' } }] },
  ]);
  const [drift] = events.filter(({ thing }) => thing === 'application');
  expect(drift?.notYetAt).toBe(parts[1]?.since);
});

test('a write that comes to nothing takes nothing from one that was kept and that nobody has looked at yet', async () => {
  world = await openApplying();
  const { now, site, target } = world;
  await prepared(world);
  await world.get('savePluginAccess', kept);
  const apply = await write(world);
  await world.get('sayWhoCameIn', { apply, user: 'amara.okafor' });
  // As by the command, which ends with what it has kept: no look follows.
  const place = { product: 'jira', who: '', account: null, now } as const;
  await site.inside(() => keptWatchIn(place).begin(target));
  await world.get('keepApply', { apply });
  await site.inside(() => keptWatchIn(place).end(target));
  expect((await world.get('watchState', {})).looks).toEqual([]);
  const state = await site.call('load', {});
  const mapping = state.ok ? state.value.targets[0]?.mapping?.value : undefined;
  if (!mapping) throw new Error('There is no mapping.');
  await world.get('saveMapping', { base: 1, mapping: { ...mapping, email: 'mail' } });
  await prepared(world);
  await world.get('savePluginAccess', kept);
  const own = await application();
  const format = own.tokenFormat;
  own.tokenFormat = 'JWT-Empty';
  const second = await write(world);
  await world.get('restoreApply', { apply: second, shown: null });
  const { events, parts, since } = await world.get('lookNow', {});
  expect(since).toMatchObject({ apply, how: 'applied' });
  expect(parts[1]).toMatchObject({ isCompared: true, isLate: false });
  expect(events.filter(({ thing }) => thing === 'application')).toMatchObject([
    { changes: [{ label: 'Token format', before: format, after: 'JWT-Empty' }] },
  ]);
  expect(events.filter(({ thing }) => thing === 'plugin')).toEqual([]);
});

test('without a client secret the application is not compared: that is said, is not as applied, and ends with a secret', async () => {
  world = await openApplying();
  await prepared(world);
  await world.get('savePluginAccess', kept);
  const secret = (await application()).clientSecret;
  const apply = await write(world);
  await world.get('restoreApply', { apply, shown: null });
  await world.get('forgetSecret', {});
  const second = await write(world);
  await world.get('sayWhoCameIn', { apply: second, user: 'amara.okafor' });
  await world.get('keepApply', { apply: second });
  const without = await world.get('lookNow', {});
  expect(without.looks.at(-1)).toMatchObject({ failure: null, compared: ['plugin'] });
  expect(without.parts[1]).toMatchObject({
    ...{ thing: 'application', since: null, isCompared: false },
    why: expect.stringContaining('no client secret is saved'),
    remedy: { step: 'client' },
  });
  expect(statusOf({ state: without, busy: null })).toBe('not-looked');

  const { site, target } = world;
  const state = await site.call('load', {});
  const settings = state.ok ? state.value.targets[0]?.settings : undefined;
  if (!settings) throw new Error('There is no target.');
  expect(await site.call('saveSecret', { target, secret })).toMatchObject({ ok: true });
  const since = await world.get('lookNow', {});
  expect(since.parts[1]).toMatchObject({ isCompared: true, isLate: true, since: since.looks.at(-1)?.at, why: null });
  expect(statusOf({ state: since, busy: null })).toBe('as-applied');
});

test('one drift is accepted alone, and the other is still held against what was applied', async () => {
  await applied();
  change('"USERNAME_ATTRIBUTE":"name"', '"USERNAME_ATTRIBUTE":"sub"');
  await world.get('lookNow', {});
  change('"EMAIL_ATTRIBUTE":"email"', '"EMAIL_ATTRIBUTE":"mail"');
  const both = await world.get('lookNow', {});
  const [email, username] = both.events;
  expect([email?.changes[0]?.label, username?.changes[0]?.label]).toEqual(['Email', 'Username claim']);
  const look = both.looks.at(-1)?.id ?? '';
  const one = await world.get('acceptDrift', { look, event: email?.id ?? '' });
  expect(one.events.map(({ until }) => until !== null)).toEqual([true, false]);
  const again = await world.get('lookNow', {});
  expect(again.events.map(({ until }) => until !== null)).toEqual([true, false]);
  expect(again.events[1]).toMatchObject({ changes: [{ label: 'Username claim', before: 'name', after: 'sub' }] });
  const { site, target } = world;
  const last = again.looks.at(-1)?.id;
  // What is over, or of another look, is accepted by nobody.
  for (const event of [email?.id, `${randomUUID()}-0`])
    expect(await site.call('acceptDrift', { target, look: last, event })).toMatchObject({
      ...{ ok: false, error: { code: 'conflict' } },
    });
});

test('while new settings wait for somebody who keeps them, nothing is held against the old ones', async () => {
  await applied();
  const { adapters, site, target } = world;
  const state = await site.call('load', {});
  const mapping = state.ok ? state.value.targets[0]?.mapping?.value : undefined;
  if (!mapping) throw new Error('There is no mapping.');
  await world.get('saveMapping', { base: 1, mapping: { ...mapping, email: 'mail' } });
  await prepared(world);
  await write(world);
  await site.inside(() => lookAtAll(adapters));
  expect(await site.call('lookNow', { target })).toMatchObject({ ok: false, error: { code: 'busy' } });
  const { events, looks } = await world.get('watchState', {});
  expect([events, looks.length]).toEqual([[], 1]);
});

test('credentials that were refused are tried by no schedule again, until a person asks or types others', async () => {
  await applied();
  const { adapters, demo, site } = world;
  const schedule = () => site.inside(() => lookAtAll(adapters));
  const asked = () => demo.jira.asked.filter((path) => path.includes('mypermissions')).length;
  demo.jira.conditions.fault = { kind: 'captcha', on: /./, times: null };
  await schedule();
  const refused = asked();
  await schedule();
  await schedule();
  expect(asked()).toBe(refused);
  const { looks } = await world.get('watchState', {});
  expect(looks.slice(-3).map(({ verdict, failure }) => [verdict, failure?.code])).toEqual(
    Array.from({ length: 3 }, () => [null, 'captcha']),
  );
  demo.jira.conditions.fault = null;
  expect((await world.get('lookNow', {})).looks.at(-1)).toMatchObject({ verdict: 'ready', failure: null });
});

test('a wrong password of somebody else stops no schedule, and nobody uses up the credentials of whoever applied', async () => {
  await applied();
  const { adapters, demo, get, site } = world;
  const bob = { accountId: 'bob' };
  const wrong = { ...emergencyAccess.access, user: 'amara.okafor', password: 'not-hers' };
  await get('savePluginAccess', { access: wrong, isKept: true, isShared: false }, bob);
  expect((await get('lookNow', {}, bob)).looks.at(-1)?.failure).toMatchObject({ code: 'credentials-wrong' });
  await site.inside(() => lookAtAll(adapters));
  expect((await get('watchState', {})).looks.at(-1)).toMatchObject({ who: null, verdict: 'ready', failure: null });

  demo.jira.conditions.fault = { kind: 'captcha', on: /./, times: null };
  await site.inside(() => lookAtAll(adapters));
  await get('forgetPluginAccess', {}, bob);
  const asked = () => demo.jira.asked.filter((path) => path.includes('mypermissions')).length;
  const before = asked();
  expect((await get('lookNow', {}, bob)).looks.at(-1)?.failure).toMatchObject({ code: 'captcha' });
  await site.inside(() => lookAtAll(adapters));
  expect(asked()).toBe(before);
});

test('an application that can no longer be read is not called as applied', async () => {
  await applied();
  await world.get('forgetSecret', {});
  const unread = await world.get('lookNow', {});
  expect(unread.looks.at(-1)).toMatchObject({ verdict: null, failure: { code: 'refused' } });
  expect(statusOf({ state: unread, busy: null })).toBe('not-looked');
});

test('SSO for Atlassian Data Center: the configuration that was made stays as made, until somebody changes it', async () => {
  await applied({ settings: { plugin: 'atlassian-dc' } });
  const { atlassianDc } = world.demo.plugins.jira;
  const secrets = async () =>
    (await world.get('lookNow', {})).events.filter(({ check, until }) => check === 'plugin-secret-differs' && !until);
  expect(await secrets()).toEqual([]);
  const own = await application();
  const { clientSecret } = own;
  for (const [secret, found] of [
    ['changed-in-casdoor-since', [{ severity: 'serious', thing: 'checks' }]],
    [clientSecret, []],
  ] as const) {
    own.clientSecret = secret;
    const { site, target } = world;
    expect(await site.call('saveSecret', { target, secret })).toMatchObject({ ok: true });
    // What the plugin has nothing tells; that it was not written is known.
    expect(await secrets()).toMatchObject([...found]);
  }
  const calm = await world.get('lookNow', {});
  // The demo's mapping is one of miniOrange, which a check says.
  expect(calm.events.filter(({ thing }) => thing !== 'checks')).toEqual([]);
  expect([whyIn(calm), calm.looks.at(-1)?.failure]).toEqual([null, null]);
  // Nothing tells it, and that is said; it is no drift and no part that was not looked at.
  expect(calm.parts[0]).toMatchObject({ isCompared: true, untold: ['Client secret'] });
  atlassianDc.change((settings) => ({
    ...settings,
    idps: settings.idps.map((idp) => ({ ...idp, 'username-claim': 'preferred_username' })),
  }));
  const drifted = await world.get('lookNow', {});
  expect(drifted.events.find(({ thing }) => thing === 'plugin')).toMatchObject({
    check: 'plugin-drifted',
    changes: [
      { label: 'Partners: Username mapping', after: 'preferred_username' },
      { label: 'Casdoor: Username mapping', before: 'name', after: 'preferred_username' },
    ],
  });
});

test('a look of a process that was ended in the middle of it keeps nobody who has the store alone waiting', async () => {
  await applied();
  const { adapters, now, site, target } = world;
  const place = { product: 'jira', who: '', account: null, now } as const;
  expect(await site.inside(() => keptWatchIn(place).begin(target))).toBe(true);
  expect(await world.get('watchState', {})).toMatchObject({ isLooking: true });
  // Beside somebody else, as on Forge, it is waited for.
  await site.inside(() => lookAtAll(adapters));
  expect((await world.get('watchState', {})).looks).toHaveLength(1);
  await site.inside(() => lookAtAll(adapters, undefined, new Date(now().getTime() + 1)));
  expect(await world.get('watchState', {})).toMatchObject({ isLooking: false, looks: [{}, {}] });
  // One that was begun since is nobody's to end.
  expect(await site.inside(() => keptWatchIn(place).begin(target))).toBe(true);
  await site.inside(() => lookAtAll(adapters, undefined, new Date(now().getTime() - 60_000)));
  expect((await world.get('watchState', {})).looks).toHaveLength(2);
});

test('a schedule looks at every target, and a product of which nothing was applied keeps nobody', async () => {
  await applied();
  const { adapters, site } = world;
  await site.inside(() => lookAtAll(adapters));
  const { looks, nextAt } = await world.get('watchState', {});
  expect(looks.map(({ who }) => who)).toEqual([null, null]);
  expect(Date.parse(nextAt ?? '') - Date.parse(looks.at(-1)?.at ?? '')).toBe(86_400_000);
});
