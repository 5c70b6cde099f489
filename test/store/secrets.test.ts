import { kvs } from '@forge/kvs';
import { Secret } from '../../src/secrets/secret';
import type { Place } from '../../src/store/place';
import { type SecretHome, secretsOf } from '../../src/store/secrets';
import { inInvocation, openKeyValues } from './key-values';

const place: Place = { product: 'jira', who: 'Ada', now: () => new Date('2026-11-24T14:02:00Z') };
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

test('a secret of Jira is none of Confluence', async () => {
  await inInvocation(async () => {
    await saved();
    expect(await secretsOf({ ...place, product: 'confluence' }).use('target', home)).toBeNull();
    expect((await secrets.use('target', home))?.expose()).toBe('geheim');
  });
});
