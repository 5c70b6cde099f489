import type { WayBack } from '../../../../src/contract/apply-calls';
import type { Plugin } from '../../../../src/contract/target';

/** What was found about the way back in, and the one thing to do. */
export const wayBackWords = (wayBack: WayBack, plugin: Plugin): { message: string; remedy: string | null } => {
  switch (wayBack.kind) {
    case 'proved':
      return {
        message: `${wayBack.address} answers the sign-in form, and ${wayBack.account} was accepted by password as system administrator.`,
        remedy: null,
      };
    case 'missing':
      return {
        message: 'Nobody could get in without Casdoor: neither a back door nor the fallback is on.',
        remedy:
          plugin === 'miniorange'
            ? 'Switch on "Backdoor URL" in the plugin’s Sign In Settings, then look again.'
            : 'Switch on the authentication fallback, which the API calls enable-authentication-fallback, then look again.',
      };
    case 'form-missing':
      return {
        message: `${wayBack.address} answers something else than the sign-in form.`,
        remedy: 'Open the address in a private window and see what stands there, then look again.',
      };
    case 'restricted':
      return {
        message: `${wayBack.address} is limited to groups that ${wayBack.account} is not in.`,
        remedy: 'Name an account of these groups, or add this one to them.',
      };
    case 'account-refused':
      return {
        message: `${wayBack.account} was not accepted by its password as system administrator.`,
        remedy: 'Type another account. It was tried once and is not tried again by itself.',
      };
    case 'account-reached':
      return {
        message: `${wayBack.by} in Casdoor signs in to ${wayBack.account}, so a sign-in can change its groups.`,
        remedy: 'Name an account that nobody in Casdoor reaches.',
      };
    case 'account-untold':
      return {
        message: `Whether somebody in Casdoor signs in to ${wayBack.account} is not known: no dry run of this mapping has met that account.`,
        remedy: 'Make a dry run in Directory, then look again.',
      };
    case 'not-tried':
      return { message: 'The way back in was not tried yet.', remedy: null };
    case 'not-needed':
      return { message: 'No way back is needed here: nobody signs in to it.', remedy: null };
  }
};
