import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataFolder, openDataFolder } from '../../local/host/data-folder';
import { type ForgeHost, startForgeHost } from '../../local/host/forge-runtime';
import { type KeyValueService, keyValueService } from '../../local/host/key-value-service';
import { memoryEntries } from '../../local/host/memory-entries';

export const stores = ['memory', 'disk'] as const;
type Kind = (typeof stores)[number];

let host: ForgeHost;
let asked: string[];
let everything: () => Promise<Map<string, unknown>>;
let restartStore: () => Promise<void>;

/** A store of the named kind for each test, behind the real `@forge/kvs`, which tells what it was asked. */
export const openStore = (kind: Kind) => {
  let close: () => Promise<void>;
  beforeEach(async () => {
    asked = [];
    const opened = kind === 'memory' ? openMemory() : await openDisk();
    close = opened.close;
    everything = opened.everything;
    restartStore = opened.restart;
    host = startForgeHost({
      keyValues: (installation, path, body) => {
        asked.push(path.replace('/api/v1/', ''));
        return opened.keyValues(installation, path, body);
      },
      answerProduct: async () => new Response(null, { status: 404 }),
      mayReach: () => false,
      webTriggerUrl: () => null,
    });
  });
  afterEach(async () => {
    host.close();
    await close();
  });
};

type Opened = {
  keyValues: KeyValueService;
  /** All records, those of the secret store unsealed, by key. */
  everything: () => Promise<Map<string, unknown>>;
  /** What a new process finds. */
  restart: () => Promise<void>;
  close: () => Promise<void>;
};

const openMemory = (): Opened => {
  const [plain, secret] = [memoryEntries(), memoryEntries()];
  const all = async () => {
    const found = new Map<string, unknown>();
    for (const [name, entries] of [
      ['', plain],
      ['secret ', secret],
    ] as const)
      for await (const [key, { value }] of entries.range('', null)) found.set(name + key.split('\n').at(-1), value);
    return found;
  };
  return { keyValues: keyValueService(plain, secret), everything: all, restart: async () => {}, close: async () => {} };
};

const openDisk = async (): Promise<Opened> => {
  const folder = await mkdtemp(join(tmpdir(), 'companion-sign-in-'));
  const open = () => openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });
  let data: DataFolder = await open();
  return {
    keyValues: (...request) => data.keyValues(...request),
    everything: async () => {
      throw new Error('Secrets of the sealed store cannot be listed.');
    },
    restart: async () => {
      await data.close();
      data = await open();
    },
    close: async () => {
      await data.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Runs something as the app would, in a process that begins with it. */
export const inProcess = <T>(act: () => Promise<T>): Promise<T> =>
  host.invoke(act, 'any', {}, { product: 'jira', accountId: 'ada', installation: 'one' }) as Promise<T>;

/** The process is killed, and the next one opens what it left. */
export const killProcess = () => restartStore();
/** Paths of the store's interface since the last look. */
export const askedOfStore = (): string[] => asked.splice(0);
export const allRecords = () => everything();
