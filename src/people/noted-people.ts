import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { backupDays, keptBackups } from '../apply/lifetimes';
import { deleteAll, deleteBelow, type Entry, getAll, setAll } from '../store/batches';
import { splitText } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { versionsOf } from '../store/versions';
import { type NotedPerson, notedPerson } from './noted-person';

/** How many were noted, and how many of them administered. */
export type NotedCounts = { total: number; administrators: number };

/**
 * Who was noted before the writes to targets: people's data, so it lies sealed, as long as the backup of that write and
 * no longer, and goes with it. Of each target the last twenty, none older than 90 days by our own clock.
 */
export type NotedPeople = {
  /** Keeps administrators, then all others as they come. What an apply noted before is replaced. */
  keep: (
    target: string,
    apply: string,
    people: { administrators: readonly NotedPerson[]; others: AsyncIterable<readonly NotedPerson[]> },
  ) => Promise<NotedCounts>;
  /** Null where nobody was noted, it is too old, or it was deleted. */
  counts: (target: string, apply: string) => Promise<(NotedCounts & { at: string }) | null>;
  /** Administrators first. Null as for `counts`. */
  window: (target: string, apply: string, from: number, count: number) => Promise<NotedPerson[] | null>;
  /** With the backup of the apply. */
  delete: (target: string, apply: string) => Promise<void>;
  /** With the target. */
  forget: (target: string) => Promise<void>;
  /** Deletes by our own clock what is too old: the store's may be two days late. */
  sweep: (target: string) => Promise<void>;
};

/** People of one page: as many as a window has. */
const pageSize = 200;
/** Pages that are written or read at one time. */
const pagesAtOnce = 20;

const ttl = { value: backupDays, unit: 'DAYS' } as const;
/** Longer than people are read, so that a list that has run out leads to nothing that is still there. */
const listTtl = { value: backupDays + 10, unit: 'DAYS' } as const;

const listShape = v.array(v.object({ apply: v.string(), at: moment }));
const headShape = v.object({
  target: v.string(),
  at: moment,
  total: v.number(),
  administrators: v.number(),
  /** Values that each page takes. */
  pages: v.array(v.number()),
});
type Head = v.InferOutput<typeof headShape>;

