import { planSince } from '../../static/panel/steps/apply/plan-since';
import { change, changes, secretChange } from './apply-views';

test('a plan that is the same as before says nothing', () => {
  expect(planSince(changes, structuredClone(changes))).toEqual([]);
});

test('what the plugin holds now, and what would be written now, is told field by field', () => {
  const before = [change('Scope', 'openid', 'openid profile'), change('Email', '', 'email')];
  const now = [change('Scope', 'openid phone', 'openid profile'), change('Email', '', 'mail')];
  expect(planSince(before, now)).toEqual([
    '“Scope” holds “openid phone” now, and held “openid”.',
    '“Email” would become “mail”, and not “email”.',
  ]);
});

test('a field that came, and one that is as wanted already', () => {
  const [scope, email] = [change('Scope', 'openid', 'openid profile'), change('Email', null, 'email')];
  expect(planSince([scope], [email])).toEqual([
    '“Email” would be written as well.',
    '“Scope” would not be written any more: it holds what is wanted.',
  ]);
});

test('of a secret no more than whether one is there', () => {
  const before = secretChange('Client Secret');
  expect(planSince([before], [{ ...before, hasSecretBefore: false }])).toEqual(['“Client Secret” is empty now.']);
});
