import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';
import * as v from 'valibot';
import { type Database, entriesBelow, openDatabase } from './entry-store';
import { openKeyFile } from './key-file';
import { type KeyValueService, keyValueService } from './key-value-service';
import { purging } from './purging';
import { sealedStore } from './sealed-store';

/** Another process holds the folder. `message` says which. */
export class DataFolderHeld extends Error {}

export type DataFolder = {
  path: string;
  keyFile: string;
  keyValues: KeyValueService;
  /** What the stand-ins of the demo have come to, sealed: whoever tries the demo may write a secret of their own into them. */
  demo: { read: () => Promise<unknown>; write: (value: unknown) => Promise<void> };
  /** Tells a second process who holds the folder. */
  announce: (origin: string) => Promise<void>;
  close: () => Promise<void>;
};

/** One installation a data folder, as one a site in the cloud. */
export const installation = '7c0c4f2e-5a7d-4d5e-9a51-0c5a5d0e0004';

/** Where a folder lies that was not named. */
export const usualDataFolder = (): string => usual().data;

const usual = () => envPaths('casdoor-sso-companion', { suffix: '' });

const holderShape = v.object({ pid: v.number(), startedAt: v.string(), origin: v.nullable(v.string()) });

/**
 * Opens the folder that keeps what is saved, and the key file of its secrets, which lies elsewhere unless told.
 *
 * @throws DataFolderHeld where another process has it; KeyFileRefused where the key file cannot be trusted.
 */
export const openDataFolder = async (asked: { data: string | null; keyFile: string | null }): Promise<DataFolder> => {
  const folder = asked.data ?? usual().data;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = await realpath(folder);
  const holderFile = join(path, 'holder.json');
  const database = await openDatabase(join(path, 'store')).catch(async (error: unknown) => {
    throw isLocked(error) ? new DataFolderHeld(await heldBy(path, holderFile)) : error;
  });
  try {
    await writeHolder(holderFile, null);
    const id = await idOf(database);
    const keyFile = asked.keyFile ?? join(usual().config, 'keys', `${id}.json`);
    const secrets = await sealedStore(entriesBelow(database.level, 'secret\n'), await openKeyFile(keyFile, id));
    const service = keyValueService(database.plain, secrets);
    // No name of the app's: those begin with an installation.
    const demoName = 'demo';
    const purge = purging(database.purge);
    return {
      path,
      keyFile,
      keyValues: async (installation, request, body) => {
        const answer = await service(installation, request, body);
        // Whole lists of people go by the batch.
        if (request === '/api/v1/batch/delete') purge.soon();
        return answer;
      },
      demo: {
        read: async () => (await secrets.get(demoName))?.value,
        write: (value) => {
          const now = Date.now();
          return secrets.put(demoName, { value, created: now, updated: now, expires: null });
        },
      },
      announce: (origin) => writeHolder(holderFile, origin),
      close: async () => {
        await purge.end();
        await rm(holderFile, { force: true });
        await database.close();
      },
    };
  } catch (error) {
    await rm(holderFile, { force: true });
    await database.close();
    throw error;
  }
};

const isLocked = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'LEVEL_LOCKED';

/** The folder's own id: its key file is found by it even where the folder has been moved. */
const idOf = async ({ level }: Database): Promise<string> => {
  const known = await level.get('meta\nid');
  if (known !== undefined) return known;
  const made = randomUUID();
  await level.put('meta\nid', made, { sync: true });
  return made;
};

const writeHolder = (file: string, origin: string | null) =>
  writeFile(
    file,
    JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString(), origin } satisfies v.InferOutput<
      typeof holderShape
    >),
    { mode: 0o600 },
  );

const heldBy = async (path: string, holderFile: string): Promise<string> => {
  const text = await readFile(holderFile, 'utf8').catch(() => 'null');
  const read = v.safeParse(holderShape, JSON.parse(text));
  if (!read.success) return `Another process holds ${path}. End it, or name another folder with --data.`;
  const { pid, startedAt, origin } = read.output;
  const where = origin === null ? '' : ` and shows its panel at ${origin}`;
  return `Process ${pid} holds ${path} since ${startedAt}${where}. End it, or name another folder with --data.`;
};
