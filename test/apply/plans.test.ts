import * as fc from 'fast-check';
import type { Settings, Wanted } from './memory-target';
import { appliedNow, settled, stand } from './standing';

const minute = 60_000;
const text = fc.string({ maxLength: 20 });
const known = (value: fc.Arbitrary<string>) =>
  fc.record({ clientId: value, secret: value, scope: value, endpoint: value, regex: value }, { requiredKeys: [] });
/** Whatever a newer version of a plugin may write: keys that are not known, of any shape. */
const unknown = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 12 }).map((key) => `OTHER_${key}`),
  fc.jsonValue({ maxDepth: 3 }),
  { maxKeys: 6 },
);
const settings: fc.Arbitrary<Settings> = fc.tuple(known(text), unknown).map(([one, other]) => ({ ...one, ...other }));
// As the plugin keeps it: what cannot be written in JSON is not there.
const asKept = settings.map((each) => JSON.parse(JSON.stringify(each)) as Settings);
const wishes: fc.Arbitrary<Wanted> = known(text);
const others = (all: Settings) => Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith('OTHER_')));

test('a key of any name survives', async () => {
  const start = { clientId: 'old-client', OTHER_: { toString: false, constructor: [null] }, OTHER_2: 'é😀' };
  const { world, process, close } = stand({ start });
  try {
    const change = { kind: 'wanted', wanted: { clientId: 'app-jira' } } as const;
    expect(await process((engine) => appliedNow(engine, { change }))).toMatchObject({ step: 'waiting' });
    expect(world.settings()).toEqual({ ...start, clientId: 'app-jira' });
  } finally {
    close();
  }
});

test('what was planned is what stands there, a second plan is empty, and a restore gives the old document back', async () => {
  await fc.assert(
    fc.asyncProperty(asKept, wishes, async (start, wanted) => {
      const { world, process, close } = stand({ start });
      try {
        await process(async (engine) => {
          const change = { kind: 'wanted', wanted } as const;
          const plan = settled(await engine.preview(change));
          if (plan.changes.length === 0) return;
          const { id, step } = await appliedNow(engine, { change });
          expect(step).toBe('waiting');
          expect(world.settings()).toMatchObject(wanted);
          expect(others(world.settings())).toEqual(others(start));
          expect(settled(await engine.preview(change)).changes).toEqual([]);
          expect(await engine.restore(id, null)).toMatchObject({ view: { step: 'restored' } });
          expect(world.settings()).toEqual(start);
        });
      } finally {
        close();
      }
    }),
    { numRuns: 60 },
  );
});

test('after any row of applies each is taken back to what stood there before it', async () => {
  await fc.assert(
    fc.asyncProperty(asKept, fc.array(wishes, { minLength: 1, maxLength: 5 }), async (start, row) => {
      const { world, process, close } = stand({ start });
      try {
        const before: { id: string; settings: Settings }[] = [];
        for (const wanted of row)
          await process(async (engine) => {
            const change = { kind: 'wanted', wanted } as const;
            if (settled(await engine.preview(change)).changes.length === 0) return;
            const standing = world.settings();
            before.push({ id: (await appliedNow(engine, { change, keepWithin: null })).id, settings: standing });
          });
        world.pass(minute);
        for (const { id, settings: then } of before)
          await process(async (engine) => {
            const change = { kind: 'as-before', apply: id } as const;
            if (settled(await engine.preview(change)).changes.length > 0)
              await appliedNow(engine, { change, keepWithin: null });
            expect(world.settings()).toEqual(then);
          });
      } finally {
        close();
      }
    }),
    { numRuns: 30 },
  );
});
