import type { Finding } from '../../src/contract/report';
import type { WatchLook } from '../../src/contract/watch';
import { noLog, type WatchLog } from '../../src/watch/kept-log';
import { newsBetween, type Sights } from '../../src/watch/sights';
import { afterAccepting, afterLook, fieldsIn, isOff, type Seen } from '../../src/watch/watch-log';
import type { WatchedChange } from '../../src/watch/watched-field';
import { evidenceOf, failedWith, unreachable } from '../checks/healthy-evidence';
import { judged } from '../checks/judged';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 27, 13, minute)).toISOString();
const lookAt = (minute: number): WatchLook => ({
  id: `look-${minute}`,
  at: at(minute),
  who: null,
  verdict: 'ready',
  failure: null,
  compared: ['plugin', 'application'],
});
const changed = (key: string, after = 'other'): WatchedChange => ({
  mark: `${key}\n${after}`,
  change: {
    ...{ key, tab: 'User Profile', label: key, before: 'applied', after },
    ...{ isSecret: false, hasSecretBefore: null, canBeReadBack: true, isRisky: null },
  },
});
const healthyFindings = judged(evidenceOf());
const usual = healthyFindings.filter(({ outcome }) => outcome === 'warn' || outcome === 'fail').map(({ id }) => id);
const silentFindings = judged(unreachable(failedWith('connection-refused')));

const seen = (minute: number, changes: Partial<Seen> = {}): Seen => ({
  look: lookAt(minute),
  plugin: { called: 'miniOrange', since: at(0), who: 'Ada', found: [], changes: [] },
  application: { called: 'app-jira', since: at(0), who: 'Ada', found: [], changes: [] },
  findings: healthyFindings,
  accepted: usual,
  news: [],
  sights: null,
  ...changes,
});
const plugin = (...keys: WatchedChange[]) => ({
  plugin: { called: 'miniOrange', since: at(0), who: 'Ada', found: [], changes: keys },
});
const open = ({ events }: WatchLog) => events.filter(({ until }) => until === null);
const after = (...looks: Seen[]): WatchLog => looks.reduce(afterLook, noLog);

test('a quiet look is a look and no event', () => {
  const log = after(seen(1), seen(2));
  expect(log.events).toEqual([]);
  expect(log.looks.map(({ id }) => id)).toEqual(['look-1', 'look-2']);
  expect(isOff(log)).toBe(false);
});

test('the last 48 looks are kept', () => {
  const log = after(...Array.from({ length: 60 }, (_, minute) => seen(minute)));
  expect([log.looks.length, log.looks[0]?.id]).toEqual([48, 'look-12']);
});

test('what drifted in one look is one event, since then, and what drifts later is another', () => {
  const log = after(
    seen(1, plugin(changed('email'), changed('username'))),
    seen(2, plugin(changed('email'), changed('username'))),
    seen(3, plugin(changed('email'), changed('username'), changed('groups'))),
  );
  expect(open(log)).toMatchObject([
    { at: at(3), changes: [{ key: 'groups' }] },
    { at: at(1), title: '2 fields in miniOrange differ from what was applied' },
  ]);
  expect(isOff(log)).toBe(true);
});

test('it is over once nothing of it is so any more, and another value is news', () => {
  const half = after(seen(1, plugin(changed('email'), changed('username'))), seen(2, plugin(changed('email'))));
  expect(half.events).toMatchObject([
    { at: at(1), until: null, changes: [{ key: 'email' }], title: 'email in miniOrange differs from what was applied' },
    { at: at(1), until: at(2), changes: [{ key: 'username' }] },
  ]);
  expect(new Set(half.events.map(({ id }) => id)).size).toBe(2);
  const other = afterLook(half, seen(3, plugin(changed('email', 'third'))));
  expect(other.events).toMatchObject([
    { at: at(3), until: null, changes: [{ after: 'third' }] },
    { at: at(1), until: at(3), changes: [{ key: 'email' }] },
    { at: at(1), until: at(2) },
  ]);
  expect(open(afterLook(other, seen(4)))).toEqual([]);
});

