import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Exchange = { name: string; request: { path: string }; response: { body: unknown } };

const exchanges: Exchange[] = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/recordings/directory.json'), 'utf8'),
).exchanges;

/** Every answer of get-users that was recorded, as Casdoor writes it: without white space. */
export const recordedPages: { name: string; text: string }[] = exchanges
  .filter(({ request }) => request.path.startsWith('/api/get-users?'))
  .map(({ name, response }) => ({ name, text: JSON.stringify(response.body) }));

export const recordedPage = (name: string): string => {
  const found = recordedPages.find((page) => page.name === name);
  if (found === undefined) throw new RangeError(`No page "${name}" was recorded.`);
  return found.text;
};
