import { chmod, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../../local/host/data-folder';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'companion-data-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });

test("the folder is its owner's alone", async () => {
  const data = await open();
  expect(((await stat(join(folder, 'data'))).mode & 0o777).toString(8)).toBe('700');
  await data.close();
});

test('who comes second is told which process holds the folder, and where its panel is', async () => {
  const data = await open();
  await data.announce('http://127.0.0.1:7420');
  await expect(open()).rejects.toThrow(
    new RegExp(`^Process ${process.pid} holds .*data since .* and shows its panel at http://127\\.0\\.0\\.1:7420\\.`),
  );
  await data.close();
});

test('after the first has ended, the folder opens again', async () => {
  await (await open()).close();
  const again = await open();
  await expect(again.close()).resolves.toBeUndefined();
});

test('a key file that others can read stops the start, and lets go of the data', async () => {
  await (await open()).close();
  const keyFile = join(folder, 'keys', 'keys.json');
  await chmod(keyFile, 0o644);
  await expect(open()).rejects.toThrow('can be read by others');
  await chmod(keyFile, 0o600);
  await expect((await open()).close()).resolves.toBeUndefined();
});

describe('without options', () => {
  const names = ['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'HOME'];
  const before = names.map((name) => process.env[name]);
  beforeEach(() => {
    for (const name of names) process.env[name] = join(folder, name);
  });
  afterEach(() => {
    for (const [index, name] of names.entries()) {
      const value = before[index];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  test('data and keys lie in the folders of the user, apart from each other', async () => {
    const data = await openDataFolder({ data: null, keyFile: null });
    expect(data.path.startsWith(folder)).toBe(true);
    expect(data.keyFile.startsWith(folder)).toBe(true);
    expect(data.keyFile.startsWith(data.path)).toBe(false);
    expect(((await stat(data.keyFile)).mode & 0o777).toString(8)).toBe('600');
    await data.close();
  });

  test('two data folders have a key file each', async () => {
    const one = await openDataFolder({ data: join(folder, 'one'), keyFile: null });
    const two = await openDataFolder({ data: join(folder, 'two'), keyFile: null });
    expect(one.keyFile).not.toBe(two.keyFile);
    await one.close();
    await two.close();
  });
});
