import { kvs } from '@forge/kvs';
import { Secret } from '../../src/secrets/secret';
import type { Place } from '../../src/store/place';
import { type SecretHome, secretsOf } from '../../src/store/secrets';
import { inInvocation, openKeyValues } from './key-values';

const place: Place = { product: 'jira', who: 'Ada', account: 'ada', now: () => new Date('2026-11-24T14:02:00Z') };
const secrets = secretsOf(place);
const home: SecretHome = { scheme: 'https', host: 'door.acme.example', port: 443, clientId: 'app' };

openKeyValues();

const saved = () => secrets.save('target', home, new Secret('geheim'));

test('a saved secret is given to its own home, and shown to nobody', async () => {
  await inInvocation(async () => {
    await saved();
    expect(await secrets.state('target', home)).toEqual({ kind: 'saved', at: '2026-11-24T14:02:00.000Z', who: 'Ada' });
    expect((await secrets.use('target', home))?.expose()).toBe('geheim');
    expect(await kvs.get('jira:secret:target')).toBeUndefined();
  });
});

test.each<[string, SecretHome | null, string]>([
  ['the scheme', { ...home, scheme: 'http' }, 'address-changed'],
  ['the host', { ...home, host: 'evil.example' }, 'address-changed'],
  ['the port', { ...home, port: 8443 }, 'address-changed'],
  ['the client id', { ...home, clientId: 'other' }, 'client-changed'],
  ['all of it, forgotten', null, 'address-changed'],
])('once %s changes, it is struck out for good', async (_what, elsewhere, because) => {
  await inInvocation(async () => {
    await saved();
    expect(await secrets.state('target', elsewhere)).toEqual({ kind: 'forgotten', because });
    expect(await kvs.getSecret('jira:secret:target')).toBeUndefined();
    // Changing it back brings nothing back.
    expect(await secrets.use('target', home)).toBeNull();
    expect(await secrets.state('target', home)).toEqual({ kind: 'forgotten', because });
  });
});

test('a use elsewhere strikes it out as well', async () => {
  await inInvocation(async () => {
    await saved();
    expect(await secrets.use('target', { ...home, host: 'evil.example' })).toBeNull();
    expect(await secrets.use('target', home)).toBeNull();
  });
});

test('a new secret and Forget end the note of the old one', async () => {
  await inInvocation(async () => {
    await saved();
    await secrets.state('target', null);
    await saved();
    expect(await secrets.state('target', home)).toMatchObject({ kind: 'saved' });
    await secrets.forget('target');
    expect(await secrets.state('target', home)).toEqual({ kind: 'none' });
  });
});

test('it is known when it was saved, struck out or forgotten, whichever was last', async () => {
  await inInvocation(async () => {
    let minute = 0;
    const ticking = secretsOf({ ...place, now: () => new Date(Date.UTC(2026, 10, 24, 14, minute++)) });
    const save = () => ticking.save('target', home, new Secret('geheim'));
    expect(await ticking.changedAt('target')).toBeNull();
    await save();
    expect(await ticking.changedAt('target')).toBe('2026-11-24T14:00:00.000Z');
    await ticking.forget('target');
    expect(await ticking.changedAt('target')).toBe('2026-11-24T14:01:00.000Z');
    await save();
    expect(await ticking.changedAt('target')).toBe('2026-11-24T14:02:00.000Z');
    await ticking.state('target', null);
    expect(await ticking.changedAt('target')).toBe('2026-11-24T14:03:00.000Z');
  });
});

test('a note that does not say when is read all the same', async () => {
  await inInvocation(async () => {
    await kvs.set('jira:secret-note:target', { because: 'client-changed' });
    expect(await secrets.state('target', home)).toEqual({ kind: 'forgotten', because: 'client-changed' });
    expect(await secrets.changedAt('target')).toBeNull();
  });
});

test('of a removed target nothing is left, the note of its secret neither', async () => {
  await inInvocation(async () => {
    await saved();
    await secrets.forget('target');
    await secrets.remove('target');
    expect(await kvs.get('jira:secret-note:target')).toBeUndefined();
    await saved();
    await secrets.remove('target');
    expect(await secrets.state('target', home)).toEqual({ kind: 'none' });
  });
});

test('a secret of Jira is none of Confluence', async () => {
  await inInvocation(async () => {
    await saved();
    expect(await secretsOf({ ...place, product: 'confluence' }).use('target', home)).toBeNull();
    expect((await secrets.use('target', home))?.expose()).toBe('geheim');
  });
});
