import type { Attempted } from '../../apply/apply-target';
import { visible } from '../../checks/visible';
import type { TargetFailure } from '../../contract/apply';
import { isObject, type Json, lettersOf, Section, secretIn } from '../file-provider';
import { type DocumentKey, documentKeys, type SectionName, sectionNames } from './document-keys';
import { lossIn } from './exact-json';
import { keyIn, placeOf, providerList, type Sections, sectionsIn } from './provider-place';

/** A document of the plugin and, where it is understood as far as it is edited, one provider of it. */
export type MiniorangeDocument = { root: Json } & (
  | { own: OwnProvider; whyNot: null }
  /** An import that was stopped leaves such a document too: it is read, and cannot be edited. */
  | { own: null; whyNot: TargetFailure }
);
export type OwnProvider = { place: number; sections: Sections };

/**
 * Opens what the plugin exported, or refuses it by naming what is not understood. Since an import clears everything
 * first, a document is edited only where nothing of it can get lost.
 *
 * @param provider As `withKeys` names it.
 */
export const openDocument = (text: string, provider: string): Attempted<MiniorangeDocument> => {
  if (text.includes('\ufffd')) return unknown('it has characters that came broken');
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    // The parser's own words would quote the document, secrets and all.
    return unknown('it is no JSON, or not all of it came');
  }
  const loss = lossIn(text);
  if (loss !== null) return unknown(loss);
  if (!isObject(root)) return unknown('it is no object');
  const broken = brokenIn(root);
  if (broken !== null) return unknown(broken);
  const place = placeOf(root, provider);
  const { app, attributes, groups, signIn } = place === undefined ? {} : sectionsIn(root, place);
  if (place === undefined || !app || !attributes || !groups || !signIn) {
    const { failure } = unknown(lackIn(root, place));
    return { ok: true, value: { root, own: null, whyNot: failure } };
  }
  const sections: Sections = { app, attributes, groups, signIn };
  const odd = Object.values(documentKeys).flatMap((key) => oddityOf(sections[key.section], key) ?? []);
  if (odd[0] !== undefined) return unknown(odd[0]);
  return { ok: true, value: { root, own: { place, sections }, whyNot: null } };
};

/** The client secrets of all providers in the document, to be taken out of whatever is shown of it. */
export const secretsIn = (root: Json): string[] =>
  (providerList(root) ?? [root])
    .map((one) => new Section(one).section(...sectionNames.app).verbatim(...documentKeys.clientSecret.names))
    .filter((secret) => secret !== '');

/** What would come back as something else; null where nothing would. */
const brokenIn = (root: Json): string | null => {
  const list = providerList(root);
  if (list !== null && keyIn(root, sectionNames.app) !== undefined)
    return 'it has both “OAuth Configuration” and “Identity Providers”';
  if (list?.some((one) => !isObject(one))) return 'one of its identity providers is no object';
  // What is put back would be the stars.
  if (secretsIn(root).some((secret) => secretIn(secret) === null)) return 'it has stars in place of a client secret';
  return null;
};

/** What is missing, so that nothing can be edited. */
const lackIn = (root: Json, place: number | undefined): string => {
  const list = providerList(root);
  if (list === null && keyIn(root, sectionNames.app) === undefined)
    return 'it has neither “OAuth Configuration” nor “Identity Providers”';
  if (list?.length === 0) return 'it has no identity provider';
  if (place === undefined) return 'the identity provider that was chosen is not in it';
  const found = sectionsIn(root, place);
  const lost = (Object.keys(sectionNames) as SectionName[]).find((name) => found[name] === undefined);
  return `its provider has no section “${sectionNames[lost ?? 'app'].at(-1)}”`;
};

/** What is not understood of one key; null where all of it is. */
const oddityOf = (json: Json, { section, kind, names }: DocumentKey): string | null => {
  const where = `“${sectionNames[section].at(-1)}”`;
  for (const name of names) {
    const same = Object.keys(json).filter((key) => lettersOf(key) === lettersOf(name));
    if (same.length > 1) return `${where} has both ${same.slice(0, 2).map(visible).join(' and ')}`;
  }
  const key = keyIn(json, names);
  const value = key === undefined ? undefined : json[key];
  if (value === undefined || value === null || fits[kind](value)) return null;
  return `${key} in ${where} is not ${wanted[kind]}`;
};

const isText = (value: unknown): value is string => typeof value === 'string';
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const fits: Record<DocumentKey['kind'], (value: unknown) => boolean> = {
  text: (value) => isText(value) || typeof value === 'number',
  flag: (value) => typeof value === 'boolean' || (isText(value) && /^(true|false)?$/i.test(value.trim())),
  words: (value) => isText(value) || areTexts(value),
  names: (value) => isText(value) || areTexts(value),
  'group-names': (value) => isObject(value) && Object.values(value).every((one) => isText(one) || areTexts(one)),
};

const wanted: Record<DocumentKey['kind'], string> = {
  text: 'a text',
  flag: 'true or false',
  words: 'a text or a list of texts',
  names: 'a text or a list of texts',
  'group-names': 'an object of groups',
};

const unknown = (what: string): { ok: false; failure: TargetFailure } => ({
  ok: false,
  failure: {
    code: 'document-unknown',
    message: `The configuration that the plugin exports is not understood: ${what}.`,
    remedy: 'Fill the fields in by hand as the step Apply lists them; nothing was written.',
    isFinal: false,
  },
});
