import { progressLines, progressWords } from '../../../local/dry-run/progress-lines';
import type { DryRunProgress } from '../../../src/contract/dry-run';

const progress: DryRunProgress = {
  phase: 'reading',
  people: { read: 61_000, total: 100_000, perSecond: 13_000, isDone: false },
  accounts: { read: 40_000, groups: 2, total: null, perSecond: 20_000.4, isDone: false },
  known: { barred: 0, withoutEmail: 0, sharedUsernames: 0, repeated: 0 },
  savedAt: null,
  waitsUntil: null,
};
const now = Date.parse('2026-11-26T14:31:00Z');

test('says how far it is, how fast, and how long it takes', () => {
  expect(progressWords(progress, now)).toBe(
    '61,000 of 100,000 people (13,000/s), 40,000 accounts (20,000/s), about 3 s left',
  );
  const waiting = { ...progress, accounts: null, waitsUntil: '2026-11-26T14:31:07.000Z' };
  expect(progressWords(waiting, now)).toBe('61,000 of 100,000 people (13,000/s), waiting 7 s');
  const done = { ...progress, people: { ...progress.people, read: 100_000, isDone: true }, accounts: null };
  expect(progressWords(done, now)).toBe('100,000 people (all)');
});

test('rewrites one line of a terminal, and says other things above it', () => {
  let written = '';
  const lines = progressLines({ isTTY: true, columns: 30, write: (text) => (written += text) }, () => now);
  lines.tell(progress);
  lines.tell(progress);
  lines.say('Stopped.');
  const line = '\r\u001b[K61,000 of 100,000 people (13,';
  expect(written).toBe(`${line}${line}\r\u001b[KStopped.\n`);
});

test('elsewhere writes a line every five seconds', () => {
  let written = '';
  let time = now;
  const lines = progressLines({ write: (text) => (written += text) }, () => time);
  for (let step = 0; step < 11; step += 1) {
    lines.tell(progress);
    time += 1000;
  }
  lines.end();
  expect(written.split('\n')).toHaveLength(3);
  expect(written).not.toContain('\r');
});
