import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const src = join(__dirname, '..', '..', 'src');

/** Tables of Unicode, made when they are first wanted: the same for every tenant, and of nobody's making. */
const tables = ['mapping/java-pattern-case.ts: let cased', 'mapping/java-pattern-properties.ts: const scanned'];

/** A warm process of Forge serves several tenants: what one call leaves in a module, the next tenant's call finds. */
test('no variable of a module can change, and none collects anything', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.includes('.tsbuild'),
  );
  expect(files.length).toBeGreaterThan(50);
  const offenders = files.flatMap((name) => {
    const text = readFileSync(join(src, name), 'utf8');
    const changing = text.match(/^(?:export )?(?:let|var) .*/gm) ?? [];
    const collecting =
      text.match(/^(?:export )?const \w+[^=\n]*= (?:new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\)|\[\]|\{\});$/gm) ?? [];
    return [...changing, ...collecting].map((line) => `${name}: ${line}`);
  });
  expect(offenders.filter((line) => !tables.some((table) => line.startsWith(table)))).toEqual([]);
  // What is no longer there is no exception any more.
  expect(tables.filter((table) => !offenders.some((line) => line.startsWith(table)))).toEqual([]);
});
