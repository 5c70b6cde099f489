import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../../local/host/data-folder';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companion-data-'));
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
