import type { Claims } from '../contract/mapping';
import { askPage, type Clock, type FetchPage, type StopReason } from './ask-page';
import { WantedKeys } from './wanted-keys';

/** Where to go on. It names one person, so it lives no longer than the rows of a run. */
export type Checkpoint = {
  /** The page to read next, from 1, at this size. */
  page: number;
  size: number;
  /** The last name of the page before; null where it had none. */
  lastName: string | null;
  /** People told so far. */
  read: number;
  /** By the last answer; null where it did not say. */
  total: number | null;
  /** As in the event `end`, so far. */
  repeated: number;
  nameless: number;
  isLoose: boolean;
};

export type ReadProgress = {
  read: number;
  total: number | null /** Of this reading, without what came before a stop. */;
  perSecond: number;
};

export type DirectoryEvent =
  | {
      kind: 'people';
      page: number;
      people: Claims[];
      /** The whole entry of one of them, but for the never-list; it costs more than all the rest. */
      complete: (index: number) => Claims;
      progress: ReadProgress;
      checkpoint: Checkpoint;
    }
  | {
      kind: 'end';
      /** Null: to the end. */
      stopped: StopReason | null;
      progress: ReadProgress;
      checkpoint: Checkpoint;
      /** Seen a second time and told once. */
      repeated: number;
      /** People who have neither a name nor an id; such a one may be told twice. */
      nameless: number;
      /** How many fewer were met than there are by the last total: people left or were renamed meanwhile. 0 after a stop. */
      missing: number;
      /** After a stop the last name was found no more, so that a few people in between may be missing. */
      isLoose: boolean;
    };

export type ReadOptions = {
  fetchPage: FetchPage;
  /** What is wanted of each person; `name` and `id` are read in any case. */
  names: readonly string[];
  size: number;
  from: Checkpoint | null;
  signal: AbortSignal;
  clock: Clock;
};

/** Pages whose names are remembered at the least, to tell whom a shifted page shows again. */
const rememberedPages = 8;
/** Further back than this nobody is looked for when people left meanwhile; it is said that some are missing. */
const mostBack = 3;
/** How often in a reading it goes back; a directory that shrinks all the time must come to an end as well. */
const mostReturns = 50;

/**
 * Everybody of an organization, page by page, sorted by name, each person once, up to `data2` (v3.158.0: a page past the
 * end repeats the last one). Who comes in meanwhile moves the others on, and they are met again; who leaves draws them
 * back, so where the total falls the pages before are looked at once more. What cannot be seen from here: one who leaves
 * and one who comes between the same two pages.
 *
 * The last event is always `end`. One page is held at a time: to ask for the next one ahead gained nothing.
 */
export async function* readDirectory(options: ReadOptions): AsyncGenerator<DirectoryEvent, void, void> {
  const { fetchPage, signal, clock } = options;
  const wanted = WantedKeys.ofPeople([...options.names, 'name', 'id']);
  const reading = new Reading(options);
  for (;;) {
    const { page, size } = reading;
    const asked = await askPage((until) => fetchPage(page, size, until), wanted, signal, clock);
    if (asked.got === 'page') {
      const { people: all, total, complete } = asked.page;
      const { people, places } = reading.take(all, total);
      if (people.length > 0)
        yield {
          kind: 'people',
          page,
          people,
          complete: (index) => complete(places[index] ?? Number.NaN),
          progress: reading.progress(),
          checkpoint: reading.checkpoint(),
        };
      if (reading.isOver) {
        yield reading.end(reading.isStuck ? { kind: 'repeats' } : null);
        return;
      }
    } else if (asked.got === 'stop' || !reading.halve()) {
      yield reading.end(asked.stop);
      return;
    }
  }
}

/** Who is new, and where each stands on the page. */
type Fresh = { people: Claims[]; places: number[] };

class Reading {
  page: number;
  size: number;
  isOver = false;
  isStuck = false;
  readonly #now: () => number;
  readonly #begun: number;
  readonly #before: number;
  #read: number;
  #total: number | null = null;
  /** Of before a stop. Nobody is looked for by it: who was told on the pages before is no longer known. */
  #totalBefore: number | null;
  /** Of these pages and of as many before them: two to look through rather than eight. */
  #remembered = { now: new Set<string>(), pages: 0, before: new Set<string>() };
  /** The page that has been read farthest on, and its last name. */
  #farthest: number;
  #lastName: string | null;
  /** The name to look for on the first page after a stop. */
  #resumesAt: { name: string | null } | null = null;
  #returns = 0;
  #stale = 0;
  #repeated = 0;
  #nameless = 0;
  #isLoose = false;

