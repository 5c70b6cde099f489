import { isAboutEarlierSettings } from '../../static/panel/earlier-settings';

const report = { at: '2026-11-24T14:02:00.000Z' };
const connectedAt = (at: string) => ({
  connection: { version: 1, who: 'Ada', at, value: { address: 'door.acme.example', allowsHttp: false } },
});
const before = '2026-11-24T14:01:59.999Z';
const after = '2026-11-24T14:02:00.001Z';

test.each([
  ['nothing was changed since', before, false],
  ['something was changed since', after, true],
  ['the newest was saved at the very moment', report.at, false],
])('a report of a target: %s', (_what, changedAt, isEarlier) => {
  expect(isAboutEarlierSettings(report, connectedAt(before), { changedAt })).toBe(isEarlier);
});

test('without a target the address alone counts', () => {
  expect(isAboutEarlierSettings(report, connectedAt(before), null)).toBe(false);
  expect(isAboutEarlierSettings(report, connectedAt(after), null)).toBe(true);
  expect(isAboutEarlierSettings(report, { connection: null }, null)).toBe(false);
});
