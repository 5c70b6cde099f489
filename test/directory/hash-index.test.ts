import fc from 'fast-check';
import { HashIndex, settled } from '../../src/directory/hash-index';
import { nearKey } from '../../src/directory/near-name';
import { Met } from '../../src/directory/tally/met';
import { isSameName, nameKey } from '../../src/mapping/same-name';

describe('an index of hashes', () => {
  test('tells the same meetings as a map of the strings, once they are settled', () => {
    const key = fc.option(
      fc.oneof(fc.constantFrom('a', 'b', 'aa', '\ud83d', '__proto__', ''), fc.string({ maxLength: 3 })),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 200 }), fc.integer(), (keys, seed) => {
        const index = new HashIndex(seed);
        const firsts = keys.map((one) => index.add(one));
        expect(firsts).toEqual(
          keys.map((one, at) => (one === null || keys.indexOf(one) === at ? null : keys.indexOf(one))),
        );
        const byKey = new Map<string, number[]>();
        for (const [at, one] of keys.entries()) if (one !== null) byKey.set(one, [...(byKey.get(one) ?? []), at]);
        const equal = [...index.meetings()].flatMap((met) => settled(met, (ordinal) => keys[ordinal] ?? null));
        expect(equal.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual(
          [...byKey.values()].filter((one) => one.length > 1),
        );
        for (const [one, ordinals] of byKey) expect(index.find(one)).toBe(ordinals[0]);
      }),
    );
  });

  test('finds the two of 300,000 who meet, in 16 bytes a key at every size', () => {
    const index = new HashIndex(7);
    for (let ordinal = 0; ordinal < 300_000; ordinal += 1) {
      index.add(ordinal === 299_998 ? 'person17' : `person${ordinal}`);
      if (ordinal > 1000 && ordinal % 997 === 0) expect(index.bytes).toBeLessThanOrEqual(16 * index.count + 65_536);
    }
    expect([...index.meetings()]).toEqual([[17, 299_998]]);
    expect(index.find('person299999')).toBe(299_999);
    expect(index.find('person299998')).toBeNull();
  });

  test('takes 200,000 equal keys without slowing down', () => {
    const index = new HashIndex();
    for (let ordinal = 0; ordinal < 200_000; ordinal += 1) index.add('shared@acme.example');
    expect([...index.meetings()].map((met) => met.length)).toEqual([200_000]);
  });

  test('leaves hashes that met and keys that differ apart', () => {
    expect(settled([3, 5, 8, 9], (ordinal) => ({ 3: 'a', 5: 'b', 8: 'a' })[ordinal] ?? null)).toEqual([[3, 8]]);
  });
});

describe('names that are near', () => {
  test.each([
    ['another Unicode form', 'José', 'Jose\u0301'],
    ['full-width letters', 'ｂｏｂ', 'bob'],
    ['the Turkish capital', 'İrem', 'irem'],
    ['the Turkish small letter', 'ırem', 'Irem'],
    ['sharp s', 'Groß', 'gross'],
    ['sigma at the end', 'οδος', 'οδοσ'],
    ['a mark that is not seen', 'al\u202eice', 'alice'],
    ['a blank at the end', 'alice ', 'alice'],
  ])('by %s', (_, one, other) => {
    expect(nearKey(one)).toBe(nearKey(other));
  });

  test('are not the same for Jira, which lower-cases and no more', () => {
    for (const [one, other] of [
      ['José', 'Jose\u0301'],
      ['İrem', 'irem'],
      ['ırem', 'irem'],
      ['groß', 'gross'],
      ['οδος', 'οδοσ'],
    ] as const)
      expect(nameKey(one)).not.toBe(nameKey(other));
    expect(nameKey('ΟΔΟΣ')).toBe('οδος');
    expect(nameKey('Irem')).toBe('irem');
  });

  test('and names that are the same for Jira are always near', () => {
    const cased = fc.tuple(fc.constantFrom(...'aIİıßẞςσΣéKÅſǅﬀ'), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.tuple(cased, cased), { maxLength: 4 }), (letters) => {
        const [one, other] = [0, 1].map((side) =>
          letters.map((pair) => (pair[side]?.[1] ? pair[side][0].toUpperCase() : (pair[side]?.[0] ?? ''))).join(''),
        );
        if (one !== undefined && other !== undefined && isSameName(one, other))
          expect(nearKey(one)).toBe(nearKey(other));
      }),
      { numRuns: 5000 },
    );
    expect(nearKey('alice')).not.toBe(nearKey('alicia'));
  });
});

test('an index that keeps no meetings still tells the first of each key', () => {
  const index = new HashIndex(7, false);
  expect(['a', 'b', 'a', null, 'a'].map((key) => index.add(key))).toEqual([null, null, 0, null, 0]);
  expect([...index.meetings()]).toEqual([]);
});

test('whoever met is known by their number', () => {
  const met = new Met(7);
  expect(['a', 'b', 'a', null, 'a', 'c'].map((key) => met.add(key))).toEqual([0, 0, 2, 0, 1, 0]);
  expect([0, 1, 2, 3, 4, 5, 6, 1_000_000].map((ordinal) => met.has(ordinal))).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
    false,
    false,
  ]);
  for (let at = 6; at < 20_000; at += 1) met.add(null);
  met.add('c');
  expect([5, 20_000, 20_001].map((ordinal) => met.has(ordinal))).toEqual([true, true, false]);
});
