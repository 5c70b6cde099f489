import type { PlannedChange } from '../../../../../src/contract/apply';
import type { TargetView } from '../../../../../src/contract/panel-calls';
import type { Product } from '../../../../../src/contract/target';

/** What a person does where the old settings could not be restored from here. */
export type HandStep = {
  text: string;
  /** An address to open or a command to run; null where the step has none. */
  copy: { text: string; of: string } | null;
};

/** Opens a backup that was saved as a file, as `docs/apply.md` says. */
export const openBackupCommand =
  'openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md sha256 -in backup.enc -out settings.json';

const signInPages: Record<Product, string> = { jira: '/login.jsp', confluence: '/login.action' };

type Known = {
  settings: Pick<TargetView['settings']['value'], 'plugin' | 'product' | 'baseUrl'>;
  /** The account by which somebody gets in without Casdoor; null where none was tried. */
  account: string | null;
  hasBackup: boolean;
  changes: readonly PlannedChange[];
};

/** What was written to a configuration that was not there before: it is deleted as a whole. */
const isOfNew = ({ key }: PlannedChange): boolean => key.startsWith('new:');

/** Fields that are set to what they were, one by one. */
export const setByHand = (changes: readonly PlannedChange[]): PlannedChange[] =>
  changes
    .filter((change) => !isOfNew(change))
    .map(({ before, after, isSecret, ...change }) => ({
      ...change,
      before: after,
      after: before,
      isSecret,
      // What was written stands there now.
      hasSecretBefore: isSecret ? true : null,
    }));

/**
 * Step by step, in the words of the screens. The addresses are those of an installation as it comes: a back door can be
 * given another name, which the steps say.
 */
export const handSteps = ({ settings, account, hasBackup, changes }: Known): HandStep[] => {
  const { plugin, product, baseUrl } = settings;
  const page = `${baseUrl.replace(/\/+$/, '')}${signInPages[product]}`;
  const as = account === null ? 'an account that has a password there and is system administrator' : account;
  const address = (query: string) => ({ text: `${page}?${query}`, of: 'the address' });
  if (plugin === 'atlassian-dc') {
    const made = changes.find(({ key }) => key === 'new:name')?.after ?? null;
    return [
      step(`Sign in without Casdoor, as ${as}, at the address of the fallback.`, address('auth_fallback')),
      step(
        made === null
          ? 'Open Administration, System, Authentication methods, and there the configuration of Casdoor.'
          : `Open Administration, System, Authentication methods, and delete the configuration “${made}”: before this apply it was not there.`,
      ),
      ...(setByHand(changes).length > 0 ? [step('Set the fields below to what they were, and save.')] : []),
    ];
  }
  return [
    step(
      `Sign in without Casdoor, as ${as}, at the address of the back door. Where it was given another name, the backup has it as BACKDOOR_KEY and BACKDOOR_VALUE.`,
      address('oauth_sso=false'),
    ),
    ...(hasBackup
      ? [
          step(
            'Save the backup, above, and open the file, with its name for backup.enc. OpenSSL asks for the passphrase.',
            {
              text: openBackupCommand,
              of: 'the command that opens it',
            },
          ),
          step(
            'Open the plugin, tab "Backup/Restore Configurations", and import settings.json as "Import App Configuration". Then delete settings.json: it holds secrets in clear.',
          ),
          step('Or set the fields below to what they were, and save.'),
        ]
      : [step('Open the plugin, set the fields below to what they were, and save.')]),
  ];
};

const step = (text: string, copy: HandStep['copy'] = null): HandStep => ({ text, copy });