export const notedPeopleIn = (place: Place): NotedPeople => {
  const key = (apply: string, ...rest: (string | number)[]) => keyIn(place, 'apply-people', apply, ...rest);
  const list = (target: string) => versionsOf(place, ['apply-people-of', target], listShape, { ttl: listTtl });
  const listed = async (target: string) => (await list(target).latest())?.value ?? [];
  const isOld = (at: string) => place.now().getTime() - Date.parse(at) >= backupDays * 86_400_000;
  const partsOf = (apply: string, page: number, count: number) =>
    Array.from({ length: count }, (_, part) => key(apply, 'page', page, part));
  const find = async (apply: string): Promise<Head | null> => {
    const found = await kvs.get<unknown>(key(apply));
    return found === undefined ? null : v.parse(headShape, found);
  };
  const young = async (target: string, apply: string): Promise<Head | null> => {
    const head = await find(apply);
    return head?.target === target && !isOld(head.at) ? head : null;
  };
  /** What opens the pages goes first: nothing of them can be read from then on, whatever still lies there. */
  const strikeOut = async (apply: string) => {
    await kvs.deleteSecret(key(apply, 'seal'));
    const head = await find(apply);
    if (head) await deleteAll(head.pages.flatMap((count, page) => partsOf(apply, page, count)));
    // Of somebody who was stopped half-way there is no head that tells how much there is.
    await deleteBelow(`${key(apply)}:page:`);
    await kvs.delete(key(apply));
  };
  const takeOut = async (target: string, gone: readonly string[]) => {
    if (gone.length === 0) return;
    for (const apply of gone) await strikeOut(apply);
    await list(target).update((all) => (all ?? []).filter(({ apply }) => !gone.includes(apply)));
  };
  const sealOf = async (apply: string): Promise<Seal | null> => {
    const found = await kvs.getSecret<unknown>(key(apply, 'seal'));
    return found === undefined ? null : openSeal(v.parse(v.string(), found));
  };
  /** Null where a part of it is gone. */
  const readPage = async (apply: string, seal: Seal, page: number, count: number): Promise<NotedPerson[] | null> => {
    const parts = await getAll(partsOf(apply, page, count));
    if (parts.includes(undefined)) return null;
    const text = await seal.open(`${apply}:${page}`, v.parse(v.array(v.string()), parts).join(''));
    return v.parse(v.array(notedPerson), JSON.parse(text));
  };

  return {
    keep: async (target, apply, { administrators, others }) => {
      await strikeOut(apply);
      const at = place.now().toISOString();
      // The list first: nothing lies where no sweep finds it.
      await list(target).update((all) => [{ apply, at }, ...(all ?? []).filter((each) => each.apply !== apply)]);
      const secret = newSeal();
      await kvs.setSecret(key(apply, 'seal'), secret, { ttl });
      const seal = await openSeal(secret);
      const pages: number[] = [];
      let entries: Entry[] = [];
      let total = 0;
      const flush = async () => {
        await setAll(entries, ttl);
        entries = [];
      };
      for await (const people of inPages(administrators, others)) {
        const page = pages.length;
        const parts = splitText(await seal.close(`${apply}:${page}`, JSON.stringify(people)));
        entries.push(...partsOf(apply, page, parts.length).map((name, part) => ({ key: name, value: parts[part] })));
        pages.push(parts.length);
        total += people.length;
        if (pages.length % pagesAtOnce === 0) await flush();
      }
      await flush();
      // Last, so that nobody meets people of whom a page is missing.
      const head = { target, at, total, administrators: administrators.length, pages } satisfies Head;
      await kvs.set(key(apply), head, { ttl });
      const fallen = (await listed(target)).slice(keptBackups);
      await takeOut(
        target,
        fallen.map((old) => old.apply),
      );
      return { total, administrators: head.administrators };
    },
    counts: async (target, apply) => {
      const head = await young(target, apply);
      return head && { total: head.total, administrators: head.administrators, at: head.at };
    },
    window: async (target, apply, from, count) => {
      const head = await young(target, apply);
      const seal = head && (await sealOf(apply));
      if (!head || !seal) return null;
      const people: NotedPerson[] = [];
      const to = Math.min(from + count, head.total);
      for (let page = Math.floor(from / pageSize); page * pageSize < to; page += 1) {
        const found = await readPage(apply, seal, page, head.pages[page] ?? 0);
        if (!found) return null;
        const first = page * pageSize;
        people.push(...found.slice(Math.max(0, from - first), to - first));
      }
      return people;
    },
    delete: async (target, apply) => {
      if ((await listed(target)).some((each) => each.apply === apply)) await takeOut(target, [apply]);
    },
    forget: async (target) => {
      for (const { apply } of await listed(target)) await strikeOut(apply);
      await list(target).strikeOut();
    },
    sweep: async (target) => {
      const old = (await listed(target)).filter(({ at }) => isOld(at));
      await takeOut(
        target,
        old.map(({ apply }) => apply),
      );
    },
  };
};

/** Full pages, administrators first. */
async function* inPages(
  administrators: readonly NotedPerson[],
  others: AsyncIterable<readonly NotedPerson[]>,
): AsyncGenerator<NotedPerson[]> {
  let waiting = [...administrators];
  const full = function* () {
    while (waiting.length >= pageSize) {
      yield waiting.slice(0, pageSize);
      waiting = waiting.slice(pageSize);
    }
  };
  yield* full();
  for await (const some of others) {
    waiting = waiting.concat(some);
    yield* full();
  }
  if (waiting.length > 0) yield waiting;
}

type Seal = {
  /** `about` is authenticated: a page does not open in place of another. */
  close: (about: string, text: string) => Promise<string>;
  open: (about: string, sealed: string) => Promise<string>;
};

const [compress, expand] = [promisify(gzip), promisify(gunzip)];
const ivLength = 12;

/** A new key as it lies in the secret store, one a write: pages are many, and lie in the plain one. */
const newSeal = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');

/** AES-256-GCM over gzip. */
const openSeal = async (text: string): Promise<Seal> => {
  const usages = ['encrypt', 'decrypt'] as const;
  const secret = await crypto.subtle.importKey('raw', Buffer.from(text, 'base64'), 'AES-GCM', false, [...usages]);
  const manner = (about: string, iv: Uint8Array<ArrayBuffer>) => ({
    name: 'AES-GCM',
    iv,
    additionalData: Buffer.from(about),
  });
  return {
    close: async (about, plain) => {
      const iv = crypto.getRandomValues(new Uint8Array(ivLength));
      const closed = await crypto.subtle.encrypt(manner(about, iv), secret, await compress(plain));
      return Buffer.concat([iv, new Uint8Array(closed)]).toString('base64');
    },
    open: async (about, sealed) => {
      const bytes = Uint8Array.from(Buffer.from(sealed, 'base64'));
      const opened = await crypto.subtle.decrypt(
        manner(about, bytes.slice(0, ivLength)),
        secret,
        bytes.slice(ivLength),
      );
      return (await expand(new Uint8Array(opened))).toString('utf8');
    },
  };
};