  constructor({ size, from, clock }: ReadOptions) {
    this.#now = clock.now;
    this.#begun = clock.now();
    this.size = from?.size ?? size;
    this.page = from?.page ?? 1;
    this.#read = from?.read ?? 0;
    this.#before = this.#read;
    this.#farthest = this.page - 1;
    this.#lastName = from?.lastName ?? null;
    this.#totalBefore = from?.total ?? null;
    this.#repeated = from?.repeated ?? 0;
    this.#nameless = from?.nameless ?? 0;
    this.#isLoose = from?.isLoose ?? false;
    if (from !== null && this.page > 1) {
      // People may have left since: the page before is looked at again for those behind the last name.
      this.page -= 1;
      this.#resumesAt = { name: from.lastName };
    }
  }

  /** Takes a page in, decides what is asked for next, and gives those who are new. */
  take(people: Claims[], total: number | null): Fresh {
    const fell = total !== null && this.#total !== null ? this.#total - total : 0;
    this.#total = total;
    const told = this.#resume(people);
    const fresh = this.#fresh(people, told);
    this.#read += fresh.people.length;
    const isNew = this.page > this.#farthest;
    if (isNew) {
      this.#farthest = this.page;
      this.#lastName = nameOf(people.at(-1)) ?? this.#lastName;
    }
    // A server that gives fewer a page than it is asked for counts its pages by what it gives.
    if (this.page === 1 && people.length > 0 && people.length < this.size && total !== null && people.length < total)
      this.size = people.length;
    this.#stale = isNew && people.length > 0 && fresh.people.length === 0 ? this.#stale + 1 : 0;
    if (fell > 0 && this.page > 1 && this.#returns < mostReturns) {
      this.#returns += 1;
      this.page = Math.max(1, this.page - Math.min(mostBack, Math.ceil(fell / this.size)));
      return fresh;
    }
    const isLast =
      people.length === 0 ||
      (total === null ? people.length < this.size || this.#stale > 0 : this.page * this.size >= total);
    // Once it may be that many came in at once.
    this.isStuck = !isLast && this.#stale > 1;
    this.isOver = isLast || this.isStuck;
    this.page += 1;
    return fresh;
  }

  /** Half as many a page from the same person on; false where that does not go. */
  halve(): boolean {
    if (this.size % 2 !== 0) return false;
    this.size /= 2;
    this.page = this.page * 2 - 1;
    this.#farthest *= 2;
    return true;
  }

  progress(): ReadProgress {
    const seconds = (this.#now() - this.#begun) / 1000;
    const perSecond = seconds > 0 ? (this.#read - this.#before) / seconds : 0;
    return { read: this.#read, total: this.#total ?? this.#totalBefore, perSecond };
  }

  checkpoint(): Checkpoint {
    return {
      page: this.#farthest + 1,
      size: this.size,
      lastName: this.#lastName,
      read: this.#read,
      total: this.#total ?? this.#totalBefore,
      repeated: this.#repeated,
      nameless: this.#nameless,
      isLoose: this.#isLoose,
    };
  }

  end(stopped: StopReason | null): DirectoryEvent {
    const missing = stopped === null && this.#total !== null ? Math.max(0, this.#total - this.#read) : 0;
    return {
      kind: 'end',
      stopped,
      progress: this.progress(),
      checkpoint: this.checkpoint(),
      repeated: this.#repeated,
      nameless: this.#nameless,
      missing,
      isLoose: this.#isLoose,
    };
  }

  /** Of the first page after a stop: how many stand up to the last name and so have been told. */
  #resume(people: Claims[]): number {
    const resumes = this.#resumesAt;
    if (resumes === null) return 0;
    this.#resumesAt = null;
    const at = people.findIndex((person) => resumes.name !== null && nameOf(person) === resumes.name);
    if (at !== -1) return at + 1;
    this.#isLoose = true;
    // Not found: names cannot be compared as the database sorts them, so the whole page counts as told.
    return people.length;
  }

  /** Without the first ones, who were told before a stop: that is no repetition of the directory's. */
  #fresh(people: Claims[], told: number): Fresh {
    const { now, before } = this.#remembered;
    const fresh: Fresh = { people: [], places: [] };
    people.forEach((person, place) => {
      const key = keyOf(person);
      const isSeen = key !== null && (now.has(key) || before.has(key));
      if (key !== null) now.add(key);
      if (place < told) return;
      if (key === null) this.#nameless += 1;
      if (isSeen) this.#repeated += 1;
      else {
        fresh.people.push(person);
        fresh.places.push(place);
      }
    });
    this.#remembered.pages += 1;
    if (this.#remembered.pages === rememberedPages) this.#remembered = { now: new Set(), pages: 0, before: now };
    return fresh;
  }
}

const nameOf = (person: Claims | undefined): string | null =>
  typeof person?.name === 'string' && person.name !== '' ? person.name : null;

/**
 * A name is unique in an organization (v3.158.0); an id stands in for one that is missing, behind a sign that tells it
 * from a name. A name as it came has its hash already; to put a sign before each would cost as much as all the rest.
 */
const keyOf = (person: Claims): string | null => {
  const name = nameOf(person);
  if (name !== null) return name.startsWith('\0') ? `\0n${name}` : name;
  return typeof person.id === 'string' && person.id !== '' ? `\0i${person.id}` : null;
};
