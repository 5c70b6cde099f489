import * as fc from 'fast-check';
import { appliedNow, applyNow, fresh, old, stand } from './standing';

const minute = 60_000;

/** Turns of the event loop before each thing that is asked, so that every order comes about. */
const delays = fc.array(fc.nat(3), { minLength: 40, maxLength: 40 });
const pass = async (turns: number) => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const delayed = (turns: number[]) => {
  let next = 0;
  return () => pass(turns[next++ % turns.length] ?? 0);
};

/** Turns before each begins. Restore asks most before it claims: at the very same moment it would hardly ever be first. */
const starts = fc.tuple(fc.nat(90), fc.nat(30), fc.nat(90), fc.nat(90));

test('of Keep, Restore and the deadline at the same moment one counts, and the target holds what it says', async () => {
  const winners = new Set<string>();
  await fc.assert(
    fc.asyncProperty(delays, starts, async (turns, [keepsAfter, restoresAfter, endsAfter, looksAfter]) => {
      const { world, process, close } = stand({ delay: delayed(turns) });
      try {
        const { id } = await process((engine) => appliedNow(engine));
        const at = world.now().toISOString();
        await process((engine) => engine.noteCameIn(id, { who: 'alice', at, isAdministrator: true, how: 'audit-log' }));
        world.pass(10 * minute);
        const { length } = world.sent;
        await Promise.all([
          pass(keepsAfter).then(() => process((engine) => engine.keep(id), { who: 'ada' })),
          pass(restoresAfter).then(() => process((engine) => engine.restore(id, null), { who: 'bob' })),
          pass(endsAfter).then(() => process((engine) => engine.recover(), { who: null })),
          pass(looksAfter).then(() => process((engine) => engine.recover(), { who: null })),
        ]);
        const view = await process((engine) => engine.view(id));
        const claims = view?.entries.filter(({ step }) => step === 'keeping' || step === 'restoring') ?? [];
        winners.add(`${claims[0]?.step} ${claims[0]?.who}`);
        if (view?.step === 'kept') {
          expect(world.settings()).toEqual(fresh);
          expect(world.sent).toHaveLength(length);
        } else {
          expect(view?.step).toBe('restored');
          expect(world.settings()).toEqual(old);
          expect(world.sent).toHaveLength(length + 1);
        }
      } finally {
        close();
      }
    }),
    { numRuns: 80 },
  );
  expect([...winners].sort()).toEqual(['keeping ada', 'restoring bob', 'restoring null']);
});

test('of two who apply at the same moment one writes, and the other is told who was quicker', async () => {
  await fc.assert(
    fc.asyncProperty(delays, async (turns) => {
      const { world, process, close } = stand({ delay: delayed(turns) });
      try {
        const applied = await Promise.all([
          process((engine) => applyNow(engine), { who: 'ada' }),
          process((engine) => applyNow(engine), { who: 'bob' }),
        ]);
        const written = applied.filter(({ kind }) => kind === 'done');
        expect(written).toHaveLength(1);
        expect(world.sent).toHaveLength(1);
        // Who comes after the other's write meets their apply, or a document that is not the one that was shown.
        expect(['busy', 'changed', 'nothing-to-write']).toContain(applied.find(({ kind }) => kind !== 'done')?.kind);
      } finally {
        close();
      }
    }),
    { numRuns: 40 },
  );
});

test('somebody who comes in is noted beside whatever else happens at that moment', async () => {
  await fc.assert(
    fc.asyncProperty(delays, async (turns) => {
      const { world, process, close } = stand({ delay: delayed(turns) });
      try {
        const { id } = await process((engine) => appliedNow(engine));
        const cameIn = (who: string) => ({
          who,
          at: world.now().toISOString(),
          isAdministrator: true,
          how: 'audit-log' as const,
        });
        await Promise.all([
          process((engine) => engine.noteCameIn(id, cameIn('alice'))),
          process((engine) => engine.noteCameIn(id, cameIn('carol'))),
        ]);
        const view = await process((engine) => engine.view(id));
        expect(view?.step).toBe('waiting');
        expect(view?.cameIn.map(({ who }) => who).sort()).toEqual(['alice', 'carol']);
      } finally {
        close();
      }
    }),
    { numRuns: 30 },
  );
});

test('a process that stood still after it had noted that it writes sends nothing any more', async () => {
  let hasStood = false;
  const standing = stand({
    onKept: async (body) => {
      if (hasStood || !JSON.stringify(body).includes('"step":"writing"')) return;
      hasStood = true;
      standing.world.pass(2 * minute);
      await standing.process((other) => other.recover(), { who: null });
    },
  });
  try {
    expect(await standing.process((engine) => applyNow(engine))).toMatchObject({ view: { step: 'not-written' } });
    expect(hasStood).toBe(true);
    expect(standing.world.sent).toEqual([]);
  } finally {
    standing.close();
  }
});

test('a process that stood still before it wrote finds that others went on, and sends nothing', async () => {
  const { world, process, close } = stand();
  try {
    const stood = await process((engine) =>
      applyNow(engine, {
        judge: async () => {
          world.pass(2 * minute);
          await process((other) => other.recover(), { who: null });
          return [];
        },
      }),
    );
    expect(stood).toMatchObject({ kind: 'done', view: { step: 'not-written' } });
    expect(world.sent).toEqual([]);
  } finally {
    close();
  }
});
