import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { deleteBelow, type Entry, getAll, setAll } from '../../store/batches';
import { rowTtl } from '../row-store';

/** How many values of the store each pack of lines takes. */
export type Packs = readonly number[];

/** Characters of a value: base64 is ASCII, and the store takes 240 KiB. */
const mostCharacters = 200_000;
/** Characters of lines that are packed together, and so the most that is spread out at once when they are read. */
const packCharacters = 4_000_000;
/** Bytes, beyond whatever a pack of ours spreads out to. */
const mostUnpacked = 64 * 1024 * 1024;

type KeyOf = (...rest: (string | number)[]) => string;

/** Keeps lines without line feeds, compressed: people of one directory look much alike. They live as long as rows. */
export const keepLines = async (key: KeyOf, lines: Iterable<string>): Promise<Packs> => {
  const packs: number[] = [];
  let waiting: string[] = [];
  let size = 0;
  const flush = async () => {
    if (waiting.length === 0) return;
    const text = gzipSync(waiting.join('\n')).toString('base64');
    const values: Entry[] = [];
    for (let at = 0; at < text.length; at += mostCharacters)
      values.push({ key: key(packs.length, values.length), value: text.slice(at, at + mostCharacters) });
    await setAll(values, rowTtl);
    packs.push(values.length);
    waiting = [];
    size = 0;
  };
  for (const line of lines) {
    waiting.push(line);
    size += line.length;
    if (size >= packCharacters) await flush();
  }
  await flush();
  return packs;
};

/**
 * The lines again, in their order, a pack at a time.
 *
 * @throws Error where one of the values is gone.
 */
export async function* keptLines(key: KeyOf, packs: Packs): AsyncGenerator<string[]> {
  for (const [pack, count] of packs.entries()) {
    const values = v.parse(
      v.array(v.string()),
      await getAll(
        Array.from({ length: count }, (_, at) => key(pack, at)),
        atOnce,
      ),
    );
    const text = gunzipSync(Buffer.from(values.join(''), 'base64'), { maxOutputLength: mostUnpacked });
    yield text.toString('utf8').split('\n');
  }
}

/** Values of up to 200 KB in an answer of the store, which holds 4 MB. */
const atOnce = 15;

/** Deletes whatever was kept below a key. */
export const deleteLines = (key: KeyOf): Promise<void> => deleteBelow(`${key()}:`);
