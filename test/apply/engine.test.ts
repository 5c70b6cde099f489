import type { CameIn, Guard } from '../../src/contract/apply';
import { Secret } from '../../src/secrets/secret';
import { failureOf, type World } from './memory-target';
import { appliedNow, applyNow, fresh, old, orderOf, type Standing, settled, stand, usual, wanted } from './standing';

const minute = 60_000;
let standing: Standing;
const open = (options?: Parameters<typeof stand>[0]) => {
  standing = stand(options);
  return standing;
};
afterEach(() => standing.close());

const cameIn = (world: World, more: Partial<CameIn> = {}): CameIn => ({
  who: 'alice',
  at: world.now().toISOString(),
  isAdministrator: true,
  how: 'audit-log',
  ...more,
});
const guard = (more: Partial<Guard> = {}): Guard => ({
  id: 'client-not-ready',
  holds: false,
  canBeOverruled: true,
  message: 'The step Client is broken.',
  consequence: 'It may be that nobody can sign in.',
  ...more,
});

describe('what is written', () => {
  test('is read back, and then waits for somebody who keeps it', async () => {
    const { world, process } = open();
    const view = await process((engine) => appliedNow(engine));
    expect(world.settings()).toEqual(fresh);
    expect(view.entries.map(({ step }) => step)).toEqual([
      'read',
      'planned',
      'guarded',
      'backed-up',
      'writing',
      'written',
      'verified',
      'waiting',
    ]);
    expect(view).toMatchObject({ step: 'waiting', inForce: 'new', who: 'ada', mappingVersion: 4 });
    expect(view.deadlineAt).toBe(new Date(world.now().getTime() + 10 * minute).toISOString());
    expect(view.changes.map(({ label, before, after }) => [label, before, after])).toEqual([
      ['Client Id', 'old-client', 'app-jira'],
      ['Client Secret', null, null],
      ['Scope', 'openid', 'openid profile email'],
    ]);
  });

  test('names no secret outside the secret store', async () => {
    const { process, records } = open();
    await process((engine) => appliedNow(engine));
    const { plain, secret } = await records();
    const [shown, sealed] = [JSON.stringify([...plain]), JSON.stringify([...secret])];
    for (const word of ['old-secret-of-the-client', 'new-secret-of-the-client']) {
      expect(shown).not.toContain(word);
      expect(sealed).toContain(word);
    }
  });

  test('is kept at once where nobody has to keep it', async () => {
    const { process } = open();
    const view = await process((engine) => appliedNow(engine, { keepWithin: null }));
    expect(view).toMatchObject({ step: 'kept', inForce: 'new', deadlineAt: null, dueAt: null });
  });

  test('says which fields cannot be read back', async () => {
    const { process } = open({ hides: true });
    const view = await process((engine) => appliedNow(engine));
    expect(view.entries.find(({ step }) => step === 'verified')?.message).toContain('Not read back: Client Secret.');
  });
});

