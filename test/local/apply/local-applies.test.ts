import { setTimeout as wait } from 'node:timers/promises';
import { type LocalApplies, localApplies } from '../../../local/apply/local-applies';
import type { Adapters } from '../../../src/resolvers/adapters';
import { type Applying, openApplying, prepared, write } from '../../resolvers/applying';

jest.setTimeout(60_000);

/** On this machine: in this process with timers, and at the next start whatever it has left. */

let world: Applying;
let applies: LocalApplies;
const start = () => {
  applies = localApplies({
    data: null,
    keyFile: null,
    now: world.now,
    inside: (_product, act) => world.site.inside(act),
  });
  world.adapters.applies = applies;
  applies.begin(world.adapters);
};
beforeEach(async () => {
  world = await openApplying();
  start();
  await prepared(world);
});
afterEach(async () => {
  await applies.close();
  await world.close();
});

const stored = () => structuredClone(world.demo.plugins.jira.miniorange.configuration.stored);
const newest = async () => (await world.get('applyState', {})).newest;
const until = async (isSo: () => Promise<boolean>) => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await wait(100);
  }
  throw new Error('It never came to it.');
};
const written = async () => {
  const apply = await write(world, { kind: 'settings' }, { keepWithin: 60_000 });
  await until(async () => (await newest())?.step === 'waiting');
  return apply;
};

test('nobody waits for an order, and a timer brings the old settings back', async () => {
  const before = stored();
  const apply = await written();
  expect(stored()).not.toEqual(before);
  world.pass(59_900);
  // As the timer of the deadline would be set by now.
  await applies.lookAt('jira', world.target, (await newest())?.deadlineAt ?? '');
  await until(async () => (await newest())?.step === 'restored');
  expect(stored()).toEqual(before);
  expect(applies.restoreCommand?.(apply)).toBe(`npm run --silent apply -- --restore ${apply}`);
});

test('what fell due while nothing ran is done at the next start', async () => {
  const before = stored();
  await written();
  await applies.close();
  world.pass(3_600_000);
  expect((await newest())?.step).toBe('waiting');
  start();
  await until(async () => (await newest())?.step === 'restored');
  expect(stored()).toEqual(before);
});

test('a process that has ended works on nothing more', async () => {
  const before = stored();
  await applies.close();
  await write(world);
  await wait(300);
  expect(stored()).toEqual(before);
  expect((await world.get('applyState', {})).order?.outcome).toBeNull();
});

test('what goes wrong with one look keeps no other from being made', async () => {
  const logged: string[] = [];
  const plain = console.error;
  console.error = (line: string) => void logged.push(line);
  try {
    const broken: Adapters = {
      ...world.adapters,
      vantage: () => {
        throw new Error('Way-back-123 was sent');
      },
    };
    await written();
    world.pass(61_000);
    applies.begin(broken);
    await until(async () => logged.length > 0);
    expect(logged.join()).toContain('"error":"Error"');
    expect(logged.join()).not.toContain('Way-back-123');
    applies.begin(world.adapters);
    await until(async () => (await newest())?.step === 'restored');
  } finally {
    console.error = plain;
  }
});
