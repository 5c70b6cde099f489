import { torture } from './torture/torture';

/** Two hundred at `npm run torture`. */
const times = 4;

test('processes that are killed at random leave old or new on every kind of target, and the next start says which', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const { kills, metAt, ends } = await torture({ seed, times });
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0);
  expect({ seed, kills }).toEqual({ seed, kills: times });
  expect(sum(ends)).toBe(sum(metAt));
  expect(sum(ends)).toBeGreaterThan(0);
});
