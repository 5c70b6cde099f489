import type { WatchEvent, WatchedPart, WatchState } from '../../src/contract/watch';
import { type LookedTarget, statusOf, statusOfAll, toWatchJson } from '../../src/watch/watch-json';

const at = '2026-11-27T13:00:00.000Z';
const event = (check: string, changes: Partial<WatchEvent> = {}): WatchEvent => ({
  ...{
    id: check,
    at,
    notYetAt: null,
    until: null,
    thing: 'checks',
    check,
    severity: 'blocker',
    title: check,
    message: `So is ${check}.`,
  },
  changes: [],
  ...changes,
});
const part = (thing: WatchedPart['thing'], changes: Partial<WatchedPart> = {}): WatchedPart => ({
  ...{ thing, called: thing, since: at, isLate: false, isCompared: true, why: null, remedy: null, untold: [] },
  ...changes,
});
const withPart = (changes: Partial<WatchedPart>) => target({ parts: [part('plugin'), part('application', changes)] });
const target = (changes: Partial<WatchState> = {}, busy: string | null = null): LookedTarget => ({
  product: 'jira',
  called: 'miniOrange on jira.acme.example',
  busy,
  state: {
    since: { apply: 'one', at, who: 'Ada', how: 'applied' },
    looks: [{ id: 'look', at, who: null, verdict: 'ready', failure: null, compared: ['plugin', 'application'] }],
    ...{ events: [], isLooking: false, nextAt: null, parts: [part('plugin'), part('application')] },
    ...changes,
  },
});
const unreachable = { code: 'unreachable', message: 'Jira is silent.', remedy: 'Look.', isFinal: false } as const;

test.each<[string, LookedTarget, ReturnType<typeof statusOf>]>([
  ['a quiet look', target(), 'as-applied'],
  ['advice', target({ events: [event('answer-slow', { severity: 'advice' })] }), 'as-applied'],
  ['what is over', target({ events: [event('plugin-drifted', { thing: 'plugin', until: at })] }), 'as-applied'],
  ['a field that differs', target({ events: [event('plugin-drifted', { thing: 'plugin' })] }), 'drifted'],
  [
    'a redirect URI of others',
    target({ events: [event('a', { thing: 'application', severity: 'advice' })] }),
    'drifted',
  ],
  ['a blocker', target({ events: [event('client-unknown')] }), 'drifted'],
  ['a Casdoor that is silent', target({ events: [event('connection-refused')] }), 'not-looked'],
  ['the same beside drift', target({ events: [event('gateway-error'), event('client-unknown')] }), 'drifted'],
  [
    'a Jira that is silent',
    target({ looks: [{ id: '', at, who: null, verdict: null, failure: unreachable, compared: [] }] }),
    'not-looked',
  ],
  ['a part that cannot be read', withPart({ why: 'No secret is saved.' }), 'not-looked'],
  ['a part that the last look did not compare', withPart({ isCompared: false }), 'not-looked'],
  ['a part of which only the beginning is not known', withPart({ isLate: true }), 'as-applied'],
  ['a field that nothing tells', withPart({ untold: ['Client secret'] }), 'as-applied'],
  [
    'a blocker that was accepted',
    target({
      looks: [{ id: '', at, who: null, verdict: 'broken', failure: null, compared: ['plugin', 'application'] }],
    }),
    'drifted',
  ],
  ['another look', target({}, 'Another look goes on.'), 'not-looked'],
  ['no look at all', target({ looks: [] }), 'not-looked'],
  ['no apply', target({ since: null }), 'nothing-applied'],
])('%s', (_what, looked, status) => {
  expect(statusOf(looked)).toBe(status);
  expect(toWatchJson([looked])).toMatchObject({ status, targets: [{ status }] });
});

test('of all targets the worst counts, and one to which nothing was applied says nothing', () => {
  expect(statusOfAll(['as-applied', 'nothing-applied'])).toBe('as-applied');
  expect(statusOfAll(['as-applied', 'not-looked', 'drifted'])).toBe('drifted');
  expect(statusOfAll(['as-applied', 'not-looked'])).toBe('not-looked');
  expect(statusOfAll([])).toBe('nothing-applied');
});
