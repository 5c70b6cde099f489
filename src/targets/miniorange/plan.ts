import type { Plan } from '../../apply/apply-target';
import type { Difference, PlannedChange, PlannedField } from '../../contract/apply';
import { redacting } from '../../secrets/redact';
import { Secret } from '../../secrets/secret';
import { addressOf, isObject, type Json } from '../file-provider';
import { documentKeys } from './document-keys';
import { editDocument } from './edit-document';
import { type MiniorangeDocument, secretsIn } from './open-document';
import { keyIn, providerList, type Sections } from './provider-place';
import { isSameJson } from './same-json';
import { type ScreenField, screenFields } from './screen-fields';
import type { MiniorangeWanted } from './wanted';

/** What would be written, and the difference that it makes, in the words of the plugin's screens. Pure. */
export const planDocument = (document: MiniorangeDocument, wanted: MiniorangeWanted): Plan<MiniorangeDocument> => {
  const after = editDocument(document, wanted);
  return { after, difference: differenceOf(document, after) };
};

/**
 * Field by field. A secret is in none of the values, wherever it stands; of what no screen here has, only the key is
 * told. Settings that are not among the fields come last.
 */
export const differenceOf = (from: MiniorangeDocument, to: MiniorangeDocument): Difference => {
  const secrets = [...secretsIn(from.root), ...secretsIn(to.root)].map((secret) => new Secret(secret));
  const clean = redacting(secrets);
  const difference: Difference = { changes: [], unchanged: [] };
  for (const field of screenFields) {
    const { id: key, tab, label, value } = field;
    const [before, after] = [value(sectionsOf(from)), value(sectionsOf(to))];
    if (before === after) difference.unchanged.push({ key, tab, label });
    else difference.changes.push(changeOf(field, before, after, clean));
  }
  difference.changes.push(...othersIn(from, to));
  return difference;
};

/** Of a document that is not understood, none. */
export const sectionsOf = ({ own }: MiniorangeDocument): Sections =>
  own?.sections ?? { app: {}, attributes: {}, groups: {}, signIn: {} };

const changeOf = (
  { id: key, tab, label, kind }: ScreenField,
  before: string,
  after: string,
  clean: (text: string) => string,
): PlannedChange => {
  const isSecret = kind === 'secret';
  const shown = (value: string) => shownValue(kind, value, clean);
  return {
    key,
    tab,
    label,
    before: shown(before),
    after: shown(after),
    isSecret,
    hasSecretBefore: isSecret ? before !== '' : null,
    canBeReadBack: true,
    // Showing the old form again keeps nobody out.
    isRisky: kind === 'redirect' && after === 'On' ? 'redirect' : null,
  };
};

/** What may be shown of a field's value; null where that is nothing. */
export const shownValue = (
  kind: ScreenField['kind'],
  value: string,
  clean: (text: string) => string,
): string | null => {
  if (kind === 'secret' || value === '') return null;
  const text = clean(kind === 'address' ? shownAddress(value) : value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
};

/** Characters; the group mapping of a large company is longer. */
const longestShown = 4000;

/** Neither credentials nor a query, which can hold a key; of a key in the field's place, its first line. */
const shownAddress = (value: string): string => {
  const address = addressOf(value) ?? '';
  if (!URL.canParse(address)) return (value.split('\n')[0] ?? '').slice(0, 100);
  const at = address.search(/[?#]/);
  return at < 0 ? address : `${address.slice(0, at)}?…`;
};

/** Settings that no field above shows. What they hold is not told: nobody here knows which are harmless. */
const othersIn = (from: MiniorangeDocument, to: MiniorangeDocument): PlannedChange[] => {
  const [one, other] = [leavesOf(from), leavesOf(to)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((path): PlannedChange[] => {
    if (isSameJson(one.get(path) ?? '', other.get(path) ?? '')) return [];
    return [
      {
        ...otherField(path),
        before: null,
        after: null,
        isSecret: true,
        hasSecretBefore: !isEmpty(one.get(path)),
        canBeReadBack: true,
        isRisky: null,
      },
    ];
  });
};

const providerTab = 'Identity Providers';

/** A setting that no screen here has, by the path to it. */
export const otherField = (path: string): PlannedField => {
  const names = path.split('\n');
  const tab = names.at(-2) ?? 'Export App Configuration';
  const label = names.at(-1) ?? path;
  // Of another provider one leaf, by its place in the list.
  return { key: `other:${names.join('/')}`, tab, label: tab === providerTab ? `All of provider ${label}` : label };
};

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Everything but the keys of the fields above, by the path to it. Of another provider one leaf, which is all of it. */
export const leavesOf = (document: MiniorangeDocument): Map<string, unknown> => {
  const { root, own: provider } = document;
  const place = provider?.place ?? 0;
  const sections = sectionsOf(document);
  const leaves = new Map<string, unknown>();
  const list = providerList(root);
  const own = list === null ? [root] : [root, list[place]];
  for (const level of own)
    for (const [name, value] of Object.entries(isObject(level) ? level : {})) {
      const section = Object.entries(sections).find(([, json]) => json === value)?.[0];
      if (section === undefined) {
        if (value !== list) leaves.set(name, value);
        continue;
      }
      for (const [key, inner] of Object.entries(value as Json))
        if (!isOfField(value as Json, section, key)) leaves.set(`${name}\n${key}`, inner);
    }
  for (const [at, other] of (list ?? []).entries()) if (at !== place) leaves.set(`${providerTab}\n${at + 1}`, other);
  return leaves;
};

const isOfField = (json: Json, section: string, key: string): boolean =>
  Object.values(documentKeys).some((one) => one.section === section && keyIn(json, one.names) === key);
