import { type Applying, emergencyAccess, openApplying, prepared, write } from './applying';

jest.setTimeout(60_000);

/** Confluence: its export has another shape, it does not say who is a system administrator, and its pages have other names. */

let world: Applying;
beforeEach(async () => {
  world = await openApplying({ situation: 'leavers-still-active' });
  await prepared(world);
});
afterEach(() => world.close());

const stored = () => structuredClone(world.demo.plugins.confluence.miniorange.configuration.stored);

test('the way back is the page of Confluence, and administers by its groups', async () => {
  const { demo, get } = world;
  const address = expect.stringMatching(/\/login\.action\?oauth_sso=false$/) as string;
  const typed = { user: 'emergency-admin', password: emergencyAccess.access.password };
  const { wayBack, state } = await get('proveWayBack', typed);
  expect(wayBack).toEqual({ kind: 'proved', address, account: 'emergency-admin' });
  expect(state.signInAddress).toMatch(/^http:\/\/wiki\.localhost:\d+\/login\.action$/);
  const rescue = demo.confluence.people.named('emergency-admin');
  if (!rescue) throw new Error('There is no such account.');
  demo.confluence.people.put({ ...rescue, groups: ['confluence-users'] });
  // Who administers nothing exports nothing either, and so cannot even be asked.
  const refused = await world.site.call('proveWayBack', { target: world.target, ...typed });
  expect(refused).toMatchObject({ ok: false, error: { field: 'access' } });
});

test('written, kept once an administrator has said that they came in, and put back as a plan', async () => {
  const { get } = world;
  const before = stored();
  const plan = await get('planApply', { change: { kind: 'settings' } });
  expect(plan).toMatchObject({
    productName: 'Confluence',
    called: expect.stringMatching(/^miniOrange on wiki\./) as string,
  });
  const apply = await write(world);
  expect(stored()).not.toEqual(before);
  await get('sayWhoCameIn', { apply, user: 'amara.okafor' });
  await get('keepApply', { apply });
  expect((await get('applyState', {})).newest).toMatchObject({ step: 'kept', cameIn: [{ how: 'said' }] });
  await prepared(world);
  await write(world, { kind: 'as-before', apply });
  expect(stored()).toEqual(before);
});
