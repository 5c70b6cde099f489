import type { ApplyOutcome } from '../../src/contract/apply-calls';
import { newsOf, wordsOfOutcome } from '../../static/panel/steps/apply/after/after-words';
import {
  appliedWords,
  isStillNews,
  keepLacks,
  listed,
  restoredBy,
} from '../../static/panel/steps/apply/after/applied-words';
import { endOf, exportOf, whatOf } from '../../static/panel/steps/apply/after/history-words';
import { stationsOf } from '../../static/panel/steps/apply/after/stations-of';
import { change, changes, secretChange, stateOf, upToTheWait, viewOf, withCameIn } from './apply-views';

const begun = Date.parse('2026-11-24T14:30:58.000Z');
const around = { called: 'miniOrange', me: 'alice', now: begun + 60_000 };
const waiting = viewOf(begun, upToTheWait);
const failure = {
  code: 'captcha' as const,
  message: 'Jira asks for a CAPTCHA.',
  remedy: 'Sign in once in a browser.',
  isFinal: true,
};

describe('how an apply stands', () => {
  it('says what is held, and who has signed in through it', () => {
    const words = appliedWords(withCameIn(waiting, 'alice', { isAdministrator: true, after: 70 }), around);
    expect(words.of).toBe('passed');
    expect(words.headline).toBe('Written and verified');
    expect(words.text).toBe('miniOrange holds exactly the 3 fields that you saw, and alice has signed in through it.');
  });
  it('names who saw the plan to somebody else', () => {
    expect(appliedWords(waiting, { ...around, me: 'bob' }).text).toBe(
      'miniOrange holds exactly the 3 fields that alice saw.',
    );
  });
  it('never calls a secret alone verified: only a sign-in tells', () => {
    const secret = viewOf(begun, upToTheWait, { changes: [secretChange('Client Secret')], inForce: 'unknown' });
    expect(appliedWords(secret, around)).toMatchObject({ of: 'look', headline: 'Written, and not to be read back' });
    const signedIn = withCameIn(secret, 'alice', { isAdministrator: true, after: 70 });
    expect(appliedWords(signedIn, around).of).toBe('passed');
  });
  it('names a secret among others as not read back', () => {
    const view = viewOf(begun, upToTheWait, { changes: [...changes, secretChange('Client Secret')] });
    expect(appliedWords(view, around).text).toContain('Client Secret cannot be read back: a sign-in tells.');
  });
  it('does not say "exactly" of what cannot be read back, kept or not', () => {
    const view = viewOf(begun, upToTheWait, { changes: [...changes, secretChange('Client Secret')] });
    expect(appliedWords(view, around).text).toBe(
      'miniOrange holds the 3 fields that can be read back, as you saw them. Client Secret cannot be read back: a sign-in tells.',
    );
    const kept = viewOf(begun, [...upToTheWait, { step: 'kept', after: 90 }], {
      changes: [...changes, secretChange('Client Secret')],
    });
    expect(appliedWords(kept, around).text).toMatch(
      /^miniOrange holds the 3 fields that can be read back, as you saw them\. Client Secret cannot be read back\. Kept by alice at /,
    );
    const secretAlone = viewOf(begun, [...upToTheWait, { step: 'kept', after: 90 }], {
      changes: [secretChange('Client Secret')],
    });
    expect(appliedWords(secretAlone, around).text).toMatch(
      /^miniOrange answered that it was written, and never shows Client Secret\. Kept by alice at /,
    );
  });
  it('is not green where the plugin holds something else meanwhile', () => {
    const other = viewOf(begun, upToTheWait, { inForce: 'neither' });
    expect(appliedWords(other, around)).toMatchObject({
      of: 'serious',
      headline: 'miniOrange does not hold the new settings any more',
    });
  });
  it('says that the time is over once it is', () => {
    expect(appliedWords(waiting, { ...around, now: begun + 611_000 })).toMatchObject({
      of: 'running',
      headline: 'The time is over',
    });
  });
  it('tells a restore by hand from one by itself and from a write that did not arrive', () => {
    const byHand = viewOf(begun, [
      ...upToTheWait,
      { step: 'restoring', after: 90, who: 'bob', message: 'The old settings are put back.' },
      { step: 'restored', after: 91, who: 'bob', inForce: 'old' },
    ]);
    expect(restoredBy(byHand)).toEqual({ kind: 'hand', who: 'bob' });
    expect(appliedWords(byHand, around).text).toMatch(/^bob restored them/);
    const byItself = viewOf(begun, [
      ...upToTheWait,
      { step: 'restoring', after: 611, who: null, message: 'Nobody has kept the new settings in time.' },
      { step: 'restored', after: 612, who: null, inForce: 'old' },
    ]);
    expect(restoredBy(byItself)).toEqual({ kind: 'itself' });
    expect(appliedWords(byItself, around).text).toMatch(/^Nobody kept the new ones in time/);
    expect(endOf(byItself).text).toMatch(/^Returned by itself, not kept in time/);
    const atNextStart = viewOf(begun, [
      ...upToTheWait,
      { step: 'restoring', after: 8_000, who: null, message: 'Nobody has kept the new settings in time.' },
      { step: 'restored', after: 8_001, who: null, inForce: 'old' },
    ]);
    expect(appliedWords(atNextStart, around).text).toMatch(/stood still then: they came back at its next start at /);
    // What was begun in time and took long was not missed.
    const late = viewOf(begun, [
      ...upToTheWait,
      { step: 'restoring', after: 611, who: null },
      { step: 'restored', after: 8_001, who: null, inForce: 'old' },
    ]);
    expect(appliedWords(late, around).text).toMatch(/^Nobody kept the new ones in time/);
    const undone = viewOf(begun, [
      ...upToTheWait.slice(0, 6),
      { step: 'restoring', after: 7, failure, message: 'The old settings are put back.' },
      { step: 'restored', after: 8, inForce: 'old' },
    ]);
    expect(restoredBy(undone)).toEqual({ kind: 'write-failed' });
    expect(endOf(undone).of).toBe('serious');
  });
  it('says of one that is stuck what is in force, why, and what to do', () => {
    const stuck = viewOf(begun, [
      ...upToTheWait,
      { step: 'restoring', after: 611, who: null },
      { step: 'stuck', after: 612, who: null, inForce: 'new', failure, message: failure.message },
    ]);
    expect(appliedWords(stuck, around)).toMatchObject({
      of: 'blocker',
      headline: 'The old settings could not be restored',
      text: 'miniOrange holds the new settings. Jira asks for a CAPTCHA.',
      remedy: 'Sign in once in a browser.',
    });
  });
  it('says when something that failed is tried again', () => {
    const resting = viewOf(
      begun,
      [...upToTheWait, { step: 'restoring', after: 611, inForce: 'unknown', failure, message: failure.message }],
      { dueAt: new Date(begun + 700_000).toISOString() },
    );
    expect(appliedWords(resting, around)).toMatchObject({ of: 'look', headline: 'The old settings are not back yet' });
    expect(appliedWords(resting, around).text).toMatch(/It is tried again at /);
    expect(appliedWords(resting, around).text).toMatch(/^Jira asks for a CAPTCHA\. /);
    // Which settings are in force is said first, where it is known.
    const half = { ...resting, inForce: 'neither' } as const;
    expect(appliedWords({ ...half, step: 'written' }, around).headline).toBe('miniOrange was written to in part');
    expect(appliedWords({ ...resting, step: 'written' }, around).headline).toBe(
      'Whether miniOrange was written to is not known yet',
    );
    expect(appliedWords(half, around).text).toMatch(/^miniOrange holds neither the old settings nor the new ones\. /);
  });
});

