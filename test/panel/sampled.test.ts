import type { Summary } from '../../src/contract/report';
import { type Sampled, withSampled } from '../../static/panel/sampled';

const ready: Summary = {
  verdict: 'ready',
  rootCause: null,
  headline: ['Casdoor is ready for Jira'],
  cause: null,
  counts: { blocker: 0, serious: 0, look: 0, passed: 7, notYet: 0 },
};
const sampled: Sampled = { target: 'one', version: 3, people: 100, harmed: 14 };

test('a mapping that its checks pass is not ready while people would lose their account by it', () => {
  const told = withSampled(ready, sampled);
  expect(told?.verdict).toBe('at-risk');
  expect(told?.headline).toEqual([
    '14 of the 100 people looked at would lose their account, or share it with somebody',
  ]);
  expect(told?.counts).toEqual(ready.counts);
});

test('where nobody is harmed, or nobody was looked at, the checks have the word', () => {
  expect(withSampled(ready, { ...sampled, harmed: 0 })).toBe(ready);
  expect(withSampled(ready, null)).toBe(ready);
  expect(withSampled(null, sampled)).toBeNull();
});

test('what is worse already stays as it is', () => {
  const broken: Summary = { ...ready, verdict: 'broken', headline: ['Nobody can sign in yet'] };
  expect(withSampled(broken, sampled)).toBe(broken);
});
