import type { DoorRequest, DoorResponse } from '../../src/signin/door';
import { inInvocation, openKeyValues } from '../store/key-values';
import { type Door, plainRecords, standAtDoor } from './at-the-door';
import { person } from './fake-steps';

openKeyValues();

let logged: string[];
beforeEach(() => {
  logged = [];
  for (const level of ['warn', 'error', 'info', 'log'] as const)
    jest.spyOn(console, level).mockImplementation((...words: unknown[]) => void logged.push(words.join(' ')));
});
afterEach(() => jest.restoreAllMocks());

const headingOf = ({ body }: DoorResponse) => /<h1>(.*?)<\/h1>/.exec(body)?.[1];
const code = 'the-code-of-casdoor';

test('the page behind a link says who asks, where it leads and what they will see; a press goes on to Casdoor', async () => {
  await inInvocation(async () => {
    const door = standAtDoor();
    const { link, token } = await door.start();
    const page = await door.knock({ query: link });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<b>Ada</b> asks you to sign in once at Casdoor, <b>door.acme.example</b>');
    expect(page.body).toContain('Jira at <b>https://jira.acme.example</b>');
    expect(page.body).toContain('for another 15 minutes');
    expect(page.body).not.toContain(token);
    expect(page.headers['content-security-policy']).toContain("form-action 'self' https://door.acme.example;");
    const { answer, state } = await door.press(link);
    expect(answer).toMatchObject({ status: 303, body: '' });
    expect(answer.headers.location).toMatch(/^https:\/\/door\.acme\.example\/login\/oauth\/authorize\?state=state-/);
    expect(state).toHaveLength('state-'.length + 43);
    expect(await door.view()).toMatchObject({ state: 'at-casdoor', link: null, pressedAt: '2026-11-24T14:02:11.000Z' });
  });
});

test('looking at the page uses nothing up, whoever looks and however often', async () => {
  await inInvocation(async () => {
    const door = standAtDoor();
    const { link } = await door.start();
    await door.knock({ query: link });
    const before = await plainRecords();
    expect((await door.knock({ method: 'HEAD', query: link })).body).toBe('');
    for (let looks = 0; looks < 3; looks += 1) expect((await door.knock({ query: link })).status).toBe(200);
    expect(await plainRecords()).toEqual(before);
    expect((await door.press(link)).answer.status).toBe(303);
  });
});

test('an answer is redeemed once, judged, and shown to the maker alone', async () => {
  await inInvocation(async () => {
    const door = standAtDoor();
    const { state } = await door.goOn();
    door.clock.now += 20_000;
    const end = await door.knock({ query: { code: [code], state: [state] } });
    expect([end.status, headingOf(end)]).toEqual([200, 'The sign-in worked']);
    expect(end.body).not.toMatch(/ada-of-acme|acme\.example|the-code/);
    const [exchanged] = door.exchanged;
    expect(exchanged?.callback.href).toBe(`http://127.0.0.1:7391/sign-in/jira?code=${code}&state=${state}`);
    expect(exchanged?.proof.state.expose()).toBe(state);
    expect(exchanged?.proof.nonce.expose()).toMatch(/^nonce-/);
    expect(exchanged?.proof.verifier.expose()).toMatch(/^verifier-/);
    expect(exchanged?.secret?.expose()).toBe('secret-of-the-client');
    expect(door.judged[0]).toMatchObject({
      pressedAt: '2026-11-24T14:02:11.000Z',
      returnedAt: '2026-11-24T14:02:31.000Z',
    });
    const view = await door.view();
    expect(view).toMatchObject({ state: 'done', isMine: true, result: { outcome: 'succeeded', isMeant: null } });
    expect(view.result?.claims.id_token).toEqual(person);
    const others = await door.view('bob');
    expect(others).toMatchObject({ state: 'done', who: 'Ada', isMine: false, result: null, link: null });
    expect(logged).toEqual([]);
  });
});

