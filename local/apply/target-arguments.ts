import type { ApplyKind } from '../../src/contract/apply';
import { redirectUriOf } from '../../src/contract/target';
import { isOwnUri } from '../../src/targets/casdoor/redirect-uri-target';
import { listOf, oneOf } from '../command/shared-options';
import type { ExistingArgument, SiteArgument } from '../dry-run/dry-run-arguments';
import type { Texts } from './apply-arguments';

type Problem = { problem: string };

/** An account and where its password is read. */
export type AccountArgument = { user: string; passwordVariable: string };

/** A plugin, and all that is needed to judge what is written into it. */
export type PluginArgument = {
  kind: Exclude<ApplyKind, 'casdoor'>;
  site: SiteArgument;
  mappingFile: string;
  /** Who is already there, for the dry run. */
  existing: ExistingArgument;
  administratorGroups: string[] | null;
  peopleFile: string | null;
  /** Null: the account of `site`. */
  wayBack: AccountArgument | null;
  /** The client secret that stands there now. */
  oldSecretVariable: string | null;
};

export type ApplyTargetArgument = PluginArgument | { kind: 'casdoor'; redirectUri: string };

const kinds = ['miniorange', 'atlassian-dc', 'casdoor'] as const satisfies readonly ApplyKind[];

/** What is written to; miniOrange where nothing is said. */
export const kindOf = (target: string | null): ApplyKind | Problem =>
  oneOf(kinds, target ?? 'miniorange') ?? { problem: `--target is "${target}"; it can be ${kinds.join(', ')}.` };

const ofPlugins = [
  'mapping',
  'existing',
  'admin-groups',
  'people',
  'way-back-user',
  'old-secret-env',
  'type-name',
] as const;

/** Casdoor's application, and the redirect URI that is added to it. */
export const casdoorTarget = (text: Texts, site: SiteArgument | null): ApplyTargetArgument | Problem => {
  const stray = ofPlugins.find((name) => text(name) !== null);
  if (stray !== undefined) return { problem: `--${stray} belongs to a plugin, and --target casdoor has none.` };
  const baseUrl = site?.url.href.replace(/\/+$/, '') ?? null;
  const redirectUri = text('redirect-uri') ?? redirectUriOf({ plugin: 'miniorange', baseUrl });
  if (redirectUri === null)
    return { problem: '--redirect-uri is missing: the callback URL that the plugin shows is what is added.' };
  if (!isOwnUri(redirectUri))
    return {
      problem: '--redirect-uri is no absolute http or https URL without a fragment, or has signs of a pattern.',
    };
  return { kind: 'casdoor', redirectUri };
};

/** A plugin on Jira or Confluence. */
export const pluginTarget = (
  kind: Exclude<ApplyKind, 'casdoor'>,
  text: Texts,
  { site, wayBack }: { site: SiteArgument | null; wayBack: AccountArgument | null },
): PluginArgument | Problem => {
  const mappingFile = text('mapping');
  if (mappingFile === null) return { problem: '--mapping is missing: it is what is written.' };
  if (site === null)
    return { problem: '--atlassian is missing: the base URL of the Jira or Confluence whose plugin is written.' };
  if (text('redirect-uri') !== null) return { problem: '--redirect-uri belongs to --target casdoor.' };
  if (kind === 'miniorange' && site.kind === 'token')
    return { problem: '--token-env does not open the plugin’s API of miniOrange: give --user and --password-env.' };
  if (kind === 'miniorange' && text('old-secret-env') !== null)
    return { problem: '--old-secret-env belongs to --target atlassian-dc: miniOrange’s export has the secret.' };
  const groups = text('admin-groups');
  const administratorGroups = groups === null ? null : listOf(groups);
  if (administratorGroups?.length === 0) return { problem: '--admin-groups names no group.' };
  const path = text('existing');
  return {
    kind,
    site,
    mappingFile,
    existing: path === null ? site : { kind: 'file', path },
    administratorGroups,
    peopleFile: text('people'),
    wayBack,
    oldSecretVariable: text('old-secret-env'),
  };
};

/** The account of the way back; null where none is named. */
export const readWayBack = (text: Texts): AccountArgument | Problem | null => {
  const [user, passwordVariable] = [text('way-back-user'), text('way-back-password-env')];
  if (user === null && passwordVariable === null) return null;
  if (user === null || passwordVariable === null)
    return { problem: '--way-back-user and --way-back-password-env belong together.' };
  if (user.includes(':')) return { problem: '--way-back-user has a colon, which no user name can have in a request.' };
  return { user, passwordVariable };
};
