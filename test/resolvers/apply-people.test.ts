import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { signInPaths } from '../../local/atlassian/front-door';
import { emergencyAccount, usersGroups } from '../../local/demo/accounts';
import { demoPassword } from '../../local/demo/people';
import type { PersonSince } from '../../src/contract/apply-calls';
import type { DryRunRow } from '../../src/contract/dry-run';
import { type Product, productNames } from '../../src/contract/target';
import { rowOf } from '../directory/made-rows';
import { type Applying, emergencyAccess, openApplying, rescueRow } from './applying';

let world: Applying;
let product: Product;
const open = async (of: Product, situation: string) => {
  product = of;
  world = await openApplying({ situation });
  await world.get('savePluginAccess', emergencyAccess);
};
afterEach(() => world.close());

const inProduct = () => world.demo[product];
const administering = () => `${product}-administrators`;
const usersGroup = () => usersGroups[product];

/** Of an account that is there, as the dry run would find it. */
const rowFor = (name: string, change: Partial<DryRunRow>): DryRunRow => {
  const account = inProduct().people.named(name);
  if (!account) throw new Error(`There is no ${name}.`);
  const { email, displayName: fullName, groups } = account;
  const existing = { username: account.name, email, fullName, active: true, groups };
  return rowOf(0, { name, username: name, account: name, existing, ...change });
};
const setGroups = (name: string, groups: string[]) => {
  const account = inProduct().people.named(name);
  if (account) inProduct().people.put({ ...account, groups });
};
/** Somebody who administers, and somebody who does not; both are in Casdoor. */
const peopleOf = () => {
  const { demo } = world;
  const inCasdoor = demo.casdoor.world.users.map(({ name }) => name);
  const known = inProduct().people.active.filter(({ name }) => inCasdoor.includes(name));
  const administrator = known.find(({ groups }) => groups.includes(administering()))?.name ?? '';
  const person = known.find(({ groups }) => !groups.includes(administering()))?.name ?? '';
  expect([administrator, person]).not.toContain('');
  return { administrator, person };
};

/** Fingerprints of everything that can be given back. */
const shownOf = (people: readonly PersonSince[]) => people.flatMap(({ losses }) => losses.map(({ shown }) => shown));

/** What the panel does until the new settings wait for somebody. */
const apply = async (rows: readonly DryRunRow[] = []): Promise<string> => {
  const { get, site, played } = world;
  await get('startDryRun', { run: randomUUID() });
  await site.inside(() => played.finish([...rows, rescueRow]));
  const plan = await get('planApply', { change: { kind: 'settings' } });
  const id = randomUUID();
  await get('startApply', {
    apply: id,
    change: { kind: 'settings' },
    shown: plan.summary.fingerprint,
    overruled: plan.guards.filter(({ holds, canBeOverruled }) => !holds && canBeOverruled).map((guard) => guard.id),
    typedName: productNames[product],
    keepWithin: 600_000,
  });
  const { newest, order } = await get('applyState', {});
  expect([newest?.step, order?.outcome]).toEqual(['waiting', { kind: 'done' }]);
  return id;
};

