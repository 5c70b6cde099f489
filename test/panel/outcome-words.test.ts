import type { ApplyOutcome } from '../../src/contract/apply-calls';
import { outcomeWords } from '../../static/panel/steps/apply/outcome-words';
import { changes, secretChange, upToTheWait, viewOf } from './apply-views';

const begun = Date.parse('2026-11-24T14:00:00Z');
const called = 'miniOrange';
const changed: ApplyOutcome = {
  kind: 'changed',
  summary: { changes, unchanged: [], fingerprint: 'of-what-is-there-now' },
};
const silence = {
  code: 'unreachable',
  message: 'jira.acme.example, port 443, took the connection and closed it without an answer.',
  remedy: 'Look into the log of Jira, and of the proxy in front of it.',
  isFinal: false,
} as const;

describe('a write that has changed nothing', () => {
  test('says so, which settings are in force, and what went wrong at the plugin', () => {
    const view = viewOf(begun, [
      ...upToTheWait.slice(0, 5),
      { step: 'written', after: 5, inForce: 'unknown', failure: silence, message: silence.message },
      { step: 'written', after: 65, inForce: 'unknown', message: 'A write was cut short: miniOrange is read again.' },
      { step: 'not-written', after: 66, inForce: 'old', message: 'miniOrange holds the old settings.' },
    ]);
    expect(outcomeWords({ kind: 'done' }, { called, view, isAsShown: false })).toEqual({
      of: 'blocker',
      title: 'Nothing was written: miniOrange holds the old settings.',
      text: `${silence.message} ${silence.remedy}`,
    });
  });

  test('repeats nothing where its last line says all', () => {
    const message = `Nothing was written: ${silence.message}`;
    const view = viewOf(begun, [{ step: 'not-written', after: 1, inForce: 'old', failure: silence, message }]);
    expect(outcomeWords({ kind: 'done' }, { called, view, isAsShown: false })).toMatchObject({
      title: message,
      text: silence.remedy,
    });
  });

  test('of a plugin that was changed meanwhile: the plan stands below, made anew', () => {
    expect(outcomeWords(changed, { called, view: null, isAsShown: false })?.text).toContain(
      'The plan stands below, made anew.',
    );
    const same = outcomeWords(changed, { called, view: null, isAsShown: true });
    expect(same?.title).toBe('Nothing was written: somebody has changed miniOrange since it was read.');
    expect(same?.text).toContain('none of the fields below');
    // A secret that was saved anew here is nobody's change of the plugin.
    const withSecret: ApplyOutcome = {
      kind: 'changed',
      summary: { changes: [...changes, secretChange('Client Secret')], unchanged: [], fingerprint: 'another' },
    };
    expect(outcomeWords(withSecret, { called, view: null, isAsShown: true })?.title).toBe(
      'Nothing was written: miniOrange was changed since it was read, or another client secret was saved here.',
    );
  });
});

test('what was written is told by the page after it', () => {
  expect(outcomeWords({ kind: 'done' }, { called, view: viewOf(begun, upToTheWait), isAsShown: false })).toBeNull();
});
