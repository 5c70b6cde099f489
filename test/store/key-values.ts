import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataFolder, openDataFolder } from '../../local/host/data-folder';
import { type ForgeHost, startForgeHost } from '../../local/host/forge-runtime';

let folder: string;
let data: DataFolder;
let host: ForgeHost;

/** A store of its own for each test of the file, behind the real `@forge/kvs`. */
export const openKeyValues = () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'companion-store-'));
    data = await openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });
    host = startForgeHost({
      keyValues: data.keyValues,
      answerProduct: async () => new Response(null, { status: 404 }),
      mayReach: () => false,
      webTriggerUrl: () => null,
    });
  });
  afterEach(async () => {
    host.close();
    await data.close();
    await rm(folder, { recursive: true, force: true });
  });
};

/** Runs something as the app would. */
export const inInvocation = <T>(act: () => Promise<T>, installation = 'one'): Promise<T> =>
  host.invoke(act, 'any', {}, { product: 'jira', accountId: 'ada', installation }) as Promise<T>;
