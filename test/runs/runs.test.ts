import { randomUUID } from 'node:crypto';
import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { runsIn, silenceLimit, type Work } from '../../src/runs/runs';
import type { Place } from '../../src/store/place';
import type { Refusal } from '../../src/store/refusal';
import { inInvocation, openKeyValues } from '../store/key-values';

let clock: number;
beforeEach(() => {
  clock = Date.parse('2026-11-24T14:02:00Z');
});
const place = (who = 'Ada', product: Place['product'] = 'jira'): Place => ({
  product,
  who,
  account: 'ada',
  now: () => new Date(clock),
});
const runs = (who?: string, product?: Place['product']) => runsIn(place(who, product), v.string());
const check = (id: string, subject = 'target') => ({ id, kind: 'check' as const, subject, isPartial: false });

openKeyValues();

/** A worker that goes on until it is let go. */
const endless = () => {
  let end: (result: string) => void = () => {};
  const result = new Promise<string>((resolve) => {
    end = resolve;
  });
  let started: (work: Work) => void = () => {};
  const work = new Promise<Work>((resolve) => {
    started = resolve;
  });
  const worker = (given: Work) => {
    started(given);
    return result;
  };
  return { end, worker, work };
};

test('a run is done with its result', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    const done = await runs().work(check(id), async () => 'result');
    expect(done).toMatchObject({ id, kind: 'check', who: 'Ada', product: 'jira', state: 'done', result: 'result' });
    expect(await runs('Bob').view(id)).toEqual(done);
    expect(await runs().ofSubject('target')).toEqual({ last: done, running: null });
  });
});

test('a result of more than one value of the store comes back whole', async () => {
  await inInvocation(async () => {
    const long = 'ä😀"\\\u0000'.repeat(80_000);
    const done = await runs().work(check(randomUUID()), async () => long);
    expect(done.result === long).toBe(true);
  });
});

test('progress is seen while the run goes on', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    const { end, worker, work } = endless();
    const ended = runs().work(check(id), worker);
    (await work).onProgress({ phase: 'Certificate', done: 3, of: 9 });
    await until(async () => (await runs().view(id))?.phase === 'Certificate');
    expect(await runs('Bob').view(id)).toMatchObject({ state: 'working', progress: { done: 3, of: 9 }, result: null });
    end('result');
    await ended;
  });
});

test('whoever cancels sets a mark, which the worker meets; what there is stays', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    const { end, worker, work } = endless();
    const ended = runs().work(check(id), worker);
    const { signal } = await work;
    expect(await runs('Bob').cancel(id)).toMatchObject({ state: 'cancelling' });
    await until(async () => signal.aborted);
    end('half of it');
    expect(await ended).toMatchObject({ state: 'cancelled', result: 'half of it' });
  });
});

test('neither a cancelled run nor one of a part takes the place of the last whole one', async () => {
  await inInvocation(async () => {
    const whole = await runs().work(check(randomUUID()), async () => 'whole');
    await runs().work({ ...check(randomUUID()), isPartial: true }, async () => 'a part');
    const id = randomUUID();
    const { end, worker, work } = endless();
    const ended = runs().work(check(id), worker);
    const { signal } = await work;
    await runs().cancel(id);
    await until(async () => signal.aborted);
    end('half of it');
    await ended;
    expect(await runs().ofSubject('target')).toEqual({ last: whole, running: null });
  });
});

test('only one caller can make an id', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    await runs().work(check(id, 'one'), async () => 'first');
    await expect(runs().work(check(id, 'two'), async () => 'second')).rejects.toMatchObject({
      failure: { code: 'conflict', field: 'run' },
    });
    expect(await runs().view(id)).toMatchObject({ result: 'first' });
  });
});

test('of five who start at the same moment for one target, one works and four are told that it is busy', async () => {
  await inInvocation(async () => {
    let workers = 0;
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        runs()
          .work(check(randomUUID()), async () => {
            workers += 1;
            return new Promise<string>((resolve) => setTimeout(resolve, 200, 'result'));
          })
          .then(
            ({ state }) => state as string,
            (error: Refusal) => error.failure.code,
          ),
      ),
    );
    expect(all.sort()).toEqual(['busy', 'busy', 'busy', 'busy', 'done']);
    expect(workers).toBe(1);
  });
});

test('another target is not busy', async () => {
  await inInvocation(async () => {
    const { end, worker, work } = endless();
    const ended = runs().work(check(randomUUID(), 'one'), worker);
    await work;
    expect(await runs().work(check(randomUUID(), 'two'), async () => 'result')).toMatchObject({ state: 'done' });
    end('result');
    await ended;
  });
});

test('a run whose worker died is abandoned, and the next one may start', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    // What a worker leaves behind that died after its first words.
    const startedAt = new Date(clock).toISOString();
    await kvs.set(`jira:run:${id}`, { id, kind: 'check', who: 'Ada', subject: 'target', isPartial: false, startedAt });
    await kvs.set(`jira:run:${id}:progress`, { phase: 'Keys', done: 1, of: 9, at: startedAt });
    await kvs.set('jira:runs-of:target:v:1', { version: 1, who: 'Ada', at: startedAt, value: [id] });
    expect(await runs().view(id)).toMatchObject({ state: 'working' });
    await expect(runs().work(check(randomUUID()), async () => '')).rejects.toMatchObject({ failure: { code: 'busy' } });
    clock += silenceLimit + 1;
    expect(await runs().view(id)).toMatchObject({ state: 'abandoned', result: null });
    expect(await runs().work(check(randomUUID()), async () => 'result')).toMatchObject({ state: 'done' });
  });
});

test('a worker that breaks leaves a failed run, without the words of the exception', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    const work = runs().work(check(id), async () => {
      throw new Error('geheim');
    });
    await expect(work).rejects.toThrow('geheim');
    const view = await runs().view(id);
    expect(view).toMatchObject({ state: 'failed', result: null });
    expect(JSON.stringify(view)).not.toContain('geheim');
  });
});

test('a run of Jira can be neither seen nor cancelled from Confluence', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    const { end, worker, work } = endless();
    const ended = runs().work(check(id), worker);
    const { signal } = await work;
    expect(await runs('Eve', 'confluence').view(id)).toBeNull();
    expect(await runs('Eve', 'confluence').cancel(id)).toBeNull();
    expect(signal.aborted).toBe(false);
    end('result');
    await ended;
  });
});

test('what is older than it is kept is not shown, even where the store deletes late', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    await runs().work(check(id), async () => 'result');
    clock += 31 * 86_400_000;
    expect(await runs().view(id)).toBeNull();
  });
});

test('forgetting a target forgets its runs', async () => {
  await inInvocation(async () => {
    const id = randomUUID();
    await runs().work(check(id), async () => 'geheim');
    await runs().forget('target');
    expect(await runs().view(id)).toBeNull();
    const { results } = await kvs.query().limit(100).getMany();
    expect(JSON.stringify(results)).not.toContain('geheim');
  });
});

const until = async (isSo: () => Promise<boolean>) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It never came to be so.');
};