describe('nothing is written', () => {
  test('where the settings have changed since the plan was shown; the new plan comes back', async () => {
    const { world, process } = open();
    const applied = await process(async (engine) => {
      const { fingerprint } = settled(await engine.preview({ kind: 'wanted', wanted }));
      world.change((settings) => ({ ...settings, scope: 'openid groups' }));
      return engine.apply(orderOf({ shown: fingerprint, change: usual }));
    });
    expect(applied).toMatchObject({ kind: 'changed' });
    expect(applied.kind === 'changed' && applied.summary.changes.map(({ before }) => before)).toContain(
      'openid groups',
    );
    expect(world.sent).toEqual([]);
  });

  test('where all is as wanted', async () => {
    const { world, process } = open({ start: fresh });
    expect(await process((engine) => applyNow(engine))).toEqual({ kind: 'nothing-to-write' });
    expect(world.sent).toEqual([]);
  });

  test('where a guard does not hold, until it is overruled by its id', async () => {
    const { world, process } = open();
    const judge = async () => [guard()];
    const held = await process((engine) => applyNow(engine, { judge, overruled: ['sign-in-stale'] }));
    expect(held).toMatchObject({ kind: 'held' });
    expect(world.sent).toEqual([]);
    const view = await process((engine) => appliedNow(engine, { judge, overruled: ['client-not-ready'] }));
    expect(view.overruled).toEqual([guard()]);
    expect(view.step).toBe('waiting');
  });

  test('where a guard that cannot be overruled does not hold', async () => {
    const { world, process } = open();
    const firm = guard({ id: 'way-back-unproved', canBeOverruled: false, consequence: null });
    const held = await process((engine) =>
      applyNow(engine, { judge: async () => [firm], overruled: ['way-back-unproved'] }),
    );
    expect(held.kind).toBe('held');
    expect(world.sent).toEqual([]);
  });

  test('where everybody would be redirected together with other fields; alone it is', async () => {
    const { world, process } = open();
    const change = { kind: 'wanted', wanted: { ...wanted, redirect: 'on' } } as const;
    const held = await process((engine) => applyNow(engine, { change, overruled: ['redirect-with-others'] }));
    expect(held).toMatchObject({ kind: 'held', guards: [{ id: 'redirect-with-others', holds: false }] });
    expect(world.sent).toEqual([]);
    const alone = { kind: 'wanted', wanted: { redirect: 'on' } } as const;
    expect(await process((engine) => appliedNow(engine, { change: alone }))).toMatchObject({ step: 'waiting' });
  });

  test('where the guards cannot be judged, and the target is free again at once', async () => {
    const { world, process } = open();
    const judge = async () => {
      throw new Error('The directory is not there.');
    };
    await expect(process((engine) => applyNow(engine, { judge }))).rejects.toThrow('The directory is not there.');
    expect(world.sent).toEqual([]);
    expect(await process((engine) => applyNow(engine), { who: 'bob' })).toMatchObject({ kind: 'done' });
  });

  test('where the document is not understood', async () => {
    const whyNot = () => failureOf('document-unknown', true);
    const { world, process } = open({ alter: (target) => ({ ...target, whyNot }) });
    const change = { kind: 'wanted', wanted } as const;
    expect(await process((engine) => engine.preview(change))).toEqual({ ok: false, failure: whyNot() });
    const view = await process((engine) => engine.apply(orderOf({ shown: 'any', change: usual })));
    expect(view).toMatchObject({ kind: 'done', view: { step: 'not-written', entries: [{}, { failure: whyNot() }] } });
    expect(world.sent).toEqual([]);
  });

  test('where the target cannot be read', async () => {
    const { world, process } = open();
    const view = await process(async (engine) => {
      const { fingerprint } = settled(await engine.preview({ kind: 'wanted', wanted }));
      world.reads = 'unauthorised';
      return engine.apply(orderOf({ shown: fingerprint, change: usual }));
    });
    expect(view).toMatchObject({ kind: 'done', view: { step: 'not-written', inForce: 'old' } });
    expect(world.sent).toEqual([]);
  });

  test('where the backup that was kept does not open as what was read', async () => {
    const { world, process } = open({ alter: (target) => ({ ...target, textOf: () => new Secret('{}') }) });
    expect(await process((engine) => appliedNow(engine))).toMatchObject({ step: 'not-written', inForce: 'old' });
    expect(world.sent).toEqual([]);
  });

  test('while somebody else applies: who it is and since when is told', async () => {
    const { world, process } = open();
    const since = world.now().toISOString();
    const { id } = await process((engine) => appliedNow(engine));
    world.pass(minute);
    const change = { kind: 'wanted', wanted: { scope: 'openid' } } as const;
    expect(await process((engine) => applyNow(engine, { change }), { who: 'bob' })).toEqual({
      kind: 'busy',
      who: 'ada',
      since,
    });
    await process((engine) => engine.restore(id, null));
    expect(await process((engine) => applyNow(engine), { who: 'bob' })).toMatchObject({ kind: 'done' });
  });
});