describe('what Keep needs', () => {
  it('is an administrator who came in after the write', () => {
    expect(keepLacks(waiting)).toMatch(/^Keep needs an administrator/);
    expect(keepLacks(withCameIn(waiting, 'alice', { isAdministrator: true, after: 70 }))).toBeNull();
  });
  it('is not met by somebody who is none, who is named', () => {
    const lacks = keepLacks(withCameIn(waiting, 'ben', { isAdministrator: false, after: 70 }));
    expect(lacks).toMatch(/ben came in, and is no administrator\.$/);
  });
  it('is not met by who came in before the write', () => {
    expect(keepLacks(withCameIn(waiting, 'alice', { isAdministrator: true, after: 2 }))).not.toBeNull();
  });
  it('is nothing that helps where the settings are gone', () => {
    const gone = viewOf(begun, upToTheWait, { inForce: 'old' });
    expect(keepLacks(withCameIn(gone, 'alice', { isAdministrator: true, after: 70 }))).not.toBeNull();
  });
});

describe('what was done', () => {
  it('has a station for each thing, and leaves out what only announces the next', () => {
    const view = withCameIn(waiting, 'alice', { isAdministrator: true, after: 70 });
    expect(stationsOf(view).map(({ name }) => name)).toEqual([
      "Read the plugin's settings",
      'Planned',
      'Guards judged',
      'Backup kept',
      'Written',
      'Read back and compared',
      'Sign-in through the plugin',
    ]);
    expect(stationsOf(view).every(({ of }) => of === 'passed')).toBe(true);
  });
  it('goes on where nobody has come in yet', () => {
    expect(stationsOf(waiting).at(-1)).toMatchObject({ of: 'running', name: 'Waiting for somebody who keeps it' });
  });
  it('keeps a line with a failure, with its remedy', () => {
    const view = viewOf(begun, [
      ...upToTheWait.slice(0, 5),
      { step: 'written', after: 6, failure, message: failure.message, inForce: 'unknown' },
    ]);
    expect(stationsOf(view).at(-1)).toMatchObject({ of: 'serious', remedy: 'Sign in once in a browser.' });
  });
  it('names lines of one step by what each tells', () => {
    const namesFrom = (first: string, lines: Parameters<typeof viewOf>[1]) => {
      const all = stationsOf(viewOf(begun, [...upToTheWait.slice(0, 5), ...lines])).map(({ name }) => name);
      return all.slice(all.indexOf(first));
    };
    const sent = 'The backup is being written to miniOrange.';
    expect(
      namesFrom('Restore begun', [
        ...upToTheWait.slice(5),
        { step: 'restoring', after: 611, who: null, message: 'Nobody has kept the new settings in time.' },
        { step: 'restoring', after: 612, who: null, message: sent },
        { step: 'restoring', after: 613, who: null, failure, message: `${failure.message} It is tried again.` },
        { step: 'restoring', after: 700, who: 'bob', message: 'The old settings are put back.' },
        { step: 'restoring', after: 701, who: 'bob', message: sent },
        { step: 'stuck', after: 702, who: 'bob', failure, message: failure.message },
        { step: 'restoring', after: 800, who: 'bob', message: 'The old settings are put back.' },
        { step: 'restoring', after: 801, who: 'bob', message: sent },
        { step: 'restored', after: 802, who: 'bob', inForce: 'old' },
      ]),
    ).toEqual([
      ...['Restore begun', 'Old settings sent', 'Not restored yet', 'Restore taken up again', 'Old settings sent'],
      ...['Needs you', 'Restore begun', 'Restored'],
    ]);
    // A write that did not arrive whole is why, and no failure of the restore.
    expect(
      namesFrom('Written', [
        { step: 'written', after: 6 },
        { step: 'restoring', after: 7, failure, message: 'It holds something else than was written.' },
        { step: 'restoring', after: 8, message: sent },
        { step: 'restoring', after: 9, failure, message: failure.message },
      ]),
    ).toEqual(['Written', 'Restore begun', 'Old settings sent', 'Not restored yet']);
    // Whoever answered well has not answered badly because it could not be read.
    expect(
      namesFrom('Written', [
        { step: 'written', after: 6 },
        { step: 'written', after: 7, failure, message: `${failure.message} It is tried again.` },
        { step: 'written', after: 70, who: null, message: 'A write was cut short: miniOrange is read again.' },
      ]),
    ).toEqual(['Written', 'Not known yet whether it arrived', 'Read again']);
    expect(
      namesFrom('Sent, without a good answer', [
        { step: 'written', after: 6, failure, message: failure.message },
        { step: 'written', after: 7, failure, message: `${failure.message} What was sent may still arrive.` },
      ]),
    ).toEqual(['Sent, without a good answer', 'Not known yet whether it arrived']);
  });
  it('calls a Keep that found something else by its name, and names who pressed it', () => {
    const view = viewOf(begun, [
      ...upToTheWait,
      { step: 'keeping', after: 80, who: 'bob' },
      { step: 'waiting', after: 81, who: 'bob', inForce: 'neither', message: 'It does not hold them any more.' },
    ]);
    expect(stationsOf(view).at(-1)).toMatchObject({ of: 'serious', name: 'Not kept', by: 'bob' });
  });
});