test('what could not be seen has neither come right nor gone wrong', () => {
  const drifted = after(seen(1, plugin(changed('email'))));
  const blind = afterLook(drifted, seen(2, { plugin: null, application: null, findings: null }));
  expect(open(blind)).toEqual(open(drifted));
});

test('a finding that was there at the apply is none, a new one is, and what waits for it stays as it was', () => {
  expect(
    open(after(seen(1, { accepted: [] })))
      .map(({ check }) => check)
      .sort(),
  ).toEqual([...usual].sort());
  const expiring: Finding[] = healthyFindings.map((one) =>
    one.id === 'tls-expires-soon' ? { ...one, outcome: 'warn', heading: ['It ends in 9 days'] } : one,
  );
  const warned = after(seen(1, { findings: expiring }));
  expect(open(warned)).toMatchObject([{ check: 'tls-expires-soon', severity: 'advice', title: 'It ends in 9 days' }]);
  // Advice alone is no drift.
  expect(isOff(warned)).toBe(false);
  const silent = afterLook(warned, seen(2, { findings: silentFindings, application: null }));
  expect(open(silent).map(({ check }) => check)).toEqual(['connection-refused', 'tls-expires-soon']);
  expect(isOff(silent)).toBe(true);
  const again = afterLook(silent, seen(3));
  expect(open(again)).toEqual([]);
  // Good news are told too, as a moment.
  expect(again.events[0]).toMatchObject({ severity: 'good', title: 'Casdoor answers again', at: at(3), until: at(3) });
});

test('redirect URIs of others are advice, another token format is serious', () => {
  const application = (key: string) => ({
    application: { called: 'app-jira', since: at(0), who: 'Ada', found: [], changes: [changed(key)] },
  });
  expect(open(after(seen(1, application('redirect-uris'))))).toMatchObject([{ severity: 'advice' }]);
  const format = after(seen(1, application('token-format')));
  expect(open(format)).toMatchObject([{ severity: 'serious', check: 'application-drifted' }]);
  expect(isOff(format)).toBe(true);
});

const sawAll = { plugin: [], application: [], findings: [] };

test('accepted, nothing is open any more, and by whom stands in it', () => {
  const log = afterAccepting(after(seen(1, plugin(changed('email')))), {
    ...{ at: at(2), who: 'Ada', only: null, seen: sawAll },
  });
  expect(log.events).toMatchObject([{ until: at(2), message: expect.stringContaining('Ada accepted it as it is.') }]);
  expect(isOff(log)).toBe(false);
});

test('accepted alone, one is over and the others go on', () => {
  const log = after(seen(1, plugin(changed('email'))), seen(2, plugin(changed('email'), changed('username'))));
  const [newest, first] = log.events;
  const accepted = afterAccepting(log, { at: at(3), who: 'Ada', only: newest?.id ?? '', seen: sawAll });
  expect(open(accepted)).toEqual([first]);
  expect([...fieldsIn(newest ?? { thing: 'checks', marks: [] })]).toEqual(['username']);
});

test('what a new apply has left as it was found is not called mended', () => {
  const drifted = after(seen(1, plugin(changed('email'))));
  const held = { called: 'miniOrange', since: at(2), who: 'Bo', changes: [] };
  const left = afterLook(drifted, seen(3, { plugin: { ...held, found: [{ key: 'email', print: 'other' }] } }));
  expect(left.events).toMatchObject([
    { until: at(3), message: expect.stringContaining('It still is so, and counts as applied since Bo wrote') },
  ]);
  const mended = afterLook(drifted, seen(3, { plugin: { ...held, found: [{ key: 'email', print: 'applied' }] } }));
  expect(mended.events[0]?.message).not.toContain('still');
  // Of two fields one was written, and the other was left.
  const two = after(seen(1, plugin(changed('email'), changed('relay'))));
  const found = [
    { key: 'email', print: 'applied' },
    { key: 'relay', print: 'other' },
  ];
  expect(afterLook(two, seen(3, { plugin: { ...held, found } })).events).toMatchObject([
    { until: at(3), changes: [{ key: 'relay' }], message: expect.stringContaining('It still is so') },
    { until: at(3), changes: [{ key: 'email' }], message: expect.not.stringContaining('still') },
  ]);
});