describe('a target that does not do what it says', () => {
  test.each(['half', 'keyless'] as const)('gets its backup back at once where it wrote %s', async (writes) => {
    const { world, process } = open({ writes });
    const view = await process((engine) => appliedNow(engine));
    expect(view).toMatchObject({ step: 'restored', inForce: 'old' });
    expect(world.settings()).toEqual(old);
  });

  test('is not believed where it wrote nothing', async () => {
    const { process } = open({ writes: 'nothing' });
    const view = await process((engine) => appliedNow(engine));
    expect(view).toMatchObject({ step: 'not-written', inForce: 'old' });
    expect(view.entries.at(-1)?.failure?.message).toContain('does not hold it');
  });

  test('is looked at again once what was sent cannot arrive any more', async () => {
    const { world, process } = open({ writes: 'late' });
    const view = await process((engine) => appliedNow(engine));
    expect(view).toMatchObject({ step: 'written', inForce: 'old' });
    const { id } = view;
    // A restore now would be overtaken by what is still on its way.
    expect(await process((engine) => engine.restore(id, null))).toMatchObject({ kind: 'not-open' });
    world.pass(minute);
    const recovered = await process((engine) => engine.recover(), { who: null });
    expect(recovered).toMatchObject({ inForce: 'new', view: { step: 'waiting' } });
  });

  test('that wrote half and takes no backup calls a person', async () => {
    const { world, process } = open({ writes: 'half', restores: 'unauthorised' });
    const view = await process((engine) => appliedNow(engine));
    expect(view).toMatchObject({ step: 'stuck', inForce: 'neither', dueAt: null });
    expect(view.backupUntil).not.toBeNull();
    world.restores = 'well';
    expect(await process((engine) => engine.restore(view.id, null))).toMatchObject({
      kind: 'done',
      view: { step: 'restored', inForce: 'old' },
    });
    expect(world.settings()).toEqual(old);
  });

  test('that hides its secret is undone where nobody can tell whether it has arrived', async () => {
    const { world, process } = open({ hides: true, writes: 'lost' });
    const change = { kind: 'wanted', wanted: { secret: 'another' } } as const;
    const view = await process((engine) => appliedNow(engine, { change }));
    expect(view).toMatchObject({ step: 'written', inForce: 'unknown' });
    world.pass(minute);
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({ view: { step: 'restored' } });
  });
});

describe('keeping', () => {
  test('wants an administrator who came in after the write', async () => {
    const { world, process } = open();
    const before = world.now().toISOString();
    world.pass(minute);
    await process(async (engine) => {
      const { id } = await appliedNow(engine);
      expect(await engine.keep(id)).toEqual({ kind: 'nobody-came-in' });
      await engine.noteCameIn(id, cameIn(world, { at: before }));
      expect(await engine.keep(id)).toEqual({ kind: 'nobody-came-in' });
      await engine.noteCameIn(id, cameIn(world));
      await engine.noteCameIn(id, cameIn(world, { isAdministrator: false }));
      expect(await engine.keep(id)).toEqual({ kind: 'nobody-came-in' });
      await engine.noteCameIn(id, cameIn(world));
      await engine.noteCameIn(id, cameIn(world, { who: 'bob', isAdministrator: false }));
      expect(await engine.keep(id)).toMatchObject({ kind: 'done', view: { step: 'kept', inForce: 'new' } });
    });
    world.pass(60 * minute);
    await process((engine) => engine.recover(), { who: null });
    expect(world.settings()).toEqual(fresh);
  });

  test('is refused where the target holds something else by now, and the deadline stays', async () => {
    const { world, process } = open();
    await process(async (engine) => {
      const { id, deadlineAt } = await appliedNow(engine);
      await engine.noteCameIn(id, cameIn(world));
      world.change(() => old);
      expect(await engine.keep(id)).toMatchObject({
        kind: 'not-in-force',
        view: { step: 'waiting', inForce: 'old', deadlineAt },
      });
    });
  });
});

