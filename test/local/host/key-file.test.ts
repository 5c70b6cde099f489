import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesBelow, openDatabase } from '../../../local/host/entry-store';
import { type KeyFile, openKeyFile } from '../../../local/host/key-file';
import { sealedStore } from '../../../local/host/sealed-store';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companion-keys-'));
  file = join(folder, 'keys', 'keys.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
const entry = (value: unknown) => ({ value, created: 1, updated: 1, expires: null });

test('the key file is readable by its owner alone, in a folder of theirs', async () => {
  const keys = await openKeyFile(file, 'data');
  await keys.add('name', 1);
  expect(await mode(file)).toBe('600');
  expect(await mode(join(folder, 'keys'))).toBe('700');
});

test.each([
  ['its group', 0o640],
  ['everybody', 0o604],
])('a key file that %s can read stops the start', async (_who, bits) => {
  await openKeyFile(file, 'data');
  await chmod(file, bits);
  await expect(openKeyFile(file, 'data')).rejects.toThrow(/can be read by others .*chmod 600/);
});

test('a link in the place of the key file stops the start', async () => {
  await openKeyFile(file, 'data');
  const link = join(folder, 'keys', 'link.json');
  await symlink(file, link);
  await expect(openKeyFile(link, 'data')).rejects.toThrow('is a link');
});

test('a folder that others can write to stops the start, since they could replace the file', async () => {
  await mkdir(join(folder, 'open'));
  await chmod(join(folder, 'open'), 0o777);
  await expect(openKeyFile(join(folder, 'open', 'keys.json'), 'data')).rejects.toThrow('can be written by others');
});

test('the key file of another data folder is not used', async () => {
  await openKeyFile(file, 'data');
  await expect(openKeyFile(file, 'other')).rejects.toThrow('belongs to another data folder');
});

test('a file that is none of ours is left as it is', async () => {
  await mkdir(join(folder, 'keys'), { mode: 0o700 });
  await writeFile(file, '{"ssh":"key"}', { mode: 0o600 });
  await expect(openKeyFile(file, 'data')).rejects.toThrow('is not one of this product');
  expect(await readFile(file, 'utf8')).toBe('{"ssh":"key"}');
});

describe('a sealed record', () => {
  let keys: KeyFile;
  beforeEach(async () => {
    keys = await openKeyFile(file, 'data');
    await keys.add('one', 1);
    await keys.add('two', 1);
  });

  test('opens under its own name and version', () => {
    expect(keys.unseal('one', 1, keys.seal('one', 1, 'geheim'))).toBe('geheim');
  });

  test('opens after a restart', async () => {
    const sealed = keys.seal('one', 1, 'geheim');
    expect((await openKeyFile(file, 'data')).unseal('one', 1, sealed)).toBe('geheim');
  });

  test('does not open in the place of another one', () => {
    expect(keys.unseal('two', 1, keys.seal('one', 1, 'geheim'))).toBeNull();
  });

  test('does not open once a byte of it was changed', () => {
    const bytes = Buffer.from(keys.seal('one', 1, 'geheim'), 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(keys.unseal('one', 1, bytes.toString('base64'))).toBeNull();
  });

  test('does not open once its key was struck out, and the key is in no file any more', async () => {
    const key = (JSON.parse(await readFile(file, 'utf8')) as { keys: Record<string, string> }).keys['1 one'];
    const sealed = keys.seal('one', 1, 'geheim');
    await keys.strikeOut('one', null);
    expect(keys.unseal('one', 1, sealed)).toBeNull();
    expect(key).toHaveLength(44);
    expect(await readFile(file, 'utf8')).not.toContain(key);
  });
});

describe('the store of secrets', () => {
  const open = async () => {
    const database = await openDatabase(join(folder, 'store'));
    const entries = entriesBelow(database.level, 'secret\n');
    const keys = await openKeyFile(file, 'data');
    return { database, entries, keys, secrets: await sealedStore(entries, keys) };
  };

  test('holds no secret in clear, and gives it back after a restart', async () => {
    const first = await open();
    await first.secrets.put('jira:secret', entry({ secret: 'geheim-wort' }));
    expect(JSON.stringify(await first.entries.get('jira:secret'))).not.toContain('geheim');
    await first.database.close();
    const second = await open();
    expect((await second.secrets.get('jira:secret'))?.value).toEqual({ secret: 'geheim-wort' });
    await second.database.close();
  });

  test('cannot open what was replaced or forgotten, even where LevelDB still holds it', async () => {
    const { database, entries, keys, secrets } = await open();
    await secrets.put('a', entry('old'));
    const old = await entries.get('a');
    await secrets.put('a', entry('new'));
    const replaced = await entries.get('a');
    await entries.put('a', old ?? entry(null));
    expect(await secrets.get('a')).toBeUndefined();
    await entries.put('a', replaced ?? entry(null));
    expect((await secrets.get('a'))?.value).toBe('new');
    await secrets.delete('a');
    await entries.put('a', replaced ?? entry(null));
    expect(await secrets.get('a')).toBeUndefined();
    expect(keys.names()).toEqual([]);
    await database.close();
  });

  test('keeps the old secret where the process died before the new one was saved', async () => {
    const first = await open();
    await first.secrets.put('a', entry('old'));
    // The key of the next version is made first; then the power goes.
    await first.keys.add('a', 2);
    await first.database.close();
    const second = await open();
    expect((await second.secrets.get('a'))?.value).toBe('old');
    expect(second.keys.names()).toEqual([{ name: 'a', version: 1 }]);
    await second.database.close();
  });
});
