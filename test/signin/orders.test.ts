import { kvs } from '@forge/kvs';
import type { Claims } from '../../src/contract/mapping';
import { conclude, settleExpired } from '../../src/signin/conclude';
import { notExchanged } from '../../src/signin/exchange';
import type { ClaimedOrder } from '../../src/signin/order-claim';
import { type Door, standAtDoor, unchanged } from './at-the-door';
import { questionOf } from './fake-steps';
import { allRecords, askedOfStore, inProcess, killProcess, openStore, stores } from './two-stores';

const minute = 60_000;
const hour = 60 * minute;
const code = 'the-code-of-casdoor';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

const settle = (door: Door, account = 'ada') =>
  settleExpired(door.target, {
    place: door.place(account, 'jira'),
    orders: door.orders(account),
    steps: async () => door.steps,
  });
const claimed = async (door: Door, state: string): Promise<ClaimedOrder> => {
  const answer = await door.orders(null).answer(state);
  if (answer.kind !== 'claimed') throw new Error(`It was ${answer.kind}.`);
  return answer.order;
};
/** A whole sign-in that worked. */
const signIn = async (door: Door) => {
  const { state } = await door.goOn();
  await door.knock({ query: { code: [code], state: [state] } });
  return (await door.view()).id;
};
const historyOf = async (door: Door) => (await door.orders().view(door.target, unchanged)).history;

describe.each(stores)('on the store on %s', (kind) => {
  openStore(kind);

  test('of five answers at the same moment one is claimed', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const { state } = await door.goOn();
      const answers = await Promise.all(Array.from({ length: 5 }, () => door.orders(null).answer(state)));
      expect(answers.map((answer) => answer.kind).sort()).toEqual(['claimed', 'used', 'used', 'used', 'used']);
    });
  });

  test('answer, words, cancel and expiry at the same moment: one wins', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const { state, token } = await door.goOn();
      const { id } = await door.view();
      const [answer, told] = await Promise.all([
        door.orders(null).answer(state),
        door.orders(null).tellByLink(token),
        door.orders('bob').cancel(door.target, id),
      ]);
      const { state: shown } = await door.view();
      const winners = [answer.kind === 'claimed', told.kind === 'claimed', shown === 'cancelled'];
      expect(winners.filter(Boolean)).toHaveLength(1);
    });
  });

  test('of two who start at the same moment one has a link, and the other is told who was quicker', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const starts = await Promise.allSettled([
        door.orders('ada').start(door.target, questionOf()),
        door.orders('bob').start(door.target, questionOf()),
      ]);
      expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(starts.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { failure: { code: 'busy' } },
      });
      expect(await historyOf(door)).toHaveLength(1);
    });
  });

  test('killed between link and answer, the next process takes the answer, once', async () => {
    const door = standAtDoor();
    const { state } = await inProcess(() => door.goOn());
    await killProcess();
    await inProcess(async () => {
      expect((await door.view()).state).toBe('at-casdoor');
      expect((await door.knock({ query: { code: [code], state: [state] } })).status).toBe(200);
      expect((await door.knock({ query: { code: [code], state: [state] } })).status).toBe(410);
      expect(door.exchanged).toHaveLength(1);
    });
  });

  test('killed between answer and verdict, the next process says so and takes nothing a second time', async () => {
    const door = standAtDoor();
    const state = await inProcess(async () => {
      const gone = await door.goOn();
      await claimed(door, gone.state);
      return gone.state;
    });
    await killProcess();
    await inProcess(async () => {
      expect((await door.view()).state).toBe('judging');
      expect((await door.knock({ query: { code: [code], state: [state] } })).status).toBe(410);
      door.clock.now += minute + 1;
      expect(await door.view()).toMatchObject({ state: 'interrupted', result: null, link: null });
      expect(await historyOf(door)).toMatchObject([{ who: 'Ada', outcome: null, verdict: null, cause: null }]);
      await door.orders().cancel(door.target, (await door.view()).id);
      await settle(door);
      expect((await door.view()).state).toBe('interrupted');
      const late = await door.knock({ query: { code: [code], state: [state] } });
      expect([late.status, late.body]).toEqual([410, expect.stringContaining('could not be judged')]);
      expect(door.exchanged).toEqual([]);
      const { link } = await door.start();
      expect((await door.press(link)).answer.status).toBe(303);
    });
  });
});

