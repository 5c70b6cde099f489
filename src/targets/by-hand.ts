import type { Attempted } from '../apply/apply-target';
import type { Difference, PlannedChange, TargetFailure } from '../contract/apply';
import type { Product } from '../contract/target';
import { Secret } from '../secrets/secret';
import { differenceOf } from './atlassian-dc/difference';
import type { AuthconfigDocument } from './atlassian-dc/document';
import { editDocument, ownIdp } from './atlassian-dc/edit-document';
import { idpsIn } from './atlassian-dc/read-idps';
import { atlassianDcSettings } from './atlassian-dc/wanted';
import { chooseProvider } from './miniorange/choose-provider';
import { fileToImport, type ImportFile, secretPlaceholder } from './miniorange/import-file';
import { newConfiguration } from './miniorange/new-configuration';
import { type MiniorangeDocument, openDocument, secretsIn } from './miniorange/open-document';
import { planDocument } from './miniorange/plan';
import { settingsByHand, wantedSettings } from './miniorange/wanted';
import type { WantedValues } from './plugin-target';

/** How the provider that leads to Casdoor is told from others in a file. `host`: of Casdoor, with its port. */
export type Ours = { clientId: string; host: string | null };

/** An exported file beside what is wanted. `notes`: whole sentences on what a file cannot tell. */
export type Compared = Pick<Difference, 'changes'> & { matches: number; notes: string[] };

/**
 * The plan as a file for miniOrange's "Import App Configuration", without secrets. Pure.
 *
 * @param exported What the plugin exports now: other providers and settings survive. Null: nothing is set up there yet.
 */
export const miniorangeFile = (
  exported: string | null,
  wanted: WantedValues,
  { ours, product }: { ours: Ours; product: Product },
): Attempted<ImportFile> => {
  const opened = openExport(exported ?? newConfiguration(product), ours);
  if (!opened.ok) return opened;
  // Whatever secret stands there, the file has none: it is typed afterwards.
  const settings = wantedSettings({ ...wanted, secret: new Secret(secretPlaceholder) });
  if (!settings.ok) return settings;
  return { ok: true, value: fileToImport(planDocument(opened.value, settings.value).after) };
};

/** What differs between miniOrange's exported file and what is wanted. Pure. */
export const compareMiniorange = (exported: string, wanted: WantedValues, ours: Ours): Attempted<Compared> => {
  const opened = openExport(exported, ours);
  if (!opened.ok) return opened;
  const settings = wantedSettings(wanted);
  if (!settings.ok) return settings;
  const { changes, unchanged } = planDocument(opened.value, settings.value).difference;
  const hasPlaceholder = secretsIn(opened.value.root).includes(secretPlaceholder);
  return {
    ok: true,
    value: {
      changes,
      matches: unchanged.length - (wanted.secret === null ? 1 : 0),
      notes: [
        ...(hasPlaceholder
          ? [
              `A client secret is still “${secretPlaceholder}”, as the file to import has it: type it on the plugin’s screen.`,
            ]
          : []),
        ...(wanted.secret === null
          ? ['No client secret is saved here, so the one in the file was compared with nothing.']
          : []),
        ...settingsByHand(wanted.mapping).map(
          ({ tab, label, value }) => `“${label}” in ${tab} is in no export: look on the screen whether it is ${value}.`,
        ),
      ],
    },
  };
};

const openExport = (exported: string, ours: Ours): Attempted<MiniorangeDocument> => {
  const text = exported.replace(/^\uFEFF/, '').trim();
  const opened = openDocument(text, chooseProvider(ours)(text));
  if (opened.ok && opened.value.whyNot !== null) return { ok: false, failure: opened.value.whyNot };
  return opened;
};

/** What differs between an answer of `/rest/authconfig/1.0/idps` and what is wanted. Pure. */
export const compareAtlassianDc = (exported: string, wanted: WantedValues): Attempted<Compared> => {
  const idps = readIdpsOf(exported);
  if (idps === null) return { ok: false, failure: notIdps };
  // As Apply writes it: with discovery on, so that the endpoints are none of its fields.
  const settings = atlassianDcSettings({
    issuer: wanted.endpoints.issuer ?? '',
    clientId: wanted.settings.clientId,
    scopes: wanted.settings.scopes,
    endpoints: null,
    mapping: wanted.mapping,
    secret: null,
  });
  if (!settings.ok) return settings;
  const found: AuthconfigDocument = { idps, sso: {}, loginOptions: [], knownSecret: null, newSecret: null };
  const after = editDocument(found, settings.value, null);
  const { changes, unchanged } = differenceOf(found, after, ownIdp(after, settings.value, null));
  return {
    ok: true,
    value: {
      changes: changes.filter(isInAnswer),
      matches: unchanged.filter(isInAnswer).length,
      notes: [
        'The client secret is in no answer of the API: a sign-in through the plugin tells whether it is right.',
        'Whether the old form and the fallback are on stands in another answer, /rest/authconfig/1.0/sso.',
      ],
    },
  };
};

/** Neither what is of the sign-in page as a whole, nor what no answer tells. */
const isInAnswer = ({ key }: Pick<PlannedChange, 'key'>): boolean =>
  key !== 'show-login-form' &&
  key !== 'enable-authentication-fallback' &&
  !key.endsWith(':client-secret') &&
  !key.startsWith('sso:');

const readIdpsOf = (text: string) => {
  try {
    return idpsIn(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    // The parser's own words would quote the file.
    return null;
  }
};

const notIdps: TargetFailure = {
  code: 'document-unknown',
  message: 'This is no answer of /rest/authconfig/1.0/idps.',
  remedy: 'Open that address of your Jira or Confluence as an administrator, and save what it answers as a file.',
  isFinal: false,
};