/** What may be answered to a state that exists, to one that does not, and to none. */
const strange: [
  string,
  { state?: 'known' | 'pressed-before' | 'forged' | 'none'; request: Partial<DoorRequest> },
  number,
  string,
][] = [
  ['a forged state', { state: 'forged', request: { query: { code: [code] } } }, 400, 'answer-unknown'],
  ['no state', { state: 'none', request: { query: { code: [code] } } }, 400, 'state-missing'],
  ['an empty state', { state: 'none', request: { query: { code: [code], state: [''] } } }, 400, 'state-missing'],
  ['no state, and an error', { state: 'none', request: { query: { error: ['access_denied'] } } }, 400, 'state-missing'],
  ['two states', { state: 'none', request: { query: { code: [code], state: ['a', 'b'] } } }, 400, 'parameter-repeated'],
  ['two codes', { state: 'known', request: { query: { code: [code, code] } } }, 400, 'parameter-repeated'],
  ['1 MB of code', { state: 'known', request: { query: { code: ['x'.repeat(1_000_000)] } } }, 414, 'too-long'],
  ['1 MB of a name', { state: 'known', request: { query: { ['x'.repeat(1_000_000)]: ['1'] } } }, 414, 'too-long'],
  [
    '1 MB of body',
    { state: 'known', request: { method: 'POST', query: {}, body: 'x'.repeat(1_000_000) } },
    414,
    'too-long',
  ],
  ['a POST', { state: 'known', request: { method: 'POST', query: { code: [code] } } }, 405, 'method'],
  ['a PUT', { state: 'known', request: { method: 'PUT', query: { code: [code] } } }, 405, 'method'],
  ['DELETE', { state: 'known', request: { method: 'DELETE', query: { code: [code] } } }, 405, 'method'],
  ['OPTIONS', { state: 'known', request: { method: 'OPTIONS', query: {} } }, 405, 'method'],
  ['a link beside it', { state: 'known', request: { query: { code: [code], link: ['x'] } } }, 400, 'link-and-answer'],
];

