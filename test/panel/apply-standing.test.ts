import { standingOfApply } from '../../static/panel/shell/apply-standing';
import { stateOf, upToTheWait, viewOf, withCameIn } from './apply-views';

const begun = Date.now() - 60_000;
const standing = (...[newest, part]: Parameters<typeof stateOf>) =>
  standingOfApply({ state: stateOf(newest, part), planned: 8 });
const waiting = viewOf(begun, upToTheWait);

test('what waits for somebody comes before what would be written', () => {
  expect(standing(waiting)).toEqual({ of: 'passed', text: 'Verified, not yet kept' });
  expect(standing(withCameIn(waiting, 'alice', { isAdministrator: true, after: 10 }))?.text).toBe(
    'Verified, not yet kept',
  );
});

test('what was changed behind it is no green', () => {
  expect(standing(viewOf(begun, upToTheWait, { inForce: 'neither' }))?.of).toBe('serious');
});

test('a person who is needed is told before all else', () => {
  const order = {
    id: 'o',
    what: 'look' as const,
    apply: waiting.id,
    who: 'alice',
    at: waiting.startedAt,
    outcome: null,
  };
  expect(standing(viewOf(begun, [...upToTheWait, { step: 'stuck', after: 20 }]), { order })).toEqual({
    of: 'blocker',
    text: 'Needs you',
  });
});

test('an order that is worked on is told by what it does', () => {
  const order = {
    id: 'o',
    what: 'keep' as const,
    apply: waiting.id,
    who: 'alice',
    at: waiting.startedAt,
    outcome: null,
  };
  expect(standing(waiting, { order })).toEqual({ of: 'running', text: 'Keeping' });
});

test('fields to write come before what was kept last, and that before nothing', () => {
  const kept = viewOf(Date.parse('2026-11-24T12:00:00.000Z'), [...upToTheWait, { step: 'kept', after: 60 }]);
  expect(standing(kept)).toEqual({ of: null, text: '8 fields to write' });
  expect(standingOfApply({ state: stateOf(kept), planned: 0 })).toEqual({ of: 'passed', text: 'Kept 24 Nov' });
  expect(standingOfApply({ state: stateOf(null), planned: null })).toBeNull();
});
