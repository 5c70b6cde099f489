import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';

/** Why a key file is not used. `message` is a sentence for whoever started the process. */
export class KeyFileRefused extends Error {}

const fileShape = v.object({
  schema: v.literal(1),
  /** The data folder that the keys belong to. */
  data: v.string(),
  keys: v.record(v.string(), v.string()),
});

/**
 * The keys of the sealed secrets, one for each version of each secret, in a file apart from the data. LevelDB keeps
 * deleted values until it compacts, so a secret ends when its key is struck out here.
 */
export type KeyFile = {
  /** Makes a key; it is on disk when the promise resolves. */
  add: (name: string, version: number) => Promise<void>;
  /** Strikes out all keys of a secret but the one of `keep`. */
  strikeOut: (name: string, keep: number | null) => Promise<void>;
  names: () => { name: string; version: number }[];
  /** AES-256-GCM. The secret's name and version are authenticated: a record put in another's place does not open. */
  seal: (name: string, version: number, text: string) => string;
  /** Null where the key is gone, or the record was changed. */
  unseal: (name: string, version: number, sealed: string) => string | null;
};

/**
 * Opens the file, or makes it (0600, exclusively, in a folder of 0700).
 *
 * @throws KeyFileRefused where others can read it or replace it, where it is a link, or belongs to other data.
 */
export const openKeyFile = async (path: string, data: string): Promise<KeyFile> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await refuseOpenFolder(dirname(path));
  const content = (await readKeys(path)) ?? (await makeFile(path, data));
  if (content.data !== data)
    throw new KeyFileRefused(
      `The key file ${path} belongs to another data folder. Name another one with --key-file, or leave the option out.`,
    );
  const keys = new Map<string, string>(Object.entries(content.keys));
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const write = () => {
    // One after another, and each writes what the map holds by then: whoever comes before it begins shares it.
    next ??= writing
      .catch(() => {})
      .then(() => {
        next = null;
        writing = replaceFile(path, serialised(data, keys));
        return writing;
      });
    return next;
  };
  const keyOf = (name: string, version: number) => keys.get(labelOf(name, version));
  return {
    add: (name, version) => {
      keys.set(labelOf(name, version), randomBytes(32).toString('base64'));
      return write();
    },
    strikeOut: async (name, keep) => {
      const doomed = [...keys.keys()].filter((label) => {
        const read = readLabel(label);
        return read.name === name && read.version !== keep;
      });
      if (doomed.length === 0) return;
      for (const label of doomed) keys.delete(label);
      await write();
    },
    names: () => [...keys.keys()].map(readLabel),
    seal: (name, version, text) => {
      const key = keyOf(name, version);
      if (key === undefined) throw new Error('There is no key for this secret.');
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), nonce);
      cipher.setAAD(Buffer.from(labelOf(name, version)));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    unseal: (name, version, sealed) => {
      const key = keyOf(name, version);
      if (key === undefined) return null;
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), bytes.subarray(0, 12), {
        authTagLength: 16,
      });
      decipher.setAAD(Buffer.from(labelOf(name, version)));
      try {
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
};

const labelOf = (name: string, version: number) => `${version} ${name}`;

const readLabel = (label: string) => {
  const space = label.indexOf(' ');
  return { version: Number(label.slice(0, space)), name: label.slice(space + 1) };
};

const serialised = (data: string, keys: ReadonlyMap<string, string>) =>
  `${JSON.stringify({ schema: 1, data, keys: Object.fromEntries(keys) } satisfies v.InferOutput<typeof fileShape>)}\n`;

/** Windows has no such bits; there the user's profile folder is what keeps others out. */
const hasModes = process.platform !== 'win32';

/** Whoever may write to the folder can put another key file in its place. */
const refuseOpenFolder = async (folder: string) => {
  if (!hasModes) return;
  const { mode } = await stat(folder);
  if ((mode & 0o022) !== 0)
    throw new KeyFileRefused(
      `The folder of the key file, ${folder}, can be written by others (mode ${octal(mode)}). Run "chmod 700 ${folder}", or name another place with --key-file.`,
    );
};

const readKeys = async (path: string): Promise<v.InferOutput<typeof fileShape> | null> => {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!found) return null;
  if (found.isSymbolicLink())
    throw new KeyFileRefused(`The key file ${path} is a link. Name the file itself with --key-file.`);
  let handle: FileHandle;
  try {
    // Between the look above and this one the file could become a link; it is not followed.
    handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    throw new KeyFileRefused(`The key file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  try {
    const { mode, uid } = await handle.stat();
    if (!(await handle.stat()).isFile()) throw new KeyFileRefused(`The key file ${path} is no file.`);
    if (hasModes && (mode & 0o077) !== 0)
      throw new KeyFileRefused(
        `The key file ${path} can be read by others (mode ${octal(mode)}). Run "chmod 600 ${path}"; then replace the secrets that it sealed, since somebody may have read it.`,
      );
    if (hasModes && uid !== process.getuid?.())
      throw new KeyFileRefused(`The key file ${path} belongs to another user of this machine.`);
    const read = v.safeParse(fileShape, parsed(await handle.readFile('utf8')));
    if (!read.success) throw new KeyFileRefused(`The key file ${path} is not one of this product.`);
    return read.output;
  } finally {
    await handle.close();
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const octal = (mode: number) => (mode & 0o777).toString(8).padStart(3, '0');

const makeFile = async (path: string, data: string) => {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(serialised(data, new Map()));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { schema: 1, data, keys: {} } as const;
};

/** Whole or not at all; what stood there before is overwritten, since its blocks would hold struck-out keys. */
const replaceFile = async (path: string, text: string) => {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  const old = await open(path, 'r+').catch(() => null);
  try {
    await rename(draft, path);
    const { size } = old ? await old.stat() : { size: 0 };
    await old?.write(Buffer.alloc(size), 0, size, 0);
    await old?.sync();
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw error;
  } finally {
    await old?.close();
  }
};
