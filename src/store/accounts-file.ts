import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { deleteBelow, getAll } from './batches';
import { chunksOf } from './chunks';
import { keyIn, type Place } from './place';
import { Refusal } from './refusal';
import { moment } from './shapes';

/** How long a file is kept, in days: it names people. */
const fileDays = 7;
const ttl = { value: fileDays, unit: 'DAYS' } as const;
/** Pieces that are looked for at once. */
const atOnce = 25;

/** What is kept of a file beside its text. */
export type KeptAccountsFile = {
  name: string;
  accounts: number;
  at: string;
  who: string;
  /** Whole sentences: lines that were left out, columns that are not known. */
  notes: string[];
  upload: string;
  pieces: number;
};

/** A file of accounts for each target, handed in piece by piece. What is older than `fileDays` is not read. */
export type AccountsFiles = {
  /** Keeps a piece; true once all pieces of the upload are there. */
  keep: (target: string, upload: string, piece: { at: number; of: number; text: string }) => Promise<boolean>;
  /**
   * The bytes of an upload in UTF-8, a piece at a time.
   *
   * @throws Refusal `expired` where one of them is not there any more.
   */
  open: (target: string, upload: string, pieces: number) => AsyncIterable<Uint8Array>;
  discard: (target: string, upload: string) => Promise<void>;
  /** Makes an upload the file of the target, in place of the one before. */
  save: (target: string, file: Omit<KeptAccountsFile, 'at' | 'who'>) => Promise<KeptAccountsFile>;
  get: (target: string) => Promise<KeptAccountsFile | null>;
  /** When it was saved or forgotten last, ISO 8601; null where neither is known. */
  changedAt: (target: string) => Promise<string | null>;
  forget: (target: string) => Promise<void>;
  /** Takes all that is known of a removed target away. */
  remove: (target: string) => Promise<void>;
  /** Deletes by our own clock what is too old. */
  sweep: (target: string) => Promise<void>;
};

const fileShape = v.object({
  name: v.string(),
  accounts: v.number(),
  at: moment,
  who: v.string(),
  notes: v.array(v.string()),
  upload: v.string(),
  pieces: v.number(),
}) satisfies v.GenericSchema<unknown, KeptAccountsFile>;
/** Uploads that have begun, so that one that was left off is found again. */
const uploadsShape = v.array(v.object({ upload: v.string(), at: moment }));
const pieceShape = v.object({ chunks: v.number() });

export const accountsFilesIn = (place: Place): AccountsFiles => {
  const key = (target: string, ...rest: (string | number)[]) => keyIn(place, 'accounts-file', target, ...rest);
  const pieceKey = (target: string, upload: string, piece: number) => key(target, 'upload', upload, piece);
  const chunks = (target: string, upload: string, piece: number) =>
    chunksOf((index) => key(target, 'upload', upload, piece, index), { sealed: false });
  const isOld = (at: string) => place.now().getTime() - Date.parse(at) >= fileDays * 86_400_000;
  const read = async <T>(name: string, shape: v.GenericSchema<unknown, T>): Promise<T | null> => {
    const found = await kvs.get<unknown>(name);
    return found === undefined ? null : v.parse(shape, found);
  };
  const get = async (target: string) => {
    const file = await read(key(target, 'file'), fileShape);
    return file && !isOld(file.at) ? file : null;
  };
  const uploads = async (target: string) => (await read(key(target, 'uploads'), uploadsShape)) ?? [];
  const discard = async (target: string, upload: string) => {
    const others = (await uploads(target)).filter((each) => each.upload !== upload);
    await kvs.set(key(target, 'uploads'), others, { ttl });
    await deleteBelow(`${key(target, 'upload', upload)}:`);
  };
  const pieceKeys = (target: string, upload: string, pieces: number) =>
    Array.from({ length: pieces }, (_, piece) => pieceKey(target, upload, piece));
  const forget = async (target: string) => {
    const file = await read(key(target, 'file'), fileShape);
    if (!file) return;
    await kvs.delete(key(target, 'file'));
    await kvs.set(key(target, 'forgotten'), place.now().toISOString(), { ttl });
    await discard(target, file.upload);
  };

  return {
    get,
    discard,
    forget,
    keep: async (target, upload, { at, of, text }) => {
      const begun = await uploads(target);
      if (!begun.some((each) => each.upload === upload)) {
        const next = [...begun, { upload, at: place.now().toISOString() }];
        await kvs.set(key(target, 'uploads'), next, { ttl });
      }
      const count = await chunks(target, upload, at).write(text, ttl);
      await kvs.set(pieceKey(target, upload, at), { chunks: count }, { ttl });
      // The one after it first: as long as they come in their order, that is the one that is missing.
      const keys = pieceKeys(target, upload, of);
      const others = [...keys.slice(at + 1), ...keys.slice(0, at)];
      for (let from = 0; from < others.length; from += atOnce)
        if ((await getAll(others.slice(from, from + atOnce))).includes(undefined)) return false;
      return true;
    },
    async *open(target, upload, pieces) {
      for (let piece = 0; piece < pieces; piece += 1) {
        const found = await read(pieceKey(target, upload, piece), pieceShape);
        const text = found && (await chunks(target, upload, piece).read(found.chunks));
        if (text === null)
          throw new Refusal('expired', 'A part of the file is not there any more.', { remedy: 'Choose it again.' });
        yield Buffer.from(text, 'utf8');
      }
    },
    save: async (target, file) => {
      const before = await read(key(target, 'file'), fileShape);
      const made: KeptAccountsFile = { ...file, at: place.now().toISOString(), who: place.who };
      await kvs.set(key(target, 'file'), made, { ttl });
      if (before && before.upload !== made.upload) await discard(target, before.upload);
      return made;
    },
    changedAt: async (target) => {
      const [file, forgotten] = await Promise.all([
        read(key(target, 'file'), fileShape),
        read(key(target, 'forgotten'), moment),
      ]);
      return file?.at ?? forgotten;
    },
    remove: async (target) => {
      await Promise.all(['file', 'uploads', 'forgotten'].map((name) => kvs.delete(key(target, name))));
      await deleteBelow(`${key(target)}:`);
    },
    sweep: async (target) => {
      const file = await read(key(target, 'file'), fileShape);
      if (file && isOld(file.at)) await forget(target);
      for (const { upload, at } of await uploads(target)) if (isOld(at)) await discard(target, upload);
    },
  };
};
