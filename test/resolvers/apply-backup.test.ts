import { createDecipheriv, pbkdf2Sync, randomUUID } from 'node:crypto';
import { backupsIn } from '../../src/apply/backups';
import { journalIn } from '../../src/apply/journal';
import type { Adapters } from '../../src/resolvers/adapters';
import { Secret } from '../../src/secrets/secret';
import type { Place } from '../../src/store/place';
import { holderOf } from '../../src/store/plugin-access';
import { blindVantage } from './blind-vantage';
import { callbackUrl, fill } from './every-call';
import { ada, bob, openSite, type Site } from './site';

const start = Date.parse('2026-11-26T12:00:00Z');
const passphrase = 'a passphrase of mine';
const text = JSON.stringify({ CLIENT_SECRET: 's3cret-of-another-provider', Name: 'Zoë' });
/** Milliseconds that the clock is ahead. */
let ahead = 0;
const now = () => new Date(start + ahead);
const place: Place = { product: 'jira', who: 'Ada', account: ada.accountId, now };
const adapters: Adapters = {
  from: 'local',
  vantage: () => blindVantage(),
  callbackUrl,
  askProduct: null,
  dryRuns: null,
  applies: null,
  demo: null,
  now,
};

let site: Site;
let target: string;
let apply: string;
beforeEach(async () => {
  ahead = 0;
  site = await openSite(adapters);
  ({ target } = await fill(site));
  apply = randomUUID();
  await site.inside(async () => {
    await journalIn(place).begin({
      ...{ id: apply, target, kind: 'miniorange', called: 'miniOrange', who: 'Ada', account: holderOf(ada.accountId) },
      ...{ startedAt: now().toISOString(), mappingVersion: null, keepWithin: null },
    });
    await backupsIn(place).keep(target, apply, { before: new Secret(text), after: new Secret('{}') });
  });
});
afterEach(() => site.close());

/** As `openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md sha256` does. */
const open = (file: Buffer): string => {
  const derived = pbkdf2Sync(passphrase, file.subarray(8, 16), 600_000, 48, 'sha256');
  const decipher = createDecipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32));
  return decipher.update(file.subarray(16), undefined, 'utf8') + decipher.final('utf8');
};

describe('a backup as a file', () => {
  it('is what the plugin held, for whoever wrote that apply', async () => {
    const answer = await site.call('exportApplyBackup', { target, apply, passphrase });
    expect(answer).toMatchObject({ ok: true, value: { name: 'backup-2026-11-26T12-00.enc' } });
    expect(answer.ok && open(Buffer.from(answer.value.base64, 'base64'))).toBe(text);
  });

  it('is given to no other administrator, and to nobody from the other product', async () => {
    const another = await site.call('exportApplyBackup', { target, apply, passphrase }, { accountId: bob.accountId });
    expect(another).toMatchObject({ ok: false, error: { code: 'refused', remedy: 'Ask Ada for it.' } });
    const elsewhere = await site.call('exportApplyBackup', { target, apply, passphrase }, { product: 'confluence' });
    expect(elsewhere).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('wants a passphrase that takes long to guess, and does not repeat it', async () => {
    const answer = await site.call('exportApplyBackup', { target, apply, passphrase: 'elevenchars' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused', field: 'passphrase' } });
    expect(JSON.stringify(answer)).not.toContain('elevenchars');
  });

  it('is said to be gone once it is too old', async () => {
    ahead = 90 * 86_400_000;
    const answer = await site.call('exportApplyBackup', { target, apply, passphrase });
    expect(answer).toMatchObject({ ok: false, error: { message: 'Its backup is not kept any more.' } });
  });
});
