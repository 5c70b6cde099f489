import { withKeys } from '../file-provider';
import { readMiniorangeExport } from './read-export';

/**
 * Which provider of an exported configuration is the one of Casdoor: that of the client, else the only one that leads to
 * Casdoor's host, else the only one that there is. Empty where that cannot be told: nothing is written then.
 *
 * @param host Of Casdoor, with its port.
 */
export const chooseProvider =
  ({ clientId, host }: { clientId: string; host: string | null }) =>
  (text: string): string => {
    const providers = withKeys(providersIn(text));
    const only = (fitting: typeof providers) => (fitting.length === 1 ? fitting[0]?.key : undefined);
    const leadsThere = (address: string | null) =>
      address !== null && URL.canParse(address) && new URL(address).host === host;
    return (
      only(providers.filter(({ settings }) => clientId !== '' && settings.clientId === clientId)) ??
      only(
        providers.filter(
          ({ settings }) => leadsThere(settings.tokenEndpoint) || leadsThere(settings.authorizationEndpoint),
        ),
      ) ??
      only(providers) ??
      ''
    );
  };

const providersIn = (text: string) => {
  try {
    return readMiniorangeExport(JSON.parse(text)) ?? [];
  } catch {
    // Said by whoever opens it.
    return [];
  }
};
