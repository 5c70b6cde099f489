import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const src = join(__dirname, '..', '..', 'src');

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
  expect(offenders).toEqual([]);
});
