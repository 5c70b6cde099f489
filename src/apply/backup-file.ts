import { createCipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from '../secrets/secret';

/** Rounds of PBKDF2-HMAC-SHA-256, as OWASP's cheat sheet on storing passwords has them. `docs/apply.md` names the figure. */
export const passphraseRounds = 600_000;

/**
 * A backup as a file that is opened without this product, by
 * `openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md sha256`: "Salted__", eight bytes of salt, then AES-256-CBC, key and
 * IV from the passphrase. The whole of it is encrypted, since a backup holds the secrets of all identity providers.
 */
export const backupFile = async (backup: Secret, passphrase: Secret): Promise<Buffer> => {
  const salt = randomBytes(8);
  const derived = await promisify(pbkdf2)(passphrase.expose(), salt, passphraseRounds, 48, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32));
  return Buffer.concat([
    Buffer.from('Salted__', 'latin1'),
    salt,
    cipher.update(backup.expose(), 'utf8'),
    cipher.final(),
  ]);
};