/** From the product's button through Casdoor back to it. */
const throughPlugin = async (username: string): Promise<number> => {
  const { casdoor } = world.demo;
  const { address } = inProduct();
  const form = await (await fetch(address + signInPaths[product])).text();
  const links = [...form.matchAll(/class="sso" href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&#38;', '&'));
  const link = links.find((href) => href.includes('/plugins/servlet/oauth/'));
  const begun = await fetch(address + link, { redirect: 'manual' });
  const authorize = new URL(begun.headers.get('location') ?? '').searchParams;
  const application = casdoor.world.applications.find(({ clientId }) => clientId === authorize.get('client_id'));
  const query = new URLSearchParams({
    clientId: authorize.get('client_id') ?? '',
    responseType: authorize.get('response_type') ?? '',
    redirectUri: authorize.get('redirect_uri') ?? '',
    scope: authorize.get('scope') ?? '',
    state: authorize.get('state') ?? '',
    type: 'code',
  });
  const answer = await fetch(`${casdoor.address}/api/login?${query.toString()}`, {
    method: 'POST',
    body: JSON.stringify({
      application: application?.name,
      organization: application?.organization,
      type: 'code',
      username,
      password: demoPassword,
      signinMethod: 'Password',
    }),
  });
  const { data: code } = (await answer.json()) as { data: string };
  const back = new URLSearchParams({ code, state: authorize.get('state') ?? '' });
  return (await fetch(`${address}/plugins/servlet/oauth/callback?${back}`, { redirect: 'manual' })).status;
};

describe.each<[Product, string]>([
  ['jira', 'healthy'],
  ['confluence', 'leavers-still-active'],
])('In %s', (of, situation) => {
  beforeEach(() => open(of, situation));

  test('who came in through the plugin is told by the audit log, and noted once', async () => {
    const { get } = world;
    const { administrator, person } = peopleOf();
    const id = await apply();
    const untold = await get('lookWhoCameIn', { apply: id });
    expect(untold).toMatchObject({ isTold: false, why: expect.stringContaining('coverage seems to leave them out') });

    inProduct().conditions.auditsSignIns = 'way';
    // An answer's date has no parts of a second: whoever comes in within that of the write is not counted.
    await wait(1_500);
    for (const name of [person, administrator]) expect(await throughPlugin(name)).toBe(302);
    const told = await get('lookWhoCameIn', { apply: id });
    expect(told).toMatchObject({ isTold: true, why: null });
    expect(told.state.newest?.cameIn).toEqual([
      expect.objectContaining({ who: person, isAdministrator: false, how: 'audit-log' }),
      expect.objectContaining({ who: administrator, isAdministrator: true, how: 'audit-log' }),
    ]);
    const again = await get('lookWhoCameIn', { apply: id });
    expect(again.state.newest?.entries.length).toBe(told.state.newest?.entries.length);
    await get('keepApply', { apply: id });
    expect((await get('applyState', {})).newest?.step).toBe('kept');
    // Who comes in afterwards tells whether everybody can be sent there.
    expect(await get('lookWhoCameIn', { apply: id })).toMatchObject({ isTold: true, why: null });
  });

  test('where the log does not tell, somebody says who came in, and Jira whether they administer', async () => {
    const { get, site, target } = world;
    const { administrator, person } = peopleOf();
    const id = await apply();
    expect(await site.call('sayWhoCameIn', { target, apply: id, user: 'nobody' })).toEqual({
      ok: false,
      error: { code: 'refused', message: `${productNames[product]} has no account “nobody”.`, field: 'user' },
    });
    const said = await get('sayWhoCameIn', { apply: id, user: ` ${person} ` });
    expect(said.newest?.cameIn).toEqual([
      expect.objectContaining({ who: person, isAdministrator: false, how: 'said' }),
    ]);
    await get('keepApply', { apply: id });
    expect((await get('applyState', {})).order?.outcome).toEqual({ kind: 'nobody-came-in' });
    await get('sayWhoCameIn', { apply: id, user: administrator });
    await get('keepApply', { apply: id });
    expect((await get('applyState', {})).newest?.step).toBe('kept');
  });

  test('after a restore whoever differs is listed, and administrators get their groups back by one press', async () => {
    const { get, site, target } = world;
    const { administrator, person } = peopleOf();
    const groups = inProduct().people.named(administrator)?.groups ?? [];
    const id = await apply([rowFor(person, { groupsLost: [usersGroup()] })]);
    setGroups(administrator, [usersGroup()]);
    setGroups(person, []);
    await get('restoreApply', { apply: id, shown: null });
    expect((await get('applyState', {})).newest?.step).toBe('restored');

    const since = await get('peopleSince', { apply: id, from: 0, count: 200 });
    const lost = groups.filter((group) => group !== usersGroup());
    expect(since.total).toBe(since.administrators + 1);
    expect(since.people).toEqual([
      expect.objectContaining({
        user: administrator,
        isAdministrator: true,
        losses: [{ groups: lost, why: null, shown: expect.any(String) }],
      }),
      expect.objectContaining({ user: person, isAdministrator: false }),
    ]);
    expect((await get('peopleSince', { apply: id, from: since.administrators, count: 200 })).people).toHaveLength(1);

    const shown = shownOf(since.people);
    // What was typed for the apply ended with it, and what accounts are read with writes nothing.
    expect(await site.call('putGroupsBack', { target, apply: id, shown, named: [] })).toMatchObject({
      ok: false,
      error: { code: 'refused', field: 'access' },
    });
    await get('savePluginAccess', emergencyAccess);
    // Looked at before and after it, and no third time: what was given is not called refused by that.
    const { conditions } = inProduct();
    conditions.fault = { kind: 'captcha', on: /serverInfo|user\/current/, times: null, after: 2 };
    expect(await get('putGroupsBack', { apply: id, shown, named: [] })).toEqual({
      isGiven: true,
      people: [expect.objectContaining({ user: administrator, losses: [], byHand: [], problem: null })],
    });
    conditions.fault = null;
    expect([...(inProduct().people.named(administrator)?.groups ?? [])].sort()).toEqual([...groups].sort());
    expect(inProduct().people.named(person)?.groups).toEqual([]);
    // What was shown is not so any more, so nothing is done by it.
    expect(await get('putGroupsBack', { apply: id, shown, named: [] })).toEqual({ isGiven: false, people: [] });

    // Somebody takes the administrator out on purpose, on another day: this apply has no part in it.
    world.pass(24 * 3_600_000);
    setGroups(administrator, [usersGroup()]);
    const { people: demoted } = await get('peopleSince', { apply: id, from: 0, count: since.administrators });
    expect(demoted).toMatchObject([
      { user: administrator, losses: [{ groups: lost, why: expect.stringContaining('Taken away later') }] },
    ]);
    const press = { target, apply: id, shown: shownOf(demoted), named: [] as string[] };
    expect(await site.call('putGroupsBack', press)).toMatchObject({
      ok: false,
      error: { code: 'refused', message: `This apply does not explain what ${administrator} has lost.` },
    });
    expect(await site.call('putGroupsBack', { ...press, named: [person] })).toMatchObject({ ok: false });
    expect(inProduct().people.named(administrator)?.groups).toEqual([usersGroup()]);
    expect(await get('putGroupsBack', { ...press, named: [administrator] })).toMatchObject({
      isGiven: true,
      people: [{ user: administrator, losses: [] }],
    });

    await get('deleteApplyBackup', { apply: id });
    expect(await site.call('peopleSince', { target, apply: id, from: 0, count: 10 })).toMatchObject({
      ok: false,
      error: { code: 'expired' },
    });
  });

  test('what was shown of somebody who lost more since is shown anew, and nothing is given', async () => {
    const { get } = world;
    const { administrator } = peopleOf();
    const groups = inProduct().people.named(administrator)?.groups ?? [];
    const id = await apply();
    setGroups(
      administrator,
      groups.filter((group) => group !== administering()),
    );
    await get('restoreApply', { apply: id, shown: null });
    await get('savePluginAccess', emergencyAccess);
    const { people: before } = await get('peopleSince', { apply: id, from: 0, count: 200 });
    setGroups(administrator, []);
    const { isGiven, people } = await get('putGroupsBack', { apply: id, shown: shownOf(before), named: [] });
    expect(isGiven).toBe(false);
    const [now] = people;
    expect(now?.losses.map(({ why }) => why === null)).toContain(false);
    expect(now?.losses.flatMap((loss) => loss.groups).sort()).toEqual([...groups].sort());
    expect(inProduct().people.named(administrator)?.groups).toEqual([]);
  });

  test('with what somebody else lets them use, nobody makes an administrator of whom this apply took nothing', async () => {
    const { get, site, target } = world;
    const { administrator } = peopleOf();
    const id = await apply();
    await get('restoreApply', { apply: id, shown: null });
    await get('savePluginAccess', { ...emergencyAccess, isShared: true });
    setGroups(administrator, []);
    const as = { accountId: 'bob' };
    const { people } = await get('peopleSince', { apply: id, from: 0, count: 200 }, as);
    const press = { target, apply: id, shown: shownOf(people), named: [administrator] };
    expect(await site.call('putGroupsBack', press, as)).toMatchObject({
      ok: false,
      error: { code: 'refused', message: expect.stringContaining('credentials of your own alone'), field: 'access' },
    });
    expect(inProduct().people.named(administrator)?.groups).toEqual([]);
    expect(await get('putGroupsBack', press)).toMatchObject({ isGiven: true });
  });

  test('nothing is given back as long as the new settings wait, and by name alone once they are kept', async () => {
    const { get, site, target } = world;
    const { administrator } = peopleOf();
    const id = await apply();
    await get('sayWhoCameIn', { apply: id, user: administrator });
    const press = { target, apply: id, shown: ['s'.repeat(43)], named: [] };
    expect(await site.call('putGroupsBack', press)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('neither kept nor restored') },
    });
    await get('keepApply', { apply: id });
    await get('savePluginAccess', emergencyAccess);
    setGroups(administrator, []);
    const { people } = await get('peopleSince', { apply: id, from: 0, count: 200 });
    expect(people).toMatchObject([
      { user: administrator, losses: [{ why: expect.stringContaining('did not come back') }] },
    ]);
  });

  test('an apply of another target tells nothing here', async () => {
    const { site, target } = world;
    await apply();
    for (const [name, more] of [
      ['lookWhoCameIn', {}],
      ['sayWhoCameIn', { user: emergencyAccount.name }],
      ['peopleSince', { from: 0, count: 10 }],
      ['putGroupsBack', { shown: ['s'.repeat(43)], named: [] }],
    ] as const)
      expect(await site.call(name, { target, apply: randomUUID(), ...more })).toMatchObject({
        ok: false,
        error: { code: 'not-found', field: 'apply' },
      });
  });
});
