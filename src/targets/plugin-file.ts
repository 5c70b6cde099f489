import type { PluginSettings } from '../checks/evidence';
import type { PluginFileReading } from '../contract/panel-calls';
import { failed, type Result, succeeded } from '../contract/result';
import { type Plugin, pluginNames } from '../contract/target';
import type { Secret } from '../secrets/secret';
import { readIdps } from './atlassian-dc/read-idps';
import { type FileProvider, withKeys } from './file-provider';
import { readMiniorangeExport } from './miniorange/read-export';

/** A configuration is some kilobytes; characters. */
const longest = 1024 * 1024;
const mostProviders = 50;

/**
 * What a plugin's exported file says: miniOrange's "Export App Configuration" in both shapes, or an answer of
 * Atlassian's `/rest/authconfig/1.0/idps`. Neither the client secret nor any other is in the reading.
 */
export const readPluginFile = (text: string): Result<PluginFileReading> => {
  const file = read(text);
  if (!file.ok) return file;
  const { plugin, providers, notes } = file.value;
  const several = providers.length > 1;
  return succeeded({
    plugin,
    providers: providers.map((one) => ({
      key: one.key,
      name: one.name.slice(0, 200),
      address: addressIn(one.settings),
      settings: {
        ...(one.settings.clientId === null ? {} : { clientId: one.settings.clientId.trim() }),
        ...(one.scopes === '' ? {} : { scopes: one.scopes }),
        comparesIssuer: one.comparesIssuer,
      },
      mapping: one.mapping,
      hasSecret: one.secret !== null,
    })),
    notes: [
      ...notes,
      ...providers.flatMap((one) => [
        ...one.notes.map((note) => (several ? `${one.name.slice(0, 200)}: ${note}` : note)),
        ...(addressIn(one.settings) === null
          ? [`${several ? `${one.name.slice(0, 200)}: ` : ''}No address of Casdoor can be read from its endpoints.`]
          : []),
      ]),
    ],
  });
};

/** The client secret of one provider; null where the file has none, or none that is whole. */
export const secretOf = (text: string, key: string): Secret | null => find(text, key)?.secret ?? null;

/** What the checks compare with Casdoor. All null where the file has no such provider. */
export const pluginSettingsOf = (text: string, key: string): PluginSettings => find(text, key)?.settings ?? nothing;

const nothing: PluginSettings = {
  clientId: null,
  issuer: null,
  authorizationEndpoint: null,
  tokenEndpoint: null,
  userinfoEndpoint: null,
  jwksUri: null,
  endSessionEndpoint: null,
};

type ReadFile = { plugin: Plugin; providers: (FileProvider & { key: string })[]; notes: string[] };

const find = (text: string, key: string) => {
  const file = read(text);
  return file.ok ? file.value.providers.find((one) => one.key === key) : undefined;
};

const read = (text: string): Result<ReadFile> => {
  if (text.length > longest)
    return refuse('The file is larger than 1 MB, which no configuration of a plugin is.', lookForTheFile);
  const bare = text.replace(/^\uFEFF/, '').trim();
  if (bare === '') return refuse('The file is empty.', lookForTheFile);
  if (bare.startsWith('<'))
    return refuse(
      'This is a web page and no exported file: perhaps the sign-in page of Jira or Confluence.',
      'Sign in as a system administrator and export the configuration again.',
    );
  let root: unknown;
  try {
    root = JSON.parse(bare);
  } catch {
    // The parser's own words would quote the file, secrets and all.
    return refuse('The file is no JSON, or not all of it is there.', lookForTheFile);
  }
  const notes: string[] = [];
  const miniorange = readMiniorangeExport(root);
  const found = miniorange ?? readIdps(root, notes);
  if (found === null)
    return refuse(
      `The file is neither an export of ${pluginNames.miniorange} nor an answer of ${pluginNames['atlassian-dc']}.`,
      lookForTheFile,
    );
  if (found.length === 0) return refuse('The file has no OpenID Connect provider in it.', lookForTheFile);
  if (found.length > mostProviders)
    notes.push(`Only the first ${mostProviders} of ${found.length} providers are read.`);
  return succeeded({
    plugin: miniorange === null ? 'atlassian-dc' : 'miniorange',
    providers: withKeys(found.slice(0, mostProviders)),
    notes,
  });
};

const lookForTheFile =
  'In miniOrange: Backup/Restore Configurations, Export App Configuration. For Atlassian: the answer of /rest/authconfig/1.0/idps.';

const refuse = (message: string, remedy: string) => failed('refused', message, { field: 'text', remedy });

/**
 * Casdoor's address: whatever stands before its own paths in the endpoints, because these are what the plugin calls;
 * an issuer to compare with may be another one, which a check then finds. Where there is no endpoint, the issuer.
 */
const addressIn = (settings: PluginSettings): string | null => {
  const issuer = webAddress(settings.issuer);
  const candidates: [string | null, RegExp][] = [
    [settings.tokenEndpoint, /\/+api\/login\/oauth\/access_token\/?$/],
    [settings.userinfoEndpoint, /\/+api\/(?:userinfo|get-account)\/?$/],
    [settings.authorizationEndpoint, /\/+login\/oauth\/authorize\/?$/],
    [settings.jwksUri, /\/+\.well-known\/.*$/],
    [settings.issuer, issuerEnd],
  ];
  for (const [text, ownPath] of candidates) {
    const url = webAddress(text);
    if (url === null) continue;
    if (ownPath.test(url.pathname)) return `${url.origin}${url.pathname.replace(ownPath, '')}`;
    // A path that is not Casdoor's own tells nothing of a prefix; an issuer on the same server does.
    return issuer?.origin === url.origin ? `${url.origin}${issuer.pathname.replace(issuerEnd, '')}` : url.origin;
  }
  return null;
};

const issuerEnd = /\/?(?:\.well-known\/.*)?$/;

const webAddress = (text: string | null): URL | null => {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
};
