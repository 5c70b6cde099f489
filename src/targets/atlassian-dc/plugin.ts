import type { AtlassianCredentials } from '../../atlassian/accounts/ask-atlassian';
import type { Product } from '../../contract/target';
import type { Secret } from '../../secrets/secret';
import { Section } from '../file-provider';
import type { AskPlugin } from '../miniorange/ask-plugin';
import type { PluginTarget } from '../plugin-target';
import type { AskAuthconfig } from './ask-authconfig';
import { authconfigApi } from './authconfig-api';
import type { AuthconfigDocument } from './document';
import { documentFields } from './document-fields';
import { canSecretReturn, ownIdp } from './edit-document';
import { probeFromNode } from './probe-from-node';
import { readIdps } from './read-idps';
import { atlassianDcTarget } from './target';
import { type AtlassianDcWanted, atlassianDcSettings } from './wanted';
import { formAddressOf } from './way-back';

/** SSO for Atlassian Data Center, which Jira and Confluence come with. */
export const atlassianDcPlugin = (given: {
  ask: AskPlugin;
  askAuthconfig: AskAuthconfig;
  product: Product;
  credentials: AtlassianCredentials;
  clientId: string;
  /** The client secret that stands there now, where it was written by us. */
  knownSecret: Secret | null;
}): PluginTarget<AuthconfigDocument, AtlassianDcWanted> => {
  const { ask, askAuthconfig, product, credentials, clientId, knownSecret } = given;
  const api = authconfigApi(askAuthconfig, product, credentials);
  return {
    target: atlassianDcTarget({ api, idp: null, knownSecret }),
    product,
    ask,
    adminPath: '/rest/authconfig/1.0/sso',
    wanted: ({ settings, endpoints, mapping, secret }) =>
      // With discovery on the node reads the document itself, and follows when Casdoor's keys change.
      atlassianDcSettings({
        issuer: endpoints.issuer ?? '',
        clientId: settings.clientId,
        scopes: settings.scopes,
        endpoints: null,
        mapping,
        secret,
      }),
    redirected: (isOn) => ({ kind: 'redirect', isOn }),
    doorOf: (document) => {
      const address = formAddressOf(document, product);
      return address && { ...address, onlyFor: null };
    },
    canSecretReturn: ({ document }, wanted) => canSecretReturn(document, wanted, null),
    replacedClientId: (document, wanted) => {
      const own = wanted.kind === 'settings' ? ownIdp(document, wanted, null) : null;
      return own === null ? null : new Section(own).verbatim('client-id') || null;
    },
    settingsOf: ({ idps }) => {
      const own = idps.find((idp) => new Section(idp).verbatim('client-id') === clientId);
      return (own && readIdps(own, [])?.[0]?.settings) ?? null;
    },
    fieldsOf: documentFields,
    byHand: () => [],
    probe: async (wanted, signal) =>
      wanted.kind === 'settings' ? probeFromNode(api, wanted, signal) : { ok: true, value: { kind: 'not-told' } },
  };
};

/** The secret that a document says stands there; null where it is not known. */
export const secretKnownIn = ({ knownSecret, newSecret }: AuthconfigDocument): Secret | null =>
  newSecret?.secret ?? knownSecret;
