import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { backupFile, passphraseRounds } from '../../src/apply/backup-file';
import { Secret } from '../../src/secrets/secret';

/** What `openssl enc -d` does, so that the test needs no openssl. */
const open = (file: Buffer, passphrase: string): string => {
  expect(file.subarray(0, 8).toString('latin1')).toBe('Salted__');
  const derived = pbkdf2Sync(passphrase, file.subarray(8, 16), 600_000, 48, 'sha256');
  const decipher = createDecipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32));
  return decipher.update(file.subarray(16), undefined, 'utf8') + decipher.final('utf8');
};

const passphrase = 'eine lange Straße im Regen';
const text = JSON.stringify({ CLIENT_SECRET: 's3cret', name: 'Zoë' });

/** Made by OpenSSL 3.0: `printf … | openssl enc -aes-256-cbc -pbkdf2 -iter 600000 -md sha256 -pass pass:… -base64 -A` */
const byOpenssl = 'U2FsdGVkX19NAB5rJOfOb1WsELyb/VxZWxzI8mMV1aGXr3mviwxDhJXey7KttXEkUQYQMx4nZ74kgSbJKXaRwQ==';

describe('a backup as a file', () => {
  it('opens by the documented way, every character as it was', async () => {
    expect(open(await backupFile(new Secret(text), new Secret(passphrase)), passphrase)).toBe(text);
  });

  it('is what OpenSSL makes', () => {
    expect(passphraseRounds).toBe(600_000);
    expect(open(Buffer.from(byOpenssl, 'base64'), passphrase)).toBe(text);
  });

  it('shows nothing of what is in it, and is another file each time', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => backupFile(new Secret(text), new Secret(passphrase))));
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false);
    expect(one?.toString('latin1')).not.toContain('s3cret');
  });

  it('does not open with another passphrase', async () => {
    const file = await backupFile(new Secret(text), new Secret(passphrase));
    let opened = '';
    try {
      opened = open(file, `${passphrase}.`);
    } catch {
      // One time in 256 the padding looks right, and what comes out is noise.
    }
    expect(opened).not.toContain('CLIENT_SECRET');
  });
});
