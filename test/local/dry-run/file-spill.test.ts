import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openFileSpill, SpillLost, type SpillMark } from '../../../local/dry-run/file-spill';
import { memorySpill } from '../../../src/directory/spill';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'companion-spill-')), 'spill');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const linesOf = (spill: { lines(lane: string, part: number): Iterable<string> }, lane: string, part: number) => [
  ...spill.lines(lane, part),
];
/** As it stands in a checkpoint. */
const kept = (mark: SpillMark): SpillMark => JSON.parse(JSON.stringify(mark));

test('gives back what the one in memory gives back, whatever is appended, read, dropped, marked and killed', () => {
  const lane = fc.constantFrom('people', 'accounts', 'results');
  const part = fc.nat(3);
  const line = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\n', ' ')),
    // Longer than what is held, and than what is read at a time.
    fc.integer({ min: 5_000, max: 200_000 }).map((length) => 'ç'.repeat(length)),
  );
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.tuple(fc.constant('append' as const), lane, part, line) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('drop' as const), lane) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('read' as const), lane, part) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('mark' as const)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('kill' as const), fc.boolean()) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let spill = openFileSpill(folder, null);
      const told: (readonly ['append', string, number, string] | readonly ['drop', string])[] = [];
      // The last mark that was saved, and the one before, which is what a kill in between leaves.
      let marks: { mark: SpillMark; told: number }[] = [];
      const expected = () => {
        const memory = memorySpill();
        for (const each of told)
          if (each[0] === 'append') memory.append(each[1], each[2], each[3]);
          else memory.drop(each[1]);
        return memory;
      };
      for (const each of steps) {
        if (each[0] === 'append') {
          spill.append(each[1], each[2], each[3]);
          told.push(each);
        } else if (each[0] === 'drop') {
          spill.drop(each[1]);
          told.push(each);
        } else if (each[0] === 'read')
          expect(linesOf(spill, each[1], each[2])).toEqual(linesOf(expected(), each[1], each[2]));
        else if (each[0] === 'mark') marks = [...marks.slice(-1), { mark: kept(spill.mark()), told: told.length }];
        else {
          // A killed process closes nothing and writes nothing more.
          const at = (each[1] ? marks.at(-1) : marks[0]) ?? null;
          spill = openFileSpill(folder, at?.mark ?? null);
          told.length = at?.told ?? 0;
          marks = at ? [at] : [];
        }
      }
      for (const name of ['people', 'accounts', 'results'])
        for (const at of [0, 1, 2, 3]) expect(linesOf(spill, name, at)).toEqual(linesOf(expected(), name, at));
      spill.delete();
    }),
    { numRuns: 60 },
  );
});

test('lies in files that nobody else can read', () => {
  const spill = openFileSpill(folder, null);
  spill.append('people', 0, 'alice');
  spill.mark();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const files = readdirSync(folder);
  expect(files).toHaveLength(1);
  for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  spill.delete();
  expect(() => statSync(folder)).toThrow('ENOENT');
});

test('keeps no more files open than a system allows', () => {
  const spill = openFileSpill(folder, null);
  const before = readdirSync('/proc/self/fd').length;
  for (let part = 0; part < 900; part += 1) spill.append('people', part, `person ${part}`);
  spill.mark();
  expect(readdirSync('/proc/self/fd').length - before).toBeLessThan(410);
  expect(linesOf(spill, 'people', 7)).toEqual(['person 7']);
  spill.delete();
});

test('deletes a dropped lane at once where no mark names it', () => {
  const spill = openFileSpill(folder, null);
  spill.append('people', 0, 'x'.repeat(100_000));
  expect(readdirSync(folder)).toHaveLength(1);
  spill.drop('people');
  expect(readdirSync(folder)).toEqual([]);
  expect(linesOf(spill, 'people', 0)).toEqual([]);
  spill.delete();
});

test('says that its files are gone or cut off, and takes no file of somebody else for one of its own', () => {
  const spill = openFileSpill(folder, null);
  spill.append('people', 0, 'alice');
  const mark = kept(spill.mark());
  const [file] = readdirSync(folder);
  spill.close();
  writeFileSync(join(folder, 'stray'), 'x');
  const again = openFileSpill(folder, mark);
  expect(readdirSync(folder)).toEqual([file]);
  expect(readFileSync(join(folder, file ?? ''), 'utf8')).toBe('alice\n');
  again.close();
  truncateSync(join(folder, file ?? ''), 3);
  expect(() => openFileSpill(folder, mark)).toThrow(SpillLost);
  rmSync(folder, { recursive: true });
  expect(() => openFileSpill(folder, mark)).toThrow(SpillLost);
});
