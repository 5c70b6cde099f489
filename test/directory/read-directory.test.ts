import type { NetworkFailure } from '../../src/checks/evidence';
import type { Claims } from '../../src/contract/mapping';
import {
  askPage,
  type FetchPage,
  longestPause,
  mostTries,
  type PageAnswer,
  systemClock,
} from '../../src/directory/ask-page';
import { type Checkpoint, type DirectoryEvent, readDirectory } from '../../src/directory/read-directory';
import { WantedKeys } from '../../src/directory/wanted-keys';
import { recordedPage } from './recorded-pages';

type Person = { name?: string; id?: string };
type End = Extract<DirectoryEvent, { kind: 'end' }>;

const named = (count: number, from = 0): Person[] =>
  Array.from({ length: count }, (_, at) => ({ name: `p${String(at + from).padStart(4, '0')}` }));
const answer = (
  body: string | object,
  status = 200,
  retryAfter: string | null = null,
): { answered: true; value: PageAnswer } => ({
  answered: true,
  value: {
    status,
    bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    contentType: 'application/json',
    retryAfter,
  },
});
const failed = (kind: NetworkFailure['kind'], code: string | null = null) =>
  ({
    answered: false,
    failure: { kind, code, host: 'door.acme.example', port: 443, milliseconds: 1, proxy: null },
  }) as const;

/** A directory as Casdoor shows it: `p` past the end repeats the last page. */
const pageOf = (people: readonly Person[], page: number, size: number, total: number | null = people.length) => {
  const last = Math.max(1, Math.ceil(people.length / size));
  const at = (Math.min(page, last) - 1) * size;
  return answer({ status: 'ok', data: people.slice(at, at + size), data2: total });
};

const read = async (fetchPage: FetchPage, given: { size?: number; from?: Checkpoint; signal?: AbortSignal } = {}) => {
  let now = 1_000_000;
  const pauses: number[] = [];
  const asked: string[] = [];
  const people: Claims[] = [];
  const events: DirectoryEvent[] = [];
  for await (const event of readDirectory({
    fetchPage: (page, size, signal) => {
      asked.push(`${page}/${size}`);
      now += 100;
      if (asked.length > 200) throw new Error('It does not end.');
      return fetchPage(page, size, signal);
    },
    names: ['email'],
    size: given.size ?? 10,
    from: given.from ?? null,
    signal: given.signal ?? new AbortController().signal,
    clock: {
      now: () => now,
      pause: async (milliseconds) => {
        pauses.push(milliseconds);
        now += milliseconds;
      },
    },
  })) {
    events.push(event);
    if (event.kind === 'people') people.push(...event.people);
  }
  const end = events.at(-1) as End;
  expect(end.kind).toBe('end');
  expect(events.filter(({ kind }) => kind === 'end')).toHaveLength(1);
  return { names: people.map(({ name }) => name), people, events, end, asked, pauses };
};
/** Answers that come one after another, then a directory. */
const first = (answers: Awaited<ReturnType<FetchPage>>[], people: Person[]): FetchPage => {
  const left = [...answers];
  return async (page, size) => left.shift() ?? pageOf(people, page, size);
};
const namesOf = (people: readonly Person[]) => people.map(({ name }) => name);

describe('reading a directory', () => {
  test('reads everybody once and asks for no page past the end', async () => {
    for (const count of [0, 1, 9, 10, 11, 20, 25]) {
      const people = named(count);
      const { names, end, asked } = await read(async (page, size) => pageOf(people, page, size));
      expect(names).toEqual(namesOf(people));
      expect(asked).toHaveLength(Math.max(1, Math.ceil(count / 10)));
      expect(end).toMatchObject({
        stopped: null,
        missing: 0,
        repeated: 0,
        isLoose: false,
        progress: { read: count, total: count },
      });
    }
  });

  test('reads the recorded directory', async () => {
    const { names, end } = await read(async (page) => answer(recordedPage(`page ${page} of 3`)), { size: 5 });
    expect(names.slice(0, 2)).toEqual(['Eve', 'alice']);
    expect(new Set(names).size).toBe(12);
    expect(end).toMatchObject({ stopped: null, missing: 0 });
  });

  test('tells its speed and how far it is', async () => {
    const { events } = await read(async (page, size) => pageOf(named(30), page, size));
    expect(events[1]).toMatchObject({
      progress: { read: 20, total: 30, perSecond: 100 },
      checkpoint: { page: 3, size: 10, lastName: 'p0019', read: 20 },
    });
  });

  test('gives the whole entry of each, among those who are met again too', async () => {
    const mails = named(9).map((person, at) => ({ ...person, tag: `t${at}`, hash: 'h' }));
    const pages = [mails.slice(0, 3), mails.slice(1, 5), mails.slice(5)];
    const { events } = await read(async (page) => answer({ status: 'ok', data: pages[page - 1] ?? [], data2: 9 }), {
      size: 3,
    });
    const met = events.flatMap((event) =>
      event.kind === 'people' ? [event.people.map((_, index) => ({ ...event.complete(index) }))] : [],
    );
    const whole = mails.map(({ hash: _, ...kept }) => kept);
    expect(met).toEqual([whole.slice(0, 3), whole.slice(3, 5), whole.slice(5)]);
  });

  test('without a total ends where the last page repeats', async () => {
    for (const count of [20, 25]) {
      const { names, end } = await read(async (page, size) => pageOf(named(count), page, size, null));
      expect(names).toEqual(namesOf(named(count)));
      expect(end).toMatchObject({ stopped: null, progress: { total: null } });
    }
  });

  test('keeps people without a name, and tells them', async () => {
    const people = [...named(2), { id: 'x' }, {}, { id: 'x' }];
    const { people: got, end } = await read(async (page, size) => pageOf(people, page, size));
    expect(got).toHaveLength(4);
    expect(end).toMatchObject({ nameless: 1, repeated: 1, missing: 1 });
  });

  test('follows a server that gives fewer a page than it is asked for', async () => {
    const { names } = await read(async (page, size) => pageOf(named(25), page, Math.min(size, 4)));
    expect(names).toEqual(namesOf(named(25)));
  });
});

