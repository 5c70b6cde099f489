import { quietWords } from '../../static/panel/steps/apply/quiet-words';
import { upToTheWait, viewOf } from './apply-views';

const begun = Date.parse('2026-11-24T14:00:00Z');
const called = 'miniOrange on jira.acme.example';
const dueAt = new Date(begun + 64_000).toISOString();
/** Whoever worked on it was ended after so many lines of the journal. */
const after = (lines: number) => viewOf(begun, upToTheWait.slice(0, lines), { dueAt });

test('as long as it goes on, nothing is said', () => {
  expect(quietWords(after(5), called, begun + 6_000)).toBeNull();
});

test('once it was sent, which settings are in force is not known until it is read again', () => {
  const words = quietWords(after(5), called, begun + 20_000);
  expect(words).toContain(`Which settings ${called} holds is not known.`);
  expect(words).toMatch(/It is read again at .+ at the latest, and what was begun is finished or undone\.$/);
});

test('before that, the old ones are', () => {
  expect(quietWords(after(4), called, begun + 20_000)).toContain(
    `Nothing was sent yet: ${called} holds the old settings.`,
  );
});
