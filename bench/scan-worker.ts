import { readFileSync } from 'node:fs';
import { HashIndex } from '../src/directory/hash-index';
import { scanPage } from '../src/directory/scan-page';
import { WantedKeys } from '../src/directory/wanted-keys';
import { nameKey } from '../src/mapping/same-name';

/**
 * `scan-worker.ts HOW COUNT FILE…`: reads COUNT pages out of the files in turn, in a process of its own so that its peak
 * is its own, and prints what it took. `index` looks for collisions of name and e-mail besides.
 */
const [how, count, ...files] = process.argv.slice(2);
const wanted = WantedKeys.ofPeople(
  'owner name id displayName firstName lastName email emailVerified isForbidden isDeleted isAdmin groups'.split(' '),
);
const [names, emails] = [new HashIndex(1), new HashIndex(2)];
let people = 0;
let milliseconds = 0;

for (let page = 0; page < Number(count); page += 1) {
  const bytes = readFileSync(files[page % files.length] ?? '');
  const begun = performance.now();
  if (how === 'parse') people += JSON.parse(bytes.toString('utf8')).data.length;
  else {
    const result = scanPage(bytes, wanted, 'application/json; charset=utf-8');
    if (!result.read) throw new Error(`Page ${page} was refused: ${result.refusal.kind}.`);
    people += result.page.people.length;
    if (how === 'index')
      for (const { name, email } of result.page.people) {
        // The files come again and again; the people of a directory do not.
        names.add(nameKey(`${page}-${name}`));
        emails.add(nameKey(`${page}-${email}`));
      }
  }
  milliseconds += performance.now() - begun;
}
// maxRSS counts KiB.
console.log(
  JSON.stringify({
    people,
    milliseconds,
    peak: process.resourceUsage().maxRSS / 1024,
  }),
);