describe('people who come and go meanwhile', () => {
  /** Changes the directory before the request of this number. */
  const changing = (at: number, before: Person[], after: Person[]): FetchPage => {
    let request = 0;
    return async (page, size) => {
      request += 1;
      return pageOf(request < at ? before : after, page, size);
    };
  };

  test('who comes in on a page that was read moves others on, and nobody is told twice', async () => {
    const before = named(30);
    const { names, end } = await read(changing(3, before, [{ name: 'a0' }, { name: 'a1' }, ...before]));
    expect(names).toEqual(namesOf(before));
    expect(end).toMatchObject({ stopped: null, repeated: 2, missing: 2, progress: { read: 30, total: 32 } });
  });

  test('who leaves draws others back, and they are found on the page before', async () => {
    const before = named(40);
    for (const gone of [1, 3, 10]) {
      const { names, end } = await read(changing(3, before, before.slice(gone)));
      expect(names.toSorted()).toEqual(namesOf(before));
      expect(end).toMatchObject({ stopped: null, missing: 0 });
    }
  });

  test('a total that falls at every request comes to an end', async () => {
    let left = 400;
    const { end } = await read(async (page, size) => pageOf(named(400), page, size, left--), { size: 10 });
    expect(end.stopped).toBeNull();
  });

  test('a total that is too high is said as missing', async () => {
    const { end } = await read(async (page, size) =>
      page > 2 ? answer({ status: 'ok', data: [], data2: 35 }) : pageOf(named(20), page, size, 35),
    );
    expect(end).toMatchObject({ stopped: null, missing: 15 });
  });

  test('a server that gives the same page whatever it is asked for is left', async () => {
    const { end, names, asked } = await read(async (_, size) => pageOf(named(100), 1, size));
    expect(end.stopped).toEqual({ kind: 'repeats' });
    expect(names).toHaveLength(10);
    expect(asked).toHaveLength(3);
  });
});

