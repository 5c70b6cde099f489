import { isObject, type Json, lettersOf, withKeys } from '../file-provider';
import { type SectionName, sectionNames } from './document-keys';
import { readMiniorangeExport } from './read-export';

/** The four sections of one provider. */
export type Sections = Record<SectionName, Json>;

/** The key of an object as this build spells it; undefined where it has none of them. */
export const keyIn = (json: Json, names: readonly string[]): string | undefined => {
  const keys = Object.keys(json);
  const found = names.flatMap((name) => keys.filter((key) => lettersOf(key) === lettersOf(name)));
  return found.find((key) => json[key] !== null) ?? found[0];
};

const listName = ['Identity Providers'];

/** The list of providers, where the file has the shape of several. */
export const providerList = (root: Json): unknown[] | null => {
  const list = root[keyIn(root, listName) ?? ''];
  return Array.isArray(list) ? list : null;
};

/** Where a provider stands among the others, and by what it is called; undefined where it is not in the file. */
export const placeOf = (root: Json, provider: string): number | undefined => {
  const at = withKeys(readMiniorangeExport(root) ?? []).findIndex(({ key }) => key === provider);
  return at < 0 ? undefined : at;
};

/** The sections of a provider; one that is missing is undefined. */
export const sectionsIn = (root: Json, place: number): Partial<Sections> => {
  const list = providerList(root);
  const own = list === null ? root : list[place];
  const within = (json: unknown, section: SectionName) => {
    const found = isObject(json) ? json[keyIn(json, sectionNames[section]) ?? ''] : undefined;
    return isObject(found) ? { [section]: found } : {};
  };
  return { ...within(own, 'app'), ...within(own, 'attributes'), ...within(own, 'groups'), ...within(root, 'signIn') };
};

/** The document with other sections in the same places. Keys stay in their order, whatever they are called. */
export const withSections = (root: Json, place: number, sections: Sections): Json => {
  const put = (json: Json, section: SectionName): Json => {
    const key = keyIn(json, sectionNames[section]);
    return key === undefined || json[key] === sections[section] ? json : { ...json, [key]: sections[section] };
  };
  const own = (json: Json) => put(put(put(json, 'app'), 'attributes'), 'groups');
  const shared = put(root, 'signIn');
  const list = providerList(root);
  if (list === null) return own(shared);
  const changed = list.map((one, at) => (at === place && isObject(one) ? own(one) : one));
  return { ...shared, [keyIn(root, listName) ?? '']: changed };
};
