import type { TargetView } from '../../../../../src/contract/panel-calls';
import type { Product } from '../../../../../src/contract/target';

/** What a person does where the old settings could not be restored from here. */
export type HandStep = {
  text: string;
  /** An address to copy and open; null where the step has none. */
  address: string | null;
};

const signInPages: Record<Product, string> = { jira: '/login.jsp', confluence: '/login.action' };

type Known = {
  settings: Pick<TargetView['settings']['value'], 'plugin' | 'product' | 'baseUrl'>;
  /** The account by which somebody gets in without Casdoor; null where none was tried. */
  account: string | null;
};

/**
 * Step by step, in the words of the screens. The addresses are those of an installation as it comes: a back door can be
 * given another name, which the steps say.
 */
export const handSteps = ({ settings, account }: Known): HandStep[] => {
  const { plugin, product, baseUrl } = settings;
  const page = `${baseUrl.replace(/\/+$/, '')}${signInPages[product]}`;
  const as = account === null ? 'an account that has a password there and is system administrator' : account;
  if (plugin === 'atlassian-dc')
    return [
      { text: `Sign in without Casdoor, as ${as}, at the address of the fallback.`, address: `${page}?auth_fallback` },
      {
        text: 'Open Administration, System, Authentication methods, and there the configuration of Casdoor.',
        address: null,
      },
      { text: 'Set the fields below to what they were, and save.', address: null },
    ];
  return [
    {
      text: `Sign in without Casdoor, as ${as}, at the address of the back door. Where it was given another name, the backup has it as BACKDOOR_KEY and BACKDOOR_VALUE.`,
      address: `${page}?oauth_sso=false`,
    },
    {
      text: 'Open the plugin, tab "Backup/Restore Configurations", and import the backup as "Import App Configuration".',
      address: null,
    },
    { text: 'Or set the fields below to what they were, and save.', address: null },
  ];
};
