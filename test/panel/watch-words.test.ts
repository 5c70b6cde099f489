import type { WatchEvent, WatchState } from '../../src/contract/watch';
import { standingOfWatch } from '../../static/panel/shell/watch-standing';
import { openEvents, stripWords, watchWords } from '../../static/panel/steps/watch/watch-words';

const at = (day: number) => new Date(2026, 10, day, 13).toISOString();
const look = (day: number, changes: Partial<WatchState['looks'][number]> = {}): WatchState['looks'][number] => ({
  ...{ id: `look-${day}`, at: at(day), who: null, verdict: 'ready', failure: null },
  ...changes,
});
const state = (changes: Partial<WatchState> = {}): WatchState => ({
  since: { apply: 'one', at: at(24), who: 'Ada', how: 'applied' },
  looks: [look(25), look(26)],
  events: [],
  isLooking: false,
  nextAt: null,
  blind: null,
  ...changes,
});
const event = (changes: Partial<WatchEvent> = {}): WatchEvent => ({
  ...{ id: 'event', at: at(26), until: null, thing: 'plugin', check: 'plugin-drifted', severity: 'serious' },
  ...{ title: 'Full Name Attribute differs', message: 'Nobody has checked it.', changes: [change] },
  ...changes,
});
const change = {
  ...{
    key: 'full-name',
    tab: 'User Profile',
    label: 'Full Name Attribute',
    before: 'displayName',
    after: 'display_name',
  },
  ...{ isSecret: false, hasSecretBefore: null, canBeReadBack: true, isRisky: null },
} as const;
const standing = (changes: Partial<WatchState>) => standingOfWatch({ state: state(changes), doing: null });

test('as applied, it is green and says by whom', () => {
  expect(watchWords(state())).toMatchObject({ of: 'passed', headline: 'Everything is as it was applied' });
  expect(standing({})).toMatchObject({ of: 'passed', text: expect.stringMatching(/^As applied, /) });
});

test('a field that differs is serious, with since when; one that is over is not', () => {
  const drifted = { looks: [look(26, { verdict: 'drifted' as const })], events: [event()] };
  expect(watchWords(state(drifted))).toMatchObject({ of: 'serious', text: '1 field differs since 26 Nov, 13:00.' });
  expect(standing(drifted)).toEqual({ of: 'serious', text: '1 field differs' });
  expect(watchWords(state({ events: [event({ until: at(26) })] }))).toMatchObject({ of: 'passed' });
  expect(openEvents(state({ events: [event({ severity: 'good' })] }))).toEqual([]);
});

test('what keeps everybody out comes first', () => {
  const gone = event({
    thing: 'checks',
    check: 'plugin-missing',
    severity: 'blocker',
    title: 'It is gone',
    changes: [],
  });
  const broken = { looks: [look(26, { verdict: 'broken' as const })], events: [event(), gone] };
  expect(watchWords(state(broken))).toMatchObject({ of: 'blocker', headline: 'It is gone' });
  expect(standing(broken)).toEqual({ of: 'blocker', text: 'Broken' });
});

test('nothing seen, or the plugin not looked at, is never green', () => {
  const failure = { code: 'unreachable' as const, message: 'Jira is silent.', remedy: 'Look.', isFinal: false };
  for (const changes of [
    { blind: 'No credentials are kept.' },
    { looks: [look(26, { verdict: null, failure })] },
    { looks: [] },
    { looks: [look(26, { verdict: 'drifted' as const })] },
    { since: { apply: 'one', at: at(27), who: 'Ada', how: 'accepted' as const } },
  ])
    expect([watchWords(state(changes)).of, standing(changes)?.of]).toEqual(['not-yet', 'not-yet']);
});

test('before something was applied there is nothing to say of it', () => {
  expect(standing({ since: null })).toBeNull();
  expect(watchWords(state({ since: null })).of).toBe('not-yet');
});

test('the strip is told in words', () => {
  const looks = [look(24), look(25, { verdict: 'broken' }), look(26, { verdict: null })];
  expect(stripWords(looks)).toBe('3 looks: 1 ready, 1 broken, 1 nothing seen');
});