describe('what came of an order', () => {
  const told: ApplyOutcome[] = [
    { kind: 'nobody-came-in' },
    { kind: 'not-in-force' },
    { kind: 'not-waiting' },
    { kind: 'differs', fingerprint: 'f', difference: { changes: [], unchanged: [] } },
    { kind: 'unreadable', failure },
    { kind: 'not-open' },
    { kind: 'busy', who: 'bob', since: '2026-11-24T14:00:00.000Z' },
    { kind: 'failed', error: { code: 'unexpected', message: 'It broke.' } },
  ];
  it.each(told)('is said in a sentence of its own: $kind', (outcome) => {
    const words = wordsOfOutcome({ what: 'restore', outcome }, 'miniOrange', 'stuck');
    expect(words?.title).toMatch(/^[A-Z].*\.$/);
  });
  it('is nothing where somebody else was quicker to do the same, and said where they did something else', () => {
    const late = { what: 'keep', outcome: { kind: 'not-waiting' } } as const;
    expect(wordsOfOutcome(late, 'miniOrange', 'kept')).toBeNull();
    expect(wordsOfOutcome(late, 'miniOrange', 'restored')?.text).toContain('was quicker');
    expect(wordsOfOutcome({ what: 'restore', outcome: { kind: 'not-open' } }, 'miniOrange', 'kept')).not.toBeNull();
  });
  it('is left to the apply where it went on, and to the plan for a write', () => {
    expect(wordsOfOutcome({ what: 'keep', outcome: { kind: 'done' } }, 'miniOrange', 'waiting')).toBeNull();
    expect(wordsOfOutcome({ what: 'write', outcome: { kind: 'nothing-to-write' } }, 'miniOrange', null)).toBeNull();
  });
});