describe('test sign-ins', () => {
  openStore('memory');

  test('an unknown state costs one read and nothing else', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      await door.goOn();
      askedOfStore();
      expect((await door.orders(null).answer('x'.repeat(43))).kind).toBe('unknown');
      expect(askedOfStore()).toEqual(['get']);
      door.present.asked = 0;
      await door.knock({ query: { code: [code], state: ['x'.repeat(43)] } });
      expect(askedOfStore()).toEqual(['get']);
      expect(door.present.asked).toBe(0);
    });
  });

  test('what lies open in the store opens nothing: neither link, state, proof nor claim is in it', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const { state, token } = await door.goOn();
      const open = async () => JSON.stringify([...(await allRecords())].filter(([key]) => !key.startsWith('secret ')));
      for (const secret of [state, token, 'verifier-', 'nonce-', 'door.acme.example'])
        expect(await open()).not.toContain(secret);
      await door.knock({ query: { code: [code], state: [state] } });
      const all = JSON.stringify([...(await allRecords())]);
      for (const secret of [state, token, 'verifier-', 'nonce-', code, 'secret-of-the-client', 'authorizationEndpoint'])
        expect(all).not.toContain(secret);
      expect(all).toContain('ada-of-acme');
      expect(await open()).not.toContain('ada-of-acme');
    });
  });

  test('while it is open, its maker alone has the link, and may close the panel meanwhile', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const { token } = await door.start();
      const mine = await door.view();
      expect(mine).toMatchObject({
        who: 'Ada',
        isMine: true,
        state: 'open',
        link: `http://127.0.0.1:7391/sign-in/jira?link=${token}`,
        startedAt: '2026-11-24T14:02:11.000Z',
        expiresAt: '2026-11-24T14:17:11.000Z',
      });
      expect(await door.view('bob')).toEqual({ ...mine, isMine: false, link: null });
      expect(token).toHaveLength(43);
    });
  });

  test('starting anew cancels the link that was open', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const first = await door.start();
      const second = await door.start({}, 'bob');
      expect(await door.orders(null).look(first.token)).toEqual({ kind: 'cancelled' });
      expect(await door.orders(null).look(second.token)).toMatchObject({ kind: 'open', who: 'Bob' });
      expect(await historyOf(door)).toHaveLength(1);
    });
  });

  test.each<[string, (door: Door, link: { link: string[] }) => Promise<void>, object]>([
    ['nobody looked', async () => {}, { opened: false, pressed: false, seconds: 900 }],
    [
      'somebody looked',
      async (door, link) => void (await door.knock({ query: link })),
      { opened: true, pressed: false, seconds: 900 },
    ],
    [
      'somebody went on to Casdoor',
      async (door, link) => void (await door.press(link)),
      { opened: true, pressed: true, seconds: 900 },
    ],
  ])('where nothing came and %s, the viewer who meets it judges it, once', async (_what, before, nothing) => {
    await inProcess(async () => {
      const door = standAtDoor();
      const { link } = await door.start();
      await before(door, link);
      door.clock.now += 15 * minute - 1;
      await settle(door);
      expect(door.judged).toEqual([]);
      door.clock.now += 1;
      await Promise.all([settle(door), settle(door, 'bob')]);
      await settle(door);
      expect(door.judged).toHaveLength(1);
      expect(door.judged[0]?.exchanged.facts.signInReturn).toEqual({
        known: true,
        value: { kind: 'nothing', ...nothing },
      });
      expect(await door.view()).toMatchObject({ state: 'done', result: { outcome: 'abandoned' } });
      expect((await door.knock({ query: link })).status).toBe(410);
      expect(await historyOf(door)).toMatchObject([
        { outcome: 'abandoned', cause: { check: 'sign-in-of-test', title: 'What is wrong with nothing' } },
      ]);
    });
  });

  test('who pressed at the last moment has as long as anybody else to sign in', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const { link } = await door.start();
      door.clock.now += 15 * minute - 1_000;
      const { state } = await door.press(link);
      door.clock.now += 14 * minute;
      await settle(door);
      expect(await door.view()).toMatchObject({ state: 'at-casdoor', expiresAt: '2026-11-24T14:32:10.000Z' });
      expect((await door.knock({ query: { code: [code], state: [state] } })).status).toBe(200);
    });
  });

  test('where the viewer who met the expiry died, the next one judges it', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      await door.start();
      door.clock.now += 16 * minute;
      expect(await door.orders().expire(door.target)).not.toBeNull();
      await settle(door);
      expect([door.judged.length, (await door.view()).state]).toEqual([0, 'judging']);
      door.clock.now += minute + 1;
      await settle(door);
      expect(await door.view()).toMatchObject({ state: 'done', result: { outcome: 'abandoned' } });
    });
  });

  test('where the store has dropped what would be judged, the end is told without', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      await door.start();
      await kvs.deleteSecret(`jira:sign-in:${(await door.view()).id}:question:0`);
      door.clock.now += 25 * hour;
      await settle(door);
      expect(await door.view()).toMatchObject({ state: 'done', result: null });
      expect(await historyOf(door)).toMatchObject([{ outcome: 'abandoned', cause: null }]);
      expect(door.judged).toEqual([]);
    });
  });

  test('the maker alone may tell, confirm; whoever administers the product may cancel and delete', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const { state } = await door.goOn();
      const { id } = await door.view();
      await expect(door.orders('bob').tell(door.target, id)).rejects.toMatchObject({ failure: { code: 'refused' } });
      await door.knock({ query: { code: [code], state: [state] } });
      const byBob = door.orders('bob').confirm(door.target, id, true, unchanged.changedAt);
      await expect(byBob).rejects.toMatchObject({ failure: { message: 'This is for Ada, who made the link.' } });
      await door.orders('bob').delete(door.target, id);
      expect(await door.view()).toMatchObject({ state: 'done', result: null });
      expect(await historyOf(door)).toMatchObject([{ outcome: 'succeeded', verdict: 'ready' }]);
      expect(JSON.stringify([...(await allRecords())])).not.toContain('ada-of-acme');
    });
  });

  test('of another target, or from the other product, there is no such sign-in', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const { token } = await door.start();
      const { id } = await door.view();
      const before = await allRecords();
      const elsewhere = door.orders('ada', 'confluence');
      const other = standAtDoor().target;
      for (const orders of [elsewhere, door.orders()]) {
        const target = orders === elsewhere ? door.target : other;
        await expect(orders.cancel(target, id)).rejects.toMatchObject({ failure: { code: 'not-found' } });
        await expect(orders.tell(target, id)).rejects.toMatchObject({ failure: { code: 'not-found' } });
        await expect(orders.confirm(target, id, true, '')).rejects.toMatchObject({ failure: { code: 'not-found' } });
        await expect(orders.delete(target, id)).rejects.toMatchObject({ failure: { code: 'not-found' } });
        expect(await orders.view(target, unchanged)).toMatchObject({ current: null, history: [] });
      }
      expect(await elsewhere.look(token)).toEqual({ kind: 'unknown' });
      await elsewhere.forget(door.target);
      await elsewhere.sweep();
      expect(await allRecords()).toEqual(before);
    });
  });

  test('after 24 hours by our own clock what came is neither read nor kept; the line of the history stays', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      await signIn(door);
      door.clock.now += 24 * hour - 1;
      expect((await door.view()).result?.outcome).toBe('succeeded');
      door.clock.now += 1;
      // Whoever looks: the store itself may be late.
      expect(await door.view('bob')).toMatchObject({ state: 'done', result: null });
      expect(JSON.stringify([...(await allRecords())])).not.toContain('ada-of-acme');
      expect((await door.view()).result).toBeNull();
      expect(await historyOf(door)).toMatchObject([{ outcome: 'succeeded' }]);
    });
  });

  test('the daily sweep deletes what nobody looked at, and nothing that is younger', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      await signIn(door);
      const lonely = standAtDoor();
      lonely.clock.now = door.clock.now;
      const { token } = await lonely.start();
      const before = await allRecords();
      await door.orders(null).sweep();
      expect(await allRecords()).toEqual(before);
      for (const one of [door, lonely]) one.clock.now += 24 * hour;
      await door.orders(null).sweep();
      const left = [...(await allRecords())];
      expect(left.filter(([key]) => key.startsWith('secret '))).toEqual([]);
      expect(left.filter(([key]) => /sign-in-(link|state):/.test(key)).length).toBe(0);
      expect(await historyOf(lonely)).toMatchObject([{ outcome: 'abandoned', cause: null }]);
      expect(await historyOf(door)).toMatchObject([{ outcome: 'succeeded' }]);
      expect((await lonely.orders(null).look(token)).kind).toBe('unknown');
      for (const one of [door, lonely]) one.clock.now += 90 * 24 * hour;
      expect(await historyOf(door)).toEqual([]);
      await door.orders(null).sweep();
      expect([...(await allRecords()).keys()].filter((key) => key.startsWith('jira:sign-in:'))).toEqual([]);
    });
  });

  test('the history has the last ten; what falls off is gone, and a cancelled one is no line of it', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      for (let made = 0; made < 12; made += 1) {
        door.clock.now += minute;
        await signIn(door);
        await door.start();
        await door.orders().cancel(door.target, (await door.view()).id);
      }
      const history = await historyOf(door);
      expect(history).toHaveLength(10);
      expect(history.map(({ at }) => at)).toEqual([...history.map(({ at }) => at)].sort().reverse());
      expect(history.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
      expect(JSON.stringify(history)).not.toContain('ada-of-acme');
      // One more is kept until the next start makes it fall off.
      const results = [...(await allRecords()).keys()].filter((key) => /^secret jira:sign-in:.*:result/.test(key));
      expect(results.length).toBeLessThanOrEqual(11);
    });
  });

  test('nothing is left of a target that was removed, an order that is under way among it', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const id = await signIn(door);
      await door.orders().confirm(door.target, id, true, unchanged.changedAt);
      const { state } = await door.goOn();
      const order = await claimed(door, state);
      await door.orders('bob').forget(door.target);
      // The process that was judging it comes too late.
      await conclude(order, notExchanged({ kind: 'code' }), {
        place: door.place(null, 'jira'),
        orders: door.orders(null),
        steps: door.steps,
      });
      const left = [...(await allRecords())];
      // The numbers of the list's versions stay taken, without what they held.
      expect(left.filter(([key]) => !key.startsWith('jira:sign-ins-of:'))).toEqual([]);
      expect(JSON.stringify(left)).not.toMatch(new RegExp(`${id}|"Ada"`));
    });
  });
});

