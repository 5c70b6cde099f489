import type { AtlassianCredentials } from '../../atlassian/accounts/ask-atlassian';
import type { PluginSettings } from '../../checks/evidence';
import type { Product } from '../../contract/target';
import { Section } from '../file-provider';
import type { PluginTarget } from '../plugin-target';
import { signInPages } from '../sign-in-pages';
import type { AskPlugin } from './ask-plugin';
import { chooseProvider } from './choose-provider';
import { documentFields } from './document-fields';
import { documentKeys } from './document-keys';
import type { MiniorangeDocument } from './open-document';
import { configurePath, pluginApi } from './plugin-api';
import { backDoorOf } from './plugin-standing';
import { providerList } from './provider-place';
import { readMiniorangeExport } from './read-export';
import { miniorangeTarget } from './target';
import { type MiniorangeWanted, settingsByHand, wantedSettings } from './wanted';

/** miniOrange OAuth/OIDC SSO on Jira or Confluence Data Center. */
export const miniorangePlugin = (given: {
  ask: AskPlugin;
  product: Product;
  credentials: AtlassianCredentials;
  clientId: string;
  /** Of Casdoor, with its port; null where no address can be read. */
  host: string | null;
}): PluginTarget<MiniorangeDocument, MiniorangeWanted> => {
  const { ask, product, credentials, clientId, host } = given;
  return {
    target: miniorangeTarget(pluginApi(ask, product, credentials), chooseProvider({ clientId, host })),
    product,
    ask,
    adminPath: configurePath,
    wanted: wantedSettings,
    redirected: (isOn) => ({ kind: 'redirect', isOn }),
    doorOf: (document) => {
      const door = backDoorOf(document);
      const page = signInPages[product];
      if (door?.isOn) return { path: `${page}?${door.query}`, by: 'back-door', onlyFor: door.onlyFor };
      // Without a redirect the page itself shows the form.
      return door && !redirectsEverybody(document) ? { path: page, by: 'form', onlyFor: null } : null;
    },
    // The export has it, and the import takes it back.
    canSecretReturn: ({ document, after }) => (secretIn(document) === secretIn(after) ? null : true),
    replacedClientId: () => null,
    settingsOf,
    fieldsOf: documentFields,
    byHand: settingsByHand,
    probe: null,
  };
};

const redirectsEverybody = ({ own }: MiniorangeDocument): boolean =>
  new Section(own?.sections.signIn).flag(...documentKeys.autoRedirect.names) === true;

const secretIn = ({ own }: MiniorangeDocument): unknown =>
  documentKeys.clientSecret.names.map((name) => own?.sections.app[name]).find((value) => value !== undefined);

const settingsOf = ({ root, own }: MiniorangeDocument): PluginSettings | null => {
  if (own === null) return null;
  const providers = readMiniorangeExport(root) ?? [];
  return providers[providerList(root) === null ? 0 : own.place]?.settings ?? null;
};