test('when it came about is known between the last look that saw it otherwise and the first that saw it', () => {
  // The first look after the apply: since the apply.
  expect(open(after(seen(1, plugin(changed('email')))))).toMatchObject([{ notYetAt: at(0), at: at(1) }]);
  // A look that did not see the plugin tells nothing of it.
  const blind = after(seen(1), seen(2, { plugin: null }), seen(3, plugin(changed('email'))));
  expect(open(blind)).toMatchObject([{ notYetAt: at(1), at: at(3) }]);
  // Written again since, it was as applied then.
  const again = afterLook(
    blind,
    seen(9, { plugin: { called: 'miniOrange', since: at(7), who: 'Ada', found: [], changes: [changed('groups')] } }),
  );
  expect(open(again)).toMatchObject([{ notYetAt: at(7), at: at(9), changes: [{ key: 'groups' }] }]);
  // Of what was accepted the look before knows.
  const accepted = after(
    seen(4),
    seen(5, { plugin: { called: 'miniOrange', since: null, who: 'Ada', found: [], changes: [changed('email')] } }),
  );
  expect(open(accepted)).toMatchObject([{ notYetAt: at(4), at: at(5) }]);
});

test('a check that could not be made has not passed: what it finds came about since it passed last', () => {
  const failing: Finding[] = healthyFindings.map((one) =>
    one.id === 'tls-expires-soon' ? { ...one, outcome: 'warn', heading: ['It ends in 9 days'] } : one,
  );
  const log = after(seen(1), seen(2, { findings: silentFindings }), seen(3), seen(4, { findings: null }));
  expect(open(afterLook(log, seen(5, { findings: failing })))).toMatchObject([{ notYetAt: at(3), at: at(5) }]);
  expect(open(after(seen(5, { findings: failing })))).toMatchObject([{ notYetAt: null, at: at(5) }]);
});

describe('good changes', () => {
  const sights: Sights = {
    host: 'door.acme.example',
    certificate: { fingerprint: 'AA', notAfter: '2026-12-06T00:00:00.000Z' },
    keys: [{ thumbprint: 'one', name: 'cert-acme' }],
    casdoor: 'v3.158.0',
    plugin: { name: 'miniOrange', version: '1.1.28' },
  };
  const news = (changes: Partial<Sights>) => newsBetween(sights, { ...sights, ...changes });

  test('a renewed certificate, another key, other versions', () => {
    expect(news({ certificate: { fingerprint: 'BB', notAfter: '2027-02-25T00:00:00.000Z' } })).toMatchObject([
      { severity: 'good', message: 'It is valid until 25 Feb 2027, before that until 6 Dec 2026.' },
    ]);
    expect(news({ keys: [...(sights.keys ?? []), { thumbprint: 'two', name: 'cert-acme-2027' }] })).toMatchObject([
      { severity: 'good', title: 'Casdoor publishes another key, cert-acme-2027' },
    ]);
    expect(news({ keys: [{ thumbprint: 'two', name: 'cert-acme-2027' }] }).map(({ severity }) => severity)).toEqual([
      'good',
      'advice',
    ]);
    expect(news({ casdoor: 'v3.170.0', plugin: { name: 'miniOrange', version: '1.2.0' } })).toMatchObject([
      { check: 'casdoor-outdated' },
      { check: 'plugin-version-untried' },
    ]);
  });

  test('nothing where it was not told, at the first look, or of another host', () => {
    expect(news({})).toEqual([]);
    expect(news({ certificate: null, keys: null, casdoor: null, plugin: null })).toEqual([]);
    expect(newsBetween(null, sights)).toEqual([]);
    expect(news({ host: 'sso.acme.example', casdoor: 'v4' })).toEqual([]);
  });
});