describe('the deadline', () => {
  test('puts the old settings back, whoever is there', async () => {
    const { world, process } = open();
    await process((engine) => appliedNow(engine));
    world.pass(9 * minute);
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({ view: { step: 'waiting' } });
    world.pass(minute);
    const recovered = await process((engine) => engine.recover(), { who: null });
    expect(recovered).toMatchObject({ inForce: 'old', view: { step: 'restored' } });
    expect(world.settings()).toEqual(old);
    expect(recovered?.view.entries.find(({ step }) => step === 'restoring')?.who).toBeNull();
  });

  test('touches nothing where somebody has changed something; a person is shown what, and decides', async () => {
    const { world, process } = open();
    const { id } = await process((engine) => appliedNow(engine));
    world.change((settings) => ({ ...settings, scope: 'openid groups' }));
    world.pass(10 * minute);
    const { length } = world.sent;
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({
      inForce: 'neither',
      view: { step: 'stuck', dueAt: null },
    });
    expect(world.sent).toHaveLength(length);
    await process(async (engine) => {
      const differs = await engine.restore(id, null);
      if (differs?.kind !== 'differs') throw new Error(`It was ${differs?.kind}.`);
      expect(differs.difference.changes.map(({ before, after }) => [before, after])).toContainEqual([
        'openid groups',
        'openid',
      ]);
      world.change((settings) => ({ ...settings, scope: 'openid email' }));
      expect(await engine.restore(id, differs.fingerprint)).toMatchObject({ kind: 'differs' });
      expect(world.sent).toHaveLength(length);
      const again = await engine.restore(id, null);
      if (again?.kind !== 'differs') throw new Error(`It was ${again?.kind}.`);
      expect(await engine.restore(id, again.fingerprint)).toMatchObject({ view: { step: 'restored' } });
    });
    expect(world.settings()).toEqual(old);
  });

  test('takes a field that somebody put back by hand for their decision, not for half of ours', async () => {
    const { world, process } = open();
    await process((engine) => appliedNow(engine));
    world.change((settings) => ({ ...settings, scope: 'openid' }));
    world.pass(10 * minute);
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({ view: { step: 'stuck' } });
  });

  test('ends all unattended tries at the first 401', async () => {
    const { world, process } = open();
    const { id } = await process((engine) => appliedNow(engine));
    world.pass(10 * minute);
    world.reads = 'unauthorised';
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({
      view: { step: 'stuck', inForce: 'unknown', dueAt: null },
    });
    world.reads = 'well';
    world.pass(60 * minute);
    await process((engine) => engine.recover(), { who: null });
    expect(world.settings()).toEqual(fresh);
    expect(await process((engine) => engine.restore(id, null))).toMatchObject({ view: { step: 'restored' } });
  });

  test('is not waited for where a look before it meets a 401: a person is called at once', async () => {
    const { world, process } = open();
    await process((engine) => appliedNow(engine));
    world.reads = 'unauthorised';
    const { length } = world.read;
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({ view: { step: 'stuck' } });
    world.pass(60 * minute);
    await process((engine) => engine.recover(), { who: null });
    await process((engine) => engine.recover());
    expect(world.read).toHaveLength(length + 1);
  });

  test('tries again while the target cannot be reached, and calls a person after a day', async () => {
    const { world, process } = open();
    await process((engine) => appliedNow(engine));
    world.reads = 'unreachable';
    const start = world.now().getTime();
    let due = (await process((engine) => engine.recover(), { who: null }))?.view.dueAt ?? null;
    while (due !== null) {
      world.pass(Date.parse(due) - world.now().getTime());
      due = (await process((engine) => engine.recover(), { who: null }))?.view.dueAt ?? null;
    }
    const hours = (world.now().getTime() - start) / 3_600_000;
    expect(hours).toBeGreaterThan(20);
    expect(hours).toBeLessThan(30);
    expect((await process((engine) => engine.recover(), { who: null }))?.view.step).toBe('stuck');
  });

  test('sends nothing where somebody has put the old settings back already', async () => {
    const { world, process } = open();
    await process((engine) => appliedNow(engine));
    world.change(() => old);
    world.pass(10 * minute);
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({ view: { step: 'restored' } });
    expect(world.sent).toHaveLength(1);
  });

  test('calls a person once the target has said five times that it restored, and has not', async () => {
    const { world, process } = open({ restores: 'nothing' });
    await process((engine) => appliedNow(engine));
    for (let tries = 1; tries <= 5; tries += 1) {
      world.pass(60 * minute);
      const recovered = await process((engine) => engine.recover(), { who: null });
      expect(recovered?.view).toMatchObject({ step: tries < 5 ? 'restoring' : 'stuck', inForce: 'new' });
    }
    expect(world.sent).toHaveLength(6);
  });

  test('puts back once the target is there again', async () => {
    const { world, process } = open();
    await process((engine) => appliedNow(engine));
    world.pass(10 * minute);
    world.reads = 'unreachable';
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({ view: { step: 'restoring' } });
    world.reads = 'well';
    world.pass(minute);
    expect(await process((engine) => engine.recover(), { who: null })).toMatchObject({ view: { step: 'restored' } });
  });
});

