import { secretPlaceholder } from '../../src/targets/miniorange/import-file';
import { type Applying, emergencyAccess, openApplying, prepared, write } from './applying';

jest.setTimeout(60_000);

/** A file to import, and a look at what is exported then; the plugin itself is asked for nothing that was not allowed. */

const partners = 'login.partners.example';
const partnersSecret = 'made-up-secret-of-the-partners';

describe('miniOrange', () => {
  let world: Applying;
  beforeEach(async () => {
    world = await openApplying();
  });
  afterEach(() => world.close());
  const exported = () => JSON.stringify(world.demo.plugins.jira.miniorange.configuration.stored);

  test('the file is made from what is dropped in, without a secret, and neither of them is kept', async () => {
    const file = await world.get('importFile', { text: exported() });
    expect(file?.name).toBe('miniorange-jira-localhost.json');
    expect(file?.text).toContain(partners);
    expect(file?.text).not.toContain(partnersSecret);
    expect(file?.typeAfterwards).toHaveLength(2);
    const kept = JSON.stringify(await world.site.everything());
    for (const trace of [partners, partnersSecret, secretPlaceholder]) expect(kept).not.toContain(trace);
  });

  test('without one it is made from what the plugin holds now, where that may be read', async () => {
    expect((await world.get('importFile', { text: null }))?.text).not.toContain(partners);
    await world.get('savePluginAccess', emergencyAccess);
    const file = await world.get('importFile', { text: null });
    expect(file?.text).toContain(partners);
    expect(file?.text).not.toContain(partnersSecret);
  });

  test('what is exported is held against what was planned, before and after', async () => {
    const before = await world.get('compareFile', { text: exported() });
    expect(before.called).toMatch(/^miniOrange on jira\.localhost/);
    expect(before.changes.map(({ label }) => label)).toContain('Full Name Attribute');
    await prepared(world);
    await write(world);
    expect(await world.get('compareFile', { text: exported() })).toMatchObject({
      ...{ changes: [], notes: [] },
      matches: before.matches + before.changes.length,
    });
    expect(JSON.stringify(before)).not.toContain(partnersSecret);
  });

  test('a file that is not understood is refused, and nothing of it is quoted', async () => {
    for (const call of ['importFile', 'compareFile'] as const) {
      const answer = await world.site.call(call, {
        target: world.target,
        text: `{"CLIENT_SECRET":"${partnersSecret}"}`,
      });
      expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } });
      expect(JSON.stringify(answer)).not.toContain(partnersSecret);
    }
  });
});

test('Atlassian’s own plugin imports no file, and its answer is held against the plan', async () => {
  const world = await openApplying({ settings: { plugin: 'atlassian-dc', scopes: 'openid profile email' } });
  try {
    expect(await world.get('importFile', { text: null })).toBeNull();
    const { idps } = world.demo.plugins.jira.atlassianDc.settings();
    const { changes, notes } = await world.get('compareFile', { text: JSON.stringify(idps) });
    expect(changes.map(({ label }) => label)).toContain('Issuer URL');
    expect(notes.join(' ')).toContain('client secret');
  } finally {
    await world.close();
  }
});

test('of a plugin that is not known nothing can be compared, and that is said', async () => {
  const world = await openApplying({ settings: { plugin: 'other' } });
  try {
    expect(await world.get('importFile', { text: null })).toBeNull();
    expect(await world.site.call('compareFile', { target: world.target, text: '{}' })).toMatchObject({
      ok: false,
      error: { code: 'not-here' },
    });
  } finally {
    await world.close();
  }
});