describe('an answer that is not taken', () => {
  test.each(strange)('%s changes nothing, asks nobody, and leaves the way open', async (_what, given, status, logs) => {
    await inInvocation(async () => {
      const door = standAtDoor();
      const { state } = await door.goOn();
      const sent = { known: { state: [state] }, forged: { state: ['x'.repeat(49)] }, none: {} }[given.state as 'known'];
      const before = await plainRecords();
      const answer = await door.knock({ ...given.request, query: { ...given.request.query, ...sent } });
      expect(answer.status).toBe(status);
      expect(await plainRecords()).toEqual(before);
      expect(door.exchanged).toEqual([]);
      expect(door.present.asked).toBe(1);
      expect(logged).toEqual([JSON.stringify({ signIn: logs })]);
      expect(answer.body).not.toContain(code);
      // Only what had no part in it is refused: the person who signs in still gets through.
      const end = await door.knock({ query: { code: [code], state: [state] } });
      expect(headingOf(end)).toBe('The sign-in worked');
    });
  });

  test('HEAD, as a link checker sends it, reads and changes nothing', async () => {
    await inInvocation(async () => {
      const door = standAtDoor();
      const { state } = await door.goOn();
      const before = await plainRecords();
      expect(await door.knock({ method: 'HEAD', query: { code: [code], state: [state] } })).toMatchObject({
        status: 200,
        body: '',
      });
      expect(await plainRecords()).toEqual(before);
      expect(door.exchanged).toEqual([]);
    });
  });

  test.each<
    [string, (door: Door, at: { state: string; link: { link: string[] } }) => Promise<void>, number, string, string]
  >([
    [
      'replayed',
      async (door, { state }) => void (await door.knock({ query: { code: [code], state: [state] } })),
      410,
      'This link was used already',
      'answer-used',
    ],
    [
      'to a link that was cancelled',
      async (door) => door.orders('bob').cancel(door.target, (await door.view()).id),
      410,
      'This test sign-in was cancelled',
      'answer-cancelled',
    ],
    [
      'to a link that a newer one has replaced',
      async (door) => void (await door.start({}, 'bob')),
      410,
      'This test sign-in was cancelled',
      'answer-cancelled',
    ],
    [
      'late',
      async (door) => {
        door.clock.now += 15 * 60_000;
      },
      410,
      'This link has expired',
      'answer-expired',
    ],
    [
      'after it was told what Casdoor’s page says',
      async (door, { link }) => void (await door.knock({ method: 'POST', query: link, body: 'words=forbidden' })),
      410,
      'This link was used already',
      'answer-used',
    ],
    [
      'to a target that was removed',
      async (door) => door.orders().forget(door.target),
      400,
      'This answer was not taken',
      'answer-unknown',
    ],
  ])('%s is refused and redeems nothing', async (_what, before, status, heading, logs) => {
    await inInvocation(async () => {
      const door = standAtDoor();
      const { state, link } = await door.goOn();
      await before(door, { state, link });
      const redeemed = door.exchanged.length;
      logged.length = 0;
      const answer = await door.knock({ query: { code: ['another-code'], state: [state] } });
      expect([answer.status, headingOf(answer)]).toEqual([status, heading]);
      expect(door.exchanged).toHaveLength(redeemed);
      expect(logged).toEqual([JSON.stringify({ signIn: logs })]);
    });
  });

  test('of the other product is unknown there, and still good where it belongs', async () => {
    await inInvocation(async () => {
      const door = standAtDoor();
      const { state, link } = await door.goOn();
      expect((await door.knock({ query: { code: [code], state: [state] } }, 'confluence')).status).toBe(400);
      expect((await door.knock({ query: link }, 'confluence')).status).toBe(404);
      expect((await door.knock({ method: 'POST', query: link, body: 'words=x' }, 'confluence')).status).toBe(404);
      expect(door.exchanged).toEqual([]);
      expect((await door.knock({ query: { code: [code], state: [state] } })).status).toBe(200);
    });
  });
});

test.each([
  ['address', { origin: 'https://other.acme.example' }],
  ['path', { prefix: '/casdoor' }],
  ['client ID', { clientId: 'another-client' }],
  ['callback', { redirectUri: 'http://127.0.0.1:7392/sign-in/jira' }],
])('where the %s was changed since, the code is not redeemed, and that is said', async (_what, change) => {
  await inInvocation(async () => {
    const door = standAtDoor();
    const { state } = await door.goOn();
    if (door.present.now) door.present.now = { ...door.present.now, ...change };
    const end = await door.knock({ query: { code: [code], state: [state] } });
    expect(headingOf(end)).toBe('The sign-in did not work');
    expect(door.exchanged).toEqual([]);
    expect(door.judged[0]?.exchanged.facts.signInReturn).toEqual({
      known: true,
      value: { kind: 'foreign', why: 'connection-changed', expected: null, actual: null },
    });
    expect(await door.view()).toMatchObject({ state: 'done', result: { outcome: 'failed' } });
  });
});

test('where the word that secrets may travel over http was taken back, nothing travels', async () => {
  await inInvocation(async () => {
    const door = standAtDoor();
    if (door.present.now) door.present.now = { ...door.present.now, allowsHttp: true };
    const { link } = await door.start({ allowsHttp: true });
    const { state } = await door.press(link);
    if (door.present.now) door.present.now = { ...door.present.now, allowsHttp: false };
    await door.knock({ query: { code: [code], state: [state] } });
    expect(door.exchanged).toEqual([]);
  });
});

test('where the connection was forgotten since, a link leads nowhere and an answer is not redeemed', async () => {
  await inInvocation(async () => {
    const door = standAtDoor();
    const first = await door.goOn();
    door.present.now = null;
    await door.knock({ query: { code: [code], state: [first.state] } });
    const { link } = await door.start();
    expect((await door.press(link)).answer.status).toBe(409);
    expect(door.exchanged).toEqual([]);
    expect(await door.view()).toMatchObject({ state: 'open', pressedAt: null });
  });
});

