import type { Mapping } from '../../src/contract/mapping';
import { type WatchEvent, type WatchedPart, type WatchState, whyUnread } from '../../src/contract/watch';
import { standingOfWatch } from '../../static/panel/shell/watch-standing';
import {
  cameAbout,
  openEvents,
  restrictions,
  stripWords,
  watchWords,
} from '../../static/panel/steps/watch/watch-words';
import { acceptWords, backWords } from '../../static/panel/steps/watch/ways-out-words';
import { withFound } from '../../static/panel/steps/watch/with-found';

const at = (day: number) => new Date(2026, 10, day, 13).toISOString();
const look = (day: number, changes: Partial<WatchState['looks'][number]> = {}): WatchState['looks'][number] => ({
  ...{
    id: `look-${day}`,
    at: at(day),
    who: null,
    verdict: 'ready',
    failure: null,
    compared: ['plugin', 'application'],
  },
  ...changes,
});
const part = (thing: WatchedPart['thing'], changes: Partial<WatchedPart> = {}): WatchedPart => ({
  ...{
    thing,
    called: called[thing],
    since: at(24),
    isLate: false,
    isCompared: true,
    why: null,
    remedy: null,
    untold: [],
  },
  ...changes,
});
const called = { plugin: 'miniOrange on jira.acme.example', application: 'the application in Casdoor' };
const state = (changes: Partial<WatchState> = {}): WatchState => ({
  since: { apply: 'one', at: at(24), who: 'Ada', how: 'applied' },
  looks: [look(25), look(26)],
  events: [],
  isLooking: false,
  nextAt: null,
  parts: [part('plugin'), part('application')],
  ...changes,
});
const event = (changes: Partial<WatchEvent> = {}): WatchEvent => ({
  ...{
    id: 'event',
    at: at(26),
    notYetAt: at(25),
    until: null,
    thing: 'plugin',
    check: 'plugin-drifted',
    severity: 'serious',
  },
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
  ...{ isSecret: false, hasSecretBefore: null, canBeReadBack: true, isRisky: null, tryIn: null },
  meaning: 'New accounts get another name.',
  isWritten: true,
} as const;
const standing = (changes: Partial<WatchState>) => standingOfWatch({ state: state(changes), doing: null });

test('as applied, it is green and says by whom', () => {
  expect(watchWords(state())).toMatchObject({ of: 'passed', headline: 'Everything is as it was applied' });
  expect(standing({})).toMatchObject({ of: 'passed', text: expect.stringMatching(/^As applied, /) });
});

test('a field that differs is serious, with since when; one that is over is not', () => {
  const drifted = { looks: [look(26, { verdict: 'drifted' as const })], events: [event()] };
  expect(watchWords(state(drifted))).toMatchObject({
    of: 'serious',
    text: '1 field differs. It came about between 25 Nov, 13:00 and 26 Nov, 13:00. New accounts get another name.',
  });
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
    { parts: [part('plugin', { why: 'No credentials are kept.' }), part('application')] },
    { parts: [part('plugin', { isCompared: false }), part('application')] },
    { parts: [part('plugin'), part('application', { isCompared: false })] },
    { looks: [look(26, { verdict: null, failure, compared: [] })] },
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
  const looks = [look(24), look(25, { verdict: 'broken' }), look(26, { verdict: null, compared: [] })];
  expect(stripWords(looks)).toBe('3 looks: 1 ready, 1 broken, 1 nothing seen');
});

test('what is not compared, or not since the apply, stands in the headline', () => {
  const headline = (...parts: WatchedPart[]) => watchWords(state({ parts })).headline;
  expect(headline(part('plugin'), part('application', { why: 'No secret is saved.' }))).toBe(
    'The plugin is as it was applied, and the application in Casdoor is not compared',
  );
  expect(standing({ parts: [part('plugin'), part('application', { why: 'No secret is saved.' })] })).toEqual({
    ...{ of: 'not-yet', text: 'Application not compared' },
  });
  const late = [part('plugin'), part('application', { isLate: true, since: at(25) })];
  expect(headline(...late)).toBe(
    'The plugin is as it was applied, and the application in Casdoor as it was first seen',
  );
  expect(restrictions(late)).toEqual([
    'How the application in Casdoor was at the apply is not known: it is compared since 25 Nov, 13:00.',
  ]);
  const untold = [part('plugin', { untold: ['Client secret'] }), part('application')];
  expect(headline(...untold)).toBe('Everything that can be read is as it was applied');
  expect(restrictions(untold)).toEqual([
    '“Client secret” in miniOrange on jira.acme.example cannot be compared, since nothing tells it. A sign-in through the plugin does.',
  ]);
  expect(restrictions([part('plugin'), part('application')])).toEqual([]);
});

test('a look that read one of the two did not see nothing, and is not called ready in the strip', () => {
  const failure = { code: 'unreachable' as const, message: 'Jira is silent.', remedy: 'Look.', isFinal: false };
  expect(watchWords(state({ looks: [look(26, { verdict: null, failure, compared: ['application'] })] })).headline).toBe(
    'The last look could not read the plugin',
  );
  expect(watchWords(state({ looks: [look(26, { verdict: null, failure, compared: [] })] })).headline).toBe(
    'The last look saw nothing',
  );
  expect(stripWords([look(26, { compared: ['application'] })])).toBe('1 look: 1 incomplete');
  expect(stripWords([look(26, { verdict: null, compared: ['application'] })])).toBe('1 look: 1 incomplete');
  const refused = { ...failure, isFinal: true };
  expect(whyUnread(failure)).toBe('Jira is silent. Look.');
  expect(whyUnread(refused)).toContain('Nothing that runs by itself tries it again');
});

test('since when is between two looks, and where no earlier one knew it, when it was seen first', () => {
  expect(cameAbout({ at: at(26), notYetAt: at(26) })).toBe('It came about 26 Nov, 13:00.');
  expect(cameAbout({ at: at(26), notYetAt: null })).toBe('Seen first 26 Nov, 13:00.');
  expect(cameAbout({ at: at(26), notYetAt: at(24) })).toBe('It came about between 24 Nov, 13:00 and 26 Nov, 13:00.');
});

test('before it is accepted, it says what will count as applied; the way back into Casdoor is its own page', () => {
  expect(acceptWords(event())).toEqual({
    says: 'From now on this counts as applied: “Full Name Attribute” with display_name. Nothing is written to the plugin, and it is noted who accepted it.',
    does: 'Accept 1 field as found',
  });
  expect(backWords(event())).toBe('Apply shows what would be written first.');
  const relay = { ...change, label: 'RELAY_STATE', isWritten: false };
  expect(backWords(event({ changes: [relay] }))).toBe(
    'Apply does not write “RELAY_STATE”: put it back on the screen of the plugin.',
  );
  expect(backWords(event({ changes: [change, relay] }))).toContain('written first. Apply does not write “RELAY_STATE”');
  const ofCasdoor = event({
    thing: 'application',
    changes: [{ ...change, tab: 'Applications → app-jira', label: 'Token format', before: 'JWT' }],
  });
  expect(backWords(ofCasdoor)).toContain('open Applications → app-jira there: “Token format” back to JWT.');
  expect(acceptWords(event({ thing: 'checks', changes: [] })).says).toContain('not mended');
});

test('what was found is filled into the mapping, and nothing else of it changes', () => {
  const mapping: Mapping = {
    ...{
      schema: 1,
      source: 'id_token',
      username: 'name',
      email: 'email',
      name: { fullName: 'displayName' },
      groups: null,
    },
  };
  expect(withFound(mapping, { step: 'mapping', field: 'groups', value: 'roles' })).toEqual({
    ...mapping,
    groups: 'roles',
  });
  expect(withFound(mapping, { step: 'mapping', field: 'lastName', value: 'family' }).name).toEqual({
    ...{ firstName: '', lastName: 'family' },
  });
});
