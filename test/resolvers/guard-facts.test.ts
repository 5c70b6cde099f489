import type { ApplyView, CameIn } from '../../src/contract/apply';
import { hasUserComeIn } from '../../src/resolvers/guard-facts';
import { change, upToTheWait, viewOf } from '../panel/apply-views';

/** Whether somebody who administers nothing came in by the settings that are in force. */

const user: CameIn = { who: 'eve', at: '2026-11-26T12:00:00.000Z', isAdministrator: false, how: 'said' };
const administrator: CameIn = { ...user, who: 'ada', isAdministrator: true };
const view = (step: ApplyView['step'], part: Partial<ApplyView> = {}): ApplyView => ({
  ...viewOf(0, upToTheWait),
  ...{ step, inForce: 'new', cameIn: [] },
  ...part,
});
const redirect: Partial<ApplyView> = { changes: [{ ...change('Auto Redirect', 'Off', 'On'), isRisky: 'redirect' }] };

test.each<[string, boolean, ApplyView[]]>([
  ['nothing was written', false, []],
  ['an administrator alone came in', false, [view('kept', { cameIn: [administrator] })]],
  ['somebody came in', true, [view('kept', { cameIn: [administrator, user] })]],
  ['somebody came in before the settings that are in force', false, [view('kept'), view('kept', { cameIn: [user] })]],
  ['somebody came in, and then everybody was sent', true, [view('kept', redirect), view('kept', { cameIn: [user] })]],
  ['what came after was restored', true, [view('restored'), view('kept', { cameIn: [user] })]],
  ['what came after was left as new', false, [view('left'), view('kept', { cameIn: [user] })]],
  [
    'nobody knows what is in force',
    false,
    [view('left', { inForce: 'neither', cameIn: [user] }), view('kept', { cameIn: [user] })],
  ],
])('%s: %s', (_what, expected, history) => {
  expect(hasUserComeIn(history)).toBe(expected);
});
