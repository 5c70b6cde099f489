import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { keptTtl, keptWithApplies } from '../apply/kept-with-applies';
import { deleteAll, deleteBelow, type Entry, getAll, setAll } from '../store/batches';
import { splitText } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { isKeyConflict } from '../store/versions';
import { type LostGroups, lostGroups, type NotedPerson, notedPerson } from './noted-person';
import { newSeal, openSeal, type Seal } from './seal';

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
  /** What administrators had lost when the old settings came back: the first who looks keeps it. */
  keepLost: (target: string, apply: string, people: readonly LostGroups[]) => Promise<void>;
  /** Who is not in it had lost nothing. Null where nobody looked at that moment. */
  lost: (target: string, apply: string) => Promise<LostGroups[] | null>;
  /** Whoever was seen with a group again has lost it no longer: what is lost anew later is another matter. */
  updateLost: (target: string, apply: string, people: readonly LostGroups[]) => Promise<void>;
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

const headShape = v.object({
  target: v.string(),
  at: moment,
  total: v.number(),
  administrators: v.number(),
  /** Values that each page takes. */
  pages: v.array(v.number()),
});
type Head = v.InferOutput<typeof headShape>;
/** `id`: of its parts, which are written anew each time. */
const lostShape = v.object({ id: v.string(), parts: v.number() });

export const notedPeopleIn = (place: Place): NotedPeople => {
  const key = (apply: string, ...rest: (string | number)[]) => keyIn(place, 'apply-people', apply, ...rest);
  const partsOf = (apply: string, page: number | string, count: number) =>
    Array.from({ length: count }, (_, part) => key(apply, 'page', page, part));
  const find = async (apply: string): Promise<Head | null> => {
    const found = await kvs.get<unknown>(key(apply));
    return found === undefined ? null : v.parse(headShape, found);
  };
  /** What opens the pages goes first: nothing of them can be read from then on, whatever still lies there. */
  const strikeOut = async (apply: string) => {
    await kvs.deleteSecret(key(apply, 'seal'));
    const head = await find(apply);
    if (head) await deleteAll(head.pages.flatMap((count, page) => partsOf(apply, page, count)));
    // Of somebody who was stopped half-way there is no head that tells how much there is.
    await deleteBelow(`${key(apply)}:page:`);
    await kvs.delete(key(apply, 'lost'));
    await kvs.delete(key(apply));
  };
  const kept = keptWithApplies(place, 'apply-people-of', strikeOut);
  const young = async (target: string, apply: string): Promise<Head | null> => {
    const head = await find(apply);
    return head?.target === target && !kept.isOld(head.at) ? head : null;
  };
  const sealOf = async (apply: string): Promise<Seal | null> => {
    const found = await kvs.getSecret<unknown>(key(apply, 'seal'));
    return found === undefined ? null : openSeal(v.parse(v.string(), found));
  };
  /** Null where a part of it is gone. */
  const readPage = async <T>(
    shape: v.GenericSchema<unknown, T>,
    { apply, seal, page, count }: { apply: string; seal: Seal; page: number | string; count: number },
  ): Promise<T[] | null> => {
    const parts = await getAll(partsOf(apply, page, count));
    if (parts.includes(undefined)) return null;
    const text = await seal.open(`${apply}:${page}`, v.parse(v.array(v.string()), parts).join(''));
    return v.parse(v.array(shape), JSON.parse(text));
  };
  const pageOf = async (apply: string, seal: Seal, page: number | string, people: readonly object[]) => {
    const parts = splitText(await seal.close(`${apply}:${page}`, JSON.stringify(people)));
    return partsOf(apply, page, parts.length).map((name, part): Entry => ({ key: name, value: parts[part] }));
  };
  const lostOf = async (apply: string) => {
    const found = await kvs.get<unknown>(key(apply, 'lost'));
    return found === undefined ? null : v.parse(lostShape, found);
  };
  const writeLost = async (apply: string, people: readonly LostGroups[]) => {
    const seal = await sealOf(apply);
    if (!seal) return null;
    const id = `lost-${crypto.randomUUID()}`;
    const entries = await pageOf(apply, seal, id, people);
    await setAll(entries, keptTtl);
    return { id, parts: entries.length } satisfies v.InferOutput<typeof lostShape>;
  };

  return {
    keep: async (target, apply, { administrators, others }) => {
      await strikeOut(apply);
      const at = await kept.note(target, apply);
      const secret = newSeal();
      await kvs.setSecret(key(apply, 'seal'), secret, { ttl: keptTtl });
      const seal = await openSeal(secret);
      const pages: number[] = [];
      let entries: Entry[] = [];
      let total = 0;
      const flush = async () => {
        await setAll(entries, keptTtl);
        entries = [];
      };
      for await (const people of inPages(administrators, others)) {
        const page = await pageOf(apply, seal, pages.length, people);
        entries.push(...page);
        pages.push(page.length);
        total += people.length;
        if (pages.length % pagesAtOnce === 0) await flush();
      }
      await flush();
      // Last, so that nobody meets people of whom a page is missing.
      const head = { target, at, total, administrators: administrators.length, pages } satisfies Head;
      await kvs.set(key(apply), head, { ttl: keptTtl });
      await kept.trim(target);
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
        const found = await readPage(notedPerson, { apply, seal, page, count: head.pages[page] ?? 0 });
        if (!found) return null;
        const first = page * pageSize;
        people.push(...found.slice(Math.max(0, from - first), to - first));
      }
      return people;
    },
    keepLost: async (target, apply, people) => {
      if (!(await young(target, apply)) || (await lostOf(apply))) return;
      const written = await writeLost(apply, people);
      if (!written) return;
      try {
        await kvs.set(key(apply, 'lost'), written, { keyPolicy: 'FAIL_IF_EXISTS', ttl: keptTtl });
      } catch (error) {
        if (!isKeyConflict(error)) throw error;
        // Whoever looked a moment before us has seen the same.
        await deleteAll(partsOf(apply, written.id, written.parts));
      }
    },
    lost: async (target, apply) => {
      const [head, seal, found] = await Promise.all([young(target, apply), sealOf(apply), lostOf(apply)]);
      return head && seal && found && readPage(lostGroups, { apply, seal, page: found.id, count: found.parts });
    },
    updateLost: async (target, apply, people) => {
      const before = (await young(target, apply)) && (await lostOf(apply));
      const written = before && (await writeLost(apply, people));
      if (!written) return;
      await kvs.set(key(apply, 'lost'), written, { ttl: keptTtl });
      await deleteAll(partsOf(apply, before.id, before.parts));
    },
    delete: kept.delete,
    forget: kept.forget,
    sweep: kept.sweep,
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
