import * as v from 'valibot';
import { Section } from '../file-provider';
import type { AskPlugin } from './ask-plugin';
import { documentKeys } from './document-keys';
import type { MiniorangeDocument } from './open-document';
import { namesIn } from './section-edit';

/** The plugin as the Universal Plugin Manager lists it. */
export type PluginStanding = {
  name: string;
  version: string;
  isEnabled: boolean;
  /** Null where nothing tells. `expiresAt`: ISO 8601. */
  licence: { isValid: boolean; expiresAt: string | null } | null;
};

const list = v.object({
  plugins: v.array(
    v.object({
      key: v.string(),
      name: v.optional(v.string(), ''),
      version: v.optional(v.string(), ''),
      enabled: v.optional(v.boolean(), true),
    }),
  ),
});
const licence = v.object({
  valid: v.boolean(),
  maintenanceExpiryDate: v.optional(v.number()),
  expiryDate: v.optional(v.number()),
});

/** Version, state and licence; null where the Universal Plugin Manager does not tell, which is no sign that it is not there. */
export const readStanding = async (ask: AskPlugin, signal: AbortSignal): Promise<PluginStanding | null> => {
  const listed = await ask({ method: 'GET', path: '/rest/plugins/1.0/' }, signal);
  const read = v.safeParse(list, listed.answered && listed.value.status === 200 ? listed.value.json : undefined);
  const found = read.success ? read.output.plugins.find(isOurs) : undefined;
  if (found === undefined) return null;
  const path = `/rest/plugins/1.0/${encodeURIComponent(found.key)}-key/license`;
  const told = await ask({ method: 'GET', path }, signal);
  const terms = v.safeParse(licence, told.answered && told.value.status === 200 ? told.value.json : undefined);
  // A licence of a trial ends; of a perpetual one the maintenance does, after which the plugin goes on.
  const ends = terms.success ? (terms.output.expiryDate ?? null) : null;
  return {
    name: found.name,
    version: found.version,
    isEnabled: found.enabled,
    licence: terms.success
      ? { isValid: terms.output.valid, expiresAt: ends === null ? null : new Date(ends).toISOString() }
      : null,
  };
};

const isOurs = ({ key, name }: { key: string; name: string }): boolean =>
  /miniorange/i.test(`${key} ${name}`) && /oauth|openid|oidc/i.test(`${key} ${name}`);

/** The back door of the sign-in form, as the document has it. */
export type BackDoor = {
  isOn: boolean;
  /** Behind the address of the sign-in page, such as `oauth_sso=false`. */
  query: string;
  /** Only members of these groups may use it; null where everybody may. */
  onlyFor: string[] | null;
};

/** Null where the document is not understood. Keys of the builds that let it be named and limited. */
export const backDoorOf = ({ own }: MiniorangeDocument): BackDoor | null => {
  if (own === null) return null;
  const signIn = new Section(own.sections.signIn);
  const [key, value] = [signIn.text('BACKDOOR_KEY') || 'oauth_sso', signIn.text('BACKDOOR_VALUE') || 'false'];
  const isLimited = signIn.flag('RESTRICT_BACKDOOR') === true;
  return {
    isOn: signIn.flag(...documentKeys.hasBackDoor.names) === true,
    query: `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
    onlyFor: isLimited ? namesIn(signIn.get('BACKDOOR_GROUPS')) : null,
  };
};

/** What the document itself says of the version; empty where it says nothing. */
export const versionIn = ({ root }: MiniorangeDocument): string => new Section(root).text('PLUGIN_VERSION');