test('a person leaves a target as it is, and the next apply can begin', async () => {
  const { world, process } = open();
  const { id } = await process((engine) => appliedNow(engine));
  world.change((settings) => ({ ...settings, scope: 'openid groups' }));
  world.pass(10 * minute);
  await process((engine) => engine.recover(), { who: null });
  expect(await process((engine) => applyNow(engine))).toMatchObject({ kind: 'busy' });
  expect(await process((engine) => engine.leave(id))).toMatchObject({ step: 'left', inForce: 'neither' });
  expect(await process((engine) => applyNow(engine))).toMatchObject({ kind: 'done' });
});

test('what was there before an earlier apply is restored as a plan of its own', async () => {
  const { world, process } = open();
  const { id } = await process((engine) => appliedNow(engine, { keepWithin: null }));
  const back = { change: { kind: 'as-before', apply: id } } as const;
  const shown = settled(await process((engine) => engine.preview(back.change)));
  expect(shown.changes.map(({ before, after }) => [before, after])).toContainEqual(['app-jira', 'old-client']);
  const view = await process((engine) => appliedNow(engine, back));
  expect(view).toMatchObject({ step: 'waiting', inForce: 'new' });
  expect(world.settings()).toEqual(old);
  world.pass(10 * minute);
  await process((engine) => engine.recover(), { who: null });
  expect(world.settings()).toEqual(fresh);
});

test('the history tells of what went on to the target, newest first', async () => {
  const { world, process } = open();
  const kept = await process((engine) => appliedNow(engine, { keepWithin: null }));
  world.pass(minute);
  await process((engine) => applyNow(engine));
  const change = { kind: 'wanted', wanted: { scope: 'openid groups' } } as const;
  const waiting = await process((engine) => appliedNow(engine, { change }), { who: 'bob' });
  const history = await process((engine) => engine.history(10));
  expect(history.map(({ id, who, step }) => ({ id, who, step }))).toEqual([
    { id: waiting.id, who: 'bob', step: 'waiting' },
    { id: kept.id, who: 'ada', step: 'kept' },
  ]);
});

test('a backup is deleted once its apply has ended, and not before', async () => {
  const { world, process, records } = open();
  const { id } = await process((engine) => appliedNow(engine));
  expect(await process((engine) => engine.deleteBackup(id))).toBe(false);
  world.pass(10 * minute);
  await process((engine) => engine.recover(), { who: null });
  expect(await process((engine) => engine.deleteBackup(id))).toBe(true);
  expect((await process((engine) => engine.view(id)))?.backupUntil).toBeNull();
  expect((await records()).secret.size).toBe(0);
});

test('what a target throws is neither shown nor kept', async () => {
  const { process, records } = open({ writes: 'broken-off' });
  const view = await process((engine) => appliedNow(engine));
  expect(JSON.stringify(view)).not.toContain('The connection was reset');
  expect(JSON.stringify([...(await records()).plain])).not.toContain('The connection was reset');
  expect(view).toMatchObject({ step: 'written', inForce: 'neither' });
});
