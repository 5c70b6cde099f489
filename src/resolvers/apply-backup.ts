import * as v from 'valibot';
import { backupFile } from '../apply/backup-file';
import { backupsIn } from '../apply/backups';
import { journalIn } from '../apply/journal';
import { shortestPassphrase } from '../contract/apply-calls';
import { failed, succeeded } from '../contract/result';
import { Secret } from '../secrets/secret';
import { holderOf } from '../store/plugin-access';
import { targetId } from '../store/shapes';
import { applyId } from './apply-payload';
import type { Calls } from './call';
import { requireTarget } from './panel-state';

/** Apply: a backup as a file. */
export const applyBackupCalls: Calls<'exportApplyBackup'> = {
  exportApplyBackup: {
    payload: v.strictObject({
      target: targetId,
      apply: applyId,
      passphrase: v.pipe(v.string(), v.maxLength(1_000)),
    }),
    answer: async ({ place, ...asked }, { target, apply, passphrase }) => {
      await requireTarget({ place, ...asked }, target);
      if ([...passphrase].length < shortestPassphrase)
        return failed('refused', `The passphrase has fewer than ${shortestPassphrase} characters.`, {
          remedy: 'Whoever has the file can try as often as they like: take a longer one.',
          field: 'passphrase',
        });
      const log = await journalIn(place).read(apply);
      if (log?.head.target !== target) return failed('not-found', 'There is no such apply.');
      const { who, account, startedAt } = log.head;
      // It holds the secrets of all identity providers, which the product itself shows to system administrators alone.
      if (account !== holderOf(place.account))
        return failed('refused', `${who} wrote it, and alone can save its backup as a file.`, {
          remedy: `Ask ${who} for it.`,
        });
      const backup = await backupsIn(place).get(target, apply);
      if (!backup)
        return failed('not-found', 'Its backup is not kept any more.', { remedy: 'Backups are kept for 90 days.' });
      const file = await backupFile(backup.before, new Secret(passphrase));
      const name = `backup-${startedAt.slice(0, 16).replaceAll(':', '-')}.enc`;
      return succeeded({ name, base64: file.toString('base64') });
    },
  },
};
