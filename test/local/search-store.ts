import { createDecipheriv } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';

/**
 * All that can be got out of a data folder that no process holds: the bytes of its files, deleted values among them as
 * long as LevelDB has them; every entry; and whatever of the sealed ones opens with the key file as it is now.
 */
export const readableIn = async (folder: string, keyFile: string): Promise<string> => {
  // Before the store is opened, which rewrites its log.
  const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  const level = new ClassicLevel<string, string>(join(folder, 'store'));
  const entries: string[] = [];
  for await (const [key, value] of level.iterator()) entries.push(`${key}\n${value}`);
  await level.close();
  const text = [...bytes, ...entries].join('\n');
  const { keys } = JSON.parse(readFileSync(keyFile, 'utf8')) as { keys: Record<string, string> };
  const sealed = [...text.matchAll(/"sealed":"([A-Za-z0-9+/=]+)"/g)].map(([, blob = '']) => blob);
  const opened = [...new Set(sealed)].flatMap((blob) =>
    Object.entries(keys).flatMap(([label, key]) => unsealed(blob, label, key) ?? []),
  );
  return [text, ...opened].join('\n');
};

const unsealed = (blob: string, label: string, key: string): string | null => {
  const bytes = Buffer.from(blob, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), bytes.subarray(0, 12), {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(label));
  try {
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
};

/** The names of those values that stand in a text, in any of the forms in which they may have travelled. */
export const foundIn = (text: string, values: ReadonlyMap<string, string>): string[] =>
  [...values].filter(([, value]) => formsOf(value).some((form) => text.includes(form))).map(([name]) => name);

const formsOf = (value: string): string[] => {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  return [
    value,
    encodeURIComponent(value),
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString('latin1'),
  ];
};