describe('what goes wrong on the way', () => {
  const people = named(25);
  const unauthorized = { status: 'error', msg: 'Unauthorized operation', data: null };

  test.each([
    ['429 with seconds', answer('', 429, '7'), 7000],
    ['429 with a date', answer('', 429, new Date(1_005_100).toUTCString()), 4900],
    ['429 without a word', answer('', 429), 1000],
    ['503 with seconds', answer('', 503, '3'), 3000],
    ['502', answer('<html>', 502), 1000],
    ['a reset', failed('connection-closed', 'ECONNRESET'), 1000],
    ['an answer cut off', answer('{"status":"ok","data":[{"na'), 1000],
  ])('%s is asked again', async (_, fault, pause) => {
    const { names, pauses, asked } = await read(first([fault], people));
    expect(names).toEqual(namesOf(people));
    expect(asked.slice(0, 2)).toEqual(['1/10', '1/10']);
    expect(pauses).toEqual([pause]);
  });

  test.each([
    ['a server that stays down', answer('', 500), { kind: 'server-error', status: 500 }, mostTries],
    ['a limit that stays', answer('', 429, '1'), { kind: 'limited', status: 429, wait: 1000 }, mostTries],
    [
      'a limit longer than is waited for',
      answer('', 429, String(longestPause / 1000 + 1)),
      { kind: 'limited', status: 429, wait: longestPause + 1000 },
      1,
    ],
    ['credentials that are taken no more', answer('', 401), { kind: 'refused', status: 401 }, 1],
    ["Casdoor's own no", answer(unauthorized), { kind: 'refused', status: 200 }, 1],
    ['a page for browsers', answer('<!doctype html><p>alice'), { kind: 'unreadable', refusal: { kind: 'html' } }, 1],
    ['a redirect', answer('', 302), { kind: 'status', status: 302 }, 1],
    [
      'a certificate',
      failed('tls-untrusted', 'CERT_HAS_EXPIRED'),
      { kind: 'unreachable', failure: 'tls-untrusted', code: 'CERT_HAS_EXPIRED' },
      1,
    ],
    [
      'a connection that stays away',
      failed('connection-refused', 'ECONNREFUSED'),
      { kind: 'unreachable', failure: 'connection-refused', code: 'ECONNREFUSED' },
      mostTries,
    ],
  ])('%s half way stops with what there is and where to go on', async (_, fault, stopped, tries) => {
    const { names, end, asked } = await read(async (page, size) => (page < 3 ? pageOf(people, page, size) : fault));
    expect(names).toEqual(namesOf(named(20)));
    expect(end).toMatchObject({ stopped, checkpoint: { page: 3, size: 10, lastName: 'p0019', read: 20 } });
    expect(asked).toHaveLength(2 + tries);
    const rest = await read(async (page, size) => pageOf(people, page, size), { from: end.checkpoint });
    expect(rest.names).toEqual(namesOf(named(5, 20)));
    // Whoever was told before the stop and is met again behind it, is no repetition of the directory's.
    expect(rest.end).toMatchObject({ stopped: null, missing: 0, repeated: 0, isLoose: false, progress: { read: 25 } });
  });

  test('a stop changes nothing in what is told at the end', async () => {
    const odd = [...named(12), { id: 'x' }, {}, { id: 'x' }, ...named(9, 12)];
    const page: FetchPage = async (at, size) => pageOf(odd, at, size);
    const { people: all, end, events } = await read(page, { size: 4 });
    for (const event of events) {
      if (event.kind !== 'people') continue;
      const { read: told, page: next } = event.checkpoint;
      const rest = await read(page, { from: event.checkpoint });
      expect([next, rest.people]).toEqual([next, all.slice(told)]);
      const { progress: _, checkpoint: __, ...sums } = end;
      expect(rest.end).toMatchObject(sums);
    }
  });

  test('pauses grow from try to try', async () => {
    const { pauses } = await read(async () => failed('connection-refused'));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });

  test('a page that is too large is asked for in halves, and a stop there goes on there', async () => {
    const large: FetchPage = async (page, size) =>
      size > 5 && page > 1 ? failed('answer-too-large') : page === 5 ? answer('', 403) : pageOf(people, page, size);
    const { names, end, asked } = await read(large);
    expect(asked).toEqual(['1/10', '2/10', '3/5', '4/5', '5/5']);
    expect(names).toEqual(namesOf(named(20)));
    expect(end.checkpoint).toMatchObject({ page: 5, size: 5, lastName: 'p0019', read: 20 });
    const whole = await read(async (page, size) =>
      size > 2 ? failed('answer-too-large') : pageOf(people, page, size),
    );
    expect(whole.end.stopped).toMatchObject({ kind: 'unreachable', failure: 'answer-too-large' });
  });

  test('a cancel stops before the next page', async () => {
    const controller = new AbortController();
    const { names, end } = await read(
      async (page, size) => {
        if (page === 2) controller.abort();
        return pageOf(people, page, size);
      },
      { signal: controller.signal },
    );
    expect(names).toHaveLength(10);
    expect(end).toMatchObject({ stopped: { kind: 'cancelled' }, checkpoint: { page: 2, lastName: 'p0009' } });
  });
});

describe('a pause', () => {
  test('ends at once when it is cancelled, and nothing is asked after it', async () => {
    const controller = new AbortController();
    let asked = 0;
    const ask = async () => {
      asked += 1;
      setTimeout(() => controller.abort(), 10);
      return answer('', 429, '100');
    };
    const begun = Date.now();
    const result = await askPage(ask, WantedKeys.ofPeople(['name']), controller.signal, systemClock);
    expect(result).toEqual({ got: 'stop', stop: { kind: 'cancelled' } });
    expect(asked).toBe(1);
    expect(Date.now() - begun).toBeLessThan(20_000);
  });

  test('lasts as long as it is told', async () => {
    const begun = Date.now();
    await systemClock.pause(60, new AbortController().signal);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(55);
  });
});

describe('going on after a stop', () => {
  const counts = { total: 30, repeated: 0, nameless: 0, isLoose: false };
  const from: Checkpoint = { page: 3, size: 10, lastName: 'p0019', read: 20, ...counts };

  test('finds those whom others who left drew back', async () => {
    const { names, end } = await read(async (page, size) => pageOf(named(30).slice(4), page, size), { from });
    expect(names).toEqual(namesOf(named(10, 20)));
    expect(end).toMatchObject({ isLoose: false, missing: 0 });
  });

  test('says so where the last name is gone', async () => {
    const people = named(30).filter(({ name }) => name !== 'p0019');
    const { names, end } = await read(async (page, size) => pageOf(people, page, size), { from });
    expect(names).toEqual(namesOf(named(9, 21)));
    expect(end).toMatchObject({ stopped: null, isLoose: true });
  });

  test('has nothing to do where everything was read', async () => {
    const { names, end } = await read(async (page, size) => pageOf(named(20), page, size), { from });
    expect(names).toEqual([]);
    expect(end).toMatchObject({ stopped: null, progress: { read: 20, total: 20 } });
  });
});
