import { goesOn, isWorkedOn, orderedOf } from '../../static/panel/apply-goes-on';
import { applyId, stateOf, upToTheWait, viewOf } from './apply-views';

const waiting = () => viewOf(Date.now() - 60_000, upToTheWait);
const ordered = (outcome: null | { kind: 'done' }, at = new Date()) => ({
  order: { id: 'o', what: 'keep' as const, apply: applyId, who: 'alice', at: at.toISOString(), outcome },
});

test('what waits for somebody is looked at now and then, what has ended not at all', () => {
  expect(goesOn(stateOf(waiting()))).toBe('slowly');
  expect(goesOn(stateOf(viewOf(Date.now(), [...upToTheWait, { step: 'kept', after: 9 }])))).toBe(false);
  expect(goesOn(stateOf(null))).toBe(false);
});

test('an order without an outcome is followed closely, and so is a step that somebody works on', () => {
  expect(goesOn(stateOf(waiting(), ordered(null)))).toBe(true);
  expect(goesOn(stateOf(waiting(), ordered({ kind: 'done' })))).toBe('slowly');
  expect(isWorkedOn(stateOf({ ...waiting(), isResting: false }))).toBe(true);
});

test('a deadline is followed closely from shortly before it', () => {
  const due = (inMilliseconds: number) => ({
    ...waiting(),
    dueAt: new Date(Date.now() + inMilliseconds).toISOString(),
  });
  expect(isWorkedOn(stateOf(due(60_000)))).toBe(false);
  expect(isWorkedOn(stateOf(due(1_000)))).toBe(true);
});

test('an order bars a second press until it has an outcome, and not for ever where it was lost', () => {
  expect(orderedOf(stateOf(waiting(), ordered(null)), applyId)).toBe('keep');
  expect(orderedOf(stateOf(waiting(), ordered({ kind: 'done' })), applyId)).toBeNull();
  expect(orderedOf(stateOf(waiting(), ordered(null)), 'another')).toBeNull();
  expect(orderedOf(stateOf(waiting(), ordered(null, new Date(Date.now() - 61_000))), applyId)).toBeNull();
});
