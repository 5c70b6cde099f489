import type { MappingSample } from '../../src/contract/panel-calls';
import { keptSampleIn } from '../../src/store/kept-sample';
import type { Place } from '../../src/store/place';
import { inInvocation, openKeyValues } from './key-values';

const target = '6f0a6f6e-7f43-4a55-8f3c-0f6f6c3c2a11';
let now = new Date('2026-11-24T14:02:00Z');
const place: Place = { product: 'jira', who: 'Ada', account: 'ada', now: () => now };
const sampleOf = (count: number): MappingSample => ({
  people: Array.from({ length: count }, (_, at) => ({
    person: { name: `person${at}`, displayName: '', isForbidden: false, isDeleted: false },
    bySource: { id_token: { name: `person${at}`, bio: 'x'.repeat(1000) } },
    withheld: ['password'],
    tokenFormat: 'JWT',
  })),
  total: count,
  accounts: null,
  isComplete: false,
  lookedFor: [],
  tokenFormat: 'JWT',
  note: null,
  at: now.toISOString(),
});

openKeyValues();
beforeEach(() => {
  now = new Date('2026-11-24T14:02:00Z');
});

test('what was read is there for an hour, however large', async () => {
  await inInvocation(async () => {
    const kept = keptSampleIn(place);
    expect(await kept.get(target, 'a')).toBeNull();
    await kept.set(target, 'a', sampleOf(100));
    expect(await kept.get(target, 'a')).toEqual(sampleOf(100));
    now = new Date('2026-11-24T15:02:01Z');
    expect(await kept.get(target, 'a')).toBeNull();
  });
});

test('it is none for other settings, and gone once it is deleted', async () => {
  await inInvocation(async () => {
    const kept = keptSampleIn(place);
    await kept.set(target, 'a', sampleOf(3));
    expect(await kept.get(target, 'b')).toBeNull();
    await kept.delete(target);
    expect(await kept.get(target, 'a')).toBeNull();
  });
});

test('the sweep deletes what is too old, and nothing else', async () => {
  await inInvocation(async () => {
    const kept = keptSampleIn(place);
    await kept.set(target, 'a', sampleOf(1));
    await kept.sweep([target]);
    expect(await kept.get(target, 'a')).not.toBeNull();
    now = new Date('2026-11-24T16:00:00Z');
    await kept.sweep([target, 'another']);
    now = new Date('2026-11-24T14:10:00Z');
    expect(await kept.get(target, 'a')).toBeNull();
  });
});