describe('a link that somebody went on with', () => {
  test('opened twice, it says so and takes the words of Casdoor’s page, which end the wait', async () => {
    await inInvocation(async () => {
      const door = standAtDoor();
      const { link } = await door.goOn();
      const again = await door.knock({ query: link });
      expect([again.status, headingOf(again)]).toEqual([410, 'This link was used already']);
      expect(again.body).toContain('name="words"');
      expect((await door.press(link)).answer.status).toBe(410);
      const told = await door.knock({
        method: 'POST',
        query: link,
        body: new URLSearchParams({ words: '  The user is <b>forbidden</b> to sign in ' }).toString(),
      });
      expect([told.status, headingOf(told)]).toEqual([200, 'It was passed on']);
      expect(told.body).not.toContain('forbidden');
      expect(door.judged[0]?.exchanged.facts.signInReturn).toEqual({
        known: true,
        value: { kind: 'told', words: 'The user is <b>forbidden</b> to sign in' },
      });
      expect(await door.view()).toMatchObject({ state: 'done', result: { outcome: 'refused' } });
      expect((await door.knock({ query: link })).body).not.toContain('name="words"');
      const twice = await door.knock({ method: 'POST', query: link, body: 'words=again' });
      expect([twice.status, door.judged.length]).toEqual([410, 1]);
    });
  });

  test('of two presses at the same moment one goes on', async () => {
    await inInvocation(async () => {
      const door = standAtDoor();
      const { link } = await door.start();
      const presses = await Promise.all([1, 2, 3].map(() => door.press(link)));
      expect(presses.map(({ answer }) => answer.status).sort()).toEqual([303, 410, 410]);
    });
  });

  test('before a press, nothing can be told', async () => {
    await inInvocation(async () => {
      const door = standAtDoor();
      const { link } = await door.start();
      expect((await door.knock({ method: 'POST', query: link, body: 'words=forbidden' })).status).toBe(400);
      expect(await door.view()).toMatchObject({ state: 'open' });
    });
  });
});

test('of two answers at the same moment one is redeemed and the other is told that the link was used', async () => {
  await inInvocation(async () => {
    const door = standAtDoor({ exchanging: () => new Promise((resolve) => setTimeout(resolve, 50)) });
    const { state } = await door.goOn();
    const answers = await Promise.all([1, 2, 3].map(() => door.knock({ query: { code: [code], state: [state] } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    expect(door.exchanged).toHaveLength(1);
  });
});

test('a cancel while the answer is being judged changes nothing', async () => {
  await inInvocation(async () => {
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const door = standAtDoor({ exchanging: () => held });
    const { state } = await door.goOn();
    const ending = door.knock({ query: { code: [code], state: [state] } });
    while (door.exchanged.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await door.view()).state).toBe('judging');
    await door.orders('bob').cancel(door.target, (await door.view()).id);
    expect((await door.view()).state).toBe('judging');
    go();
    expect((await ending).status).toBe(200);
    expect((await door.view()).state).toBe('done');
  });
});

test('an exception while it is judged gives a fixed page, and its words are neither shown nor logged', async () => {
  await inInvocation(async () => {
    const door = standAtDoor({
      exchanging: async () => {
        throw new TypeError(`${code} could not be sent`);
      },
    });
    const { state } = await door.goOn();
    const end = await door.knock({ query: { code: [code], state: [state] } });
    expect([end.status, headingOf(end)]).toEqual([500, 'The answer came, and could not be judged']);
    expect(logged).toEqual(['{"signIn":"not-judged","error":"TypeError"}']);
    door.clock.now += 61_000;
    expect(await door.view()).toMatchObject({ state: 'interrupted', result: null });
  });
});