describe('what came of an order is no news any more', () => {
  const at = new Date(begun + 80_000).toISOString();
  const order = { id: 'o', what: 'keep' as const, apply: waiting.id, who: 'alice', at };
  const nobody = { ...order, outcome: { kind: 'nobody-came-in' as const } };
  it('once somebody has come in', () => {
    expect(isStillNews(nobody, waiting)).toBe(true);
    expect(isStillNews(nobody, withCameIn(waiting, 'alice', { isAdministrator: true, after: 90 }))).toBe(false);
  });
  it('once the apply has gone on from there, unless the order came after that', () => {
    const outcome = { kind: 'not-waiting' as const };
    const ended = viewOf(begun, [...upToTheWait, { step: 'kept', after: 100 }]);
    expect(isStillNews({ ...order, outcome }, ended)).toBe(false);
    expect(isStillNews({ ...order, at: new Date(begun + 110_000).toISOString(), outcome }, ended)).toBe(true);
  });
  it('where it is about another apply', () => {
    expect(isStillNews({ ...nobody, apply: 'another' }, waiting)).toBe(false);
  });
});

describe('what is said between two looks', () => {
  it('is each end once, and who came in', () => {
    const came = withCameIn(waiting, 'ben', { isAdministrator: false, after: 70 });
    expect(newsOf(stateOf(waiting), stateOf(came))).toBe(
      'ben has come in through the plugin, and is no administrator.',
    );
    expect(newsOf(stateOf(came), stateOf(came))).toBeNull();
    const kept = viewOf(begun, [...upToTheWait, { step: 'kept', after: 90 }]);
    expect(newsOf(stateOf(came), stateOf(kept))).toBe('The new settings are kept.');
  });
  it('calls nothing new that was there before', () => {
    const back = viewOf(begun, [...upToTheWait, { step: 'kept', after: 90 }], { isAsBefore: true });
    expect(newsOf(stateOf(null), stateOf(back))).toBe('The earlier settings are back.');
    expect(appliedWords(back, { called: 'miniOrange', me: 'alice', now: begun + 95_000 })).toMatchObject({
      headline: 'The earlier settings are back',
      text: expect.stringContaining('Put back by alice'),
    });
  });
  it('is an outcome once', () => {
    const order = { id: 'o', what: 'keep' as const, apply: waiting.id, who: 'alice', at: waiting.startedAt };
    const open = stateOf(waiting, { order: { ...order, outcome: null } });
    const settled = stateOf(waiting, { order: { ...order, outcome: { kind: 'nobody-came-in' } } });
    expect(newsOf(open, settled)).toMatch(/^Not kept: no administrator/);
    expect(newsOf(settled, settled)).toBeNull();
  });
});

describe('the history', () => {
  it('says what was written in a line', () => {
    expect(whatOf(waiting)).toBe('3 fields: Authorize Endpoint, Scope and Full Name Attribute');
    expect(whatOf({ changes: [change('Scope', 'a', 'b')] })).toBe('1 field: Scope');
    expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b and 3 more');
  });
  it('is handed over whole, and without a value of a secret', () => {
    const view = viewOf(begun, upToTheWait, { changes: [secretChange('Client Secret')] });
    const { name, text } = exportOf([view], 'miniOrange', new Date(begun));
    expect(name).toBe('apply-history-2026-11-24.json');
    const { applies } = JSON.parse(text) as { applies: { changes: { before: unknown; after: unknown }[] }[] };
    expect(applies[0]?.changes[0]).toMatchObject({ before: null, after: null });
  });
});
