import { type Mapping, type TokenFormat, tokenFormats } from '../contract/mapping';
import type { Plugin } from '../contract/target';

/**
 * What Casdoor's documentation tells Jira's administrators to fill in, with `/api/get-account` as userinfo endpoint.
 * Its e-mail stands below `data` there, and `display_name` is a claim that Casdoor never issues.
 */
export const documentedMapping: Mapping = {
  schema: 1,
  source: 'get-account',
  username: 'name',
  email: 'email',
  name: { fullName: 'display_name' },
  groups: null,
};

/**
 * The mapping that works, for a plugin and the token format of the application. Groups are left out: Casdoor sends
 * `organization/group`, which nothing in Jira is called, and a plugin that matches groups exactly would take all away.
 *
 * The username is the person's name in Casdoor wherever it comes from, so accounts do not hang on a display name.
 */
export const recommendedMapping = (plugin: Plugin, format: TokenFormat): Mapping => {
  switch (plugin) {
    case 'miniorange':
      // "Custom OpenID", as the documentation sets it up, reads the ID token.
      return mapped('id_token', ...claimsOfToken(format));
    case 'atlassian-dc': {
      const [username, fullName] = claimsOfToken(format);
      return { ...mapped(null, variable(username), variable(fullName)), email: variable('email') };
    }
    case 'miniorange-cloud':
    case 'other':
      // Userinfo has OpenID Connect's own names whatever the token format.
      return mapped('userinfo', ...claimsOfToken('JWT-Standard'));
  }
};

/** The same by the format as Casdoor spells it; by Casdoor's own default where that is not known. */
export const recommendedFor = (plugin: Plugin, spelled: string | null): Mapping =>
  recommendedMapping(plugin, tokenFormats.find((format) => format === spelled) ?? 'JWT');

const claimsOfToken = (format: TokenFormat): [username: string, fullName: string] =>
  format === 'JWT-Standard' ? ['preferred_username', 'name'] : ['name', 'displayName'];

const variable = (claim: string) => `\${${claim}}`;

const mapped = (source: Mapping['source'], username: string, fullName: string): Mapping => ({
  schema: 1,
  source,
  username,
  email: 'email',
  name: { fullName },
  groups: null,
});