describe('what was learnt in a sign-in', () => {
  openStore('memory');
  const claims: Claims = JSON.parse(
    '{"name":"ada-of-acme","email":"","age":36,"isAdmin":false,"groups":["staff"],"roles":[],"address":{"street":"Dorset St"},"properties":{},"phone":null,"__proto__":"x"}',
  ) as Claims;
  const learn = async (door: Door, isMeant = true) => {
    const id = await signIn(door);
    await door.orders().confirm(door.target, id, isMeant, unchanged.changedAt);
    return id;
  };
  const seen = (door: Door, changedAt = unchanged.changedAt) => door.orders('bob').seen(door.target, changedAt);

  test('are names and types of claims, once the maker said that it was the person meant', async () => {
    await inProcess(async () => {
      const door = standAtDoor({ claims });
      const id = await signIn(door);
      expect(await seen(door)).toBeNull();
      await door.orders().confirm(door.target, id, true, unchanged.changedAt);
      const learnt = await seen(door);
      expect(learnt).toMatchObject({ at: '2026-11-24T14:02:11.000Z', who: 'Ada' });
      expect(Object.entries(learnt?.bySource.id_token ?? {})).toEqual([
        ['name', 'text'],
        ['email', 'empty'],
        ['age', 'number'],
        ['isAdmin', 'boolean'],
        ['groups', 'list'],
        ['roles', 'empty'],
        ['address', 'object'],
        ['properties', 'empty'],
        ['phone', 'empty'],
        ['__proto__', 'text'],
      ]);
      expect(learnt?.bySource).not.toHaveProperty('userinfo');
      const record = [...(await allRecords())].filter(([key]) => key.includes('seen'));
      expect(JSON.stringify(record)).not.toMatch(/ada-of-acme|Dorset|staff/);
      expect((await door.view()).result?.isMeant).toBe(true);
    });
  });

  test('count no more where it was somebody else, and come back with the next', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const first = await learn(door);
      await door.orders().confirm(door.target, first, false, unchanged.changedAt);
      expect(await seen(door)).toBeNull();
      expect((await door.view()).result?.isMeant).toBe(false);
      await learn(door);
      await learn(door, false);
      expect(await seen(door)).not.toBeNull();
    });
  });

  test('count no more once something was saved that a sign-in depends on', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const id = await learn(door);
      const saved = '2026-11-24T14:02:12.000Z';
      expect(await seen(door, saved)).toBeNull();
      const { current } = await door.orders().view(door.target, { ...unchanged, changedAt: saved });
      expect(current).toMatchObject({ isStale: true, state: 'done' });
      await door.orders().confirm(door.target, id, false, saved);
      await door.orders().confirm(door.target, id, true, saved);
      expect(await seen(door)).toBeNull();
    });
  });

  test('is nothing where the sign-in did not hold', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      await door.start();
      door.clock.now += 16 * minute;
      await settle(door);
      const { id } = await door.view();
      await door.orders().confirm(door.target, id, true, unchanged.changedAt);
      expect(await seen(door)).toBeNull();
    });
  });

  test('cannot be confirmed once it is gone', async () => {
    await inProcess(async () => {
      const door = standAtDoor();
      const id = await signIn(door);
      await door.orders().delete(door.target, id);
      const confirming = door.orders().confirm(door.target, id, true, unchanged.changedAt);
      await expect(confirming).rejects.toMatchObject({ failure: { code: 'expired' } });
    });
  });
});
