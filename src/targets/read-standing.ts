import * as v from 'valibot';
import type { PluginStanding } from '../checks/evidence';
import type { AskPlugin } from './miniorange/ask-plugin';

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

type Listed = { key: string; name: string };

const isOurs: Record<'miniorange' | 'atlassian-dc', (listed: Listed) => boolean> = {
  miniorange: ({ key, name }) => /miniorange/i.test(`${key} ${name}`) && /oauth|openid|oidc/i.test(`${key} ${name}`),
  // Bundled since Jira 8.15 and Confluence 7.13.
  'atlassian-dc': ({ key, name }) =>
    /atlassian-authentication-plugin/i.test(key) || /^sso for atlassian/i.test(name.trim()),
};

/**
 * Version, state and licence of a plugin, by the Universal Plugin Manager; null where that does not tell, which is no sign
 * that the plugin is not there.
 */
export const readStanding = async (
  ask: AskPlugin,
  plugin: 'miniorange' | 'atlassian-dc',
  signal: AbortSignal,
): Promise<PluginStanding | null> => {
  const listed = await ask({ method: 'GET', path: '/rest/plugins/1.0/' }, signal);
  const read = v.safeParse(list, listed.answered && listed.value.status === 200 ? listed.value.json : undefined);
  const found = read.success ? read.output.plugins.find(isOurs[plugin]) : undefined;
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
