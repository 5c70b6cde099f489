import type { PlannedChange } from '../contract/apply';
import { type Plugin, type Product, productNames } from '../contract/target';
import type { DriftedField, HeldThing, TryIn } from '../contract/watch';
import {
  atlassianDcMappingFields,
  atlassianDcMeanings,
  atlassianDcNotWritten,
} from '../targets/atlassian-dc/field-meanings';
import type { MappingField, Meanings } from '../targets/field-meaning';
import {
  miniorangeMappingFields,
  miniorangeMeanings,
  miniorangeNotWritten,
} from '../targets/miniorange/field-meanings';
import { applicationMeanings, triedByDryRun } from './application-meanings';
import type { WatchedField } from './watched-field';

type Told = Omit<DriftedField, keyof PlannedChange>;

type Watched = {
  plugin: Plugin;
  product: Product;
  clientId: string;
  /** What the plugin is held against; null where that is not known. */
  held: readonly Pick<WatchedField, 'key' | 'shown'>[] | null;
};

/**
 * What a field that differs does to people, and where what was found can be tried. Pure: whom it concerns by name is told
 * by the preview and the dry run, never guessed here.
 */
export const meaningsFor = ({ plugin, product, clientId, held }: Watched) => {
  const { meanings, mappingFields, notWritten } = tables[plugin === 'atlassian-dc' ? 'atlassian-dc' : 'miniorange'];
  const own = held?.find(({ key, shown }) => key.endsWith(':client-id') && shown === clientId)?.key.split(':')[0];
  const productName = productNames[product];
  return (thing: HeldThing, change: PlannedChange): Told => {
    if (thing === 'application')
      return {
        meaning: applicationMeanings[change.key]?.(change, productName) ?? unknown,
        tryIn: triedByDryRun.includes(change.key) ? { step: 'directory' } : null,
        isWritten: false,
      };
    // Those of an identity provider of SSO for Atlassian Data Center have its id before them.
    const [id, ...names] =
      plugin === 'atlassian-dc' && change.key.includes(':') ? change.key.split(':') : [null, change.key];
    const name = names.join(':');
    const meaning = meanings[name]?.(change, productName) ?? unknown;
    const isOfOthers = id !== null && own !== undefined && id !== own;
    if (isOfOthers)
      return {
        meaning: `It concerns whoever signs in by another configuration than that of Casdoor. ${meaning}`,
        tryIn: null,
        isWritten: false,
      };
    const isWritten = name in meanings && !notWritten.includes(name);
    return { meaning, tryIn: inMapping(mappingFields[name], change), isWritten };
  };
};

const unknown =
  'What this setting does is not known here, and Apply leaves it as it is. Look at it on the screen of the plugin.';

/** Nothing stands there where it was emptied. */
const inMapping = (field: MappingField | undefined, { after }: PlannedChange): TryIn | null =>
  field === undefined || after === null ? null : { step: 'mapping', field, value: after };

const tables: Record<
  'miniorange' | 'atlassian-dc',
  { meanings: Meanings; mappingFields: Readonly<Record<string, MappingField>>; notWritten: readonly string[] }
> = {
  miniorange: {
    meanings: miniorangeMeanings,
    mappingFields: miniorangeMappingFields,
    notWritten: miniorangeNotWritten,
  },
  'atlassian-dc': {
    meanings: atlassianDcMeanings,
    mappingFields: atlassianDcMappingFields,
    notWritten: atlassianDcNotWritten,
  },
};
