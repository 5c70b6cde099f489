import type { PlannedChange } from '../contract/apply';
import { type Plugin, type Product, productNames } from '../contract/target';
import type { DriftedField, HeldThing, TryIn } from '../contract/watch';
import { atlassianDcMappingFields, atlassianDcMeanings } from '../targets/atlassian-dc/field-meanings';
import type { MappingField, Meanings } from '../targets/field-meaning';
import { miniorangeMappingFields, miniorangeMeanings } from '../targets/miniorange/field-meanings';
import { applicationMeanings, triedByDryRun } from './application-meanings';

type Told = Pick<DriftedField, 'meaning' | 'tryIn'>;

/**
 * What a field that differs does to people, and where what was found can be tried. Pure: whom it concerns by name is told
 * by the preview and the dry run, never guessed here.
 */
export const meaningsFor = ({ plugin, product }: { plugin: Plugin; product: Product }) => {
  const { meanings, mappingFields, nameOf } = tables[plugin === 'atlassian-dc' ? 'atlassian-dc' : 'miniorange'];
  return (thing: HeldThing, change: PlannedChange): Told => {
    const isPlugin = thing === 'plugin';
    const name = isPlugin ? nameOf(change.key) : change.key;
    const meaning = (isPlugin ? meanings : applicationMeanings)[name];
    return {
      meaning: meaning?.(change, productNames[product]) ?? unknown,
      tryIn: isPlugin ? inMapping(mappingFields[name], change) : triedByDryRun.includes(name) ? byDryRun : null,
    };
  };
};

const unknown =
  'What this setting does is not known here, and Apply leaves it as it is. Look at it on the screen of the plugin.';

const byDryRun: TryIn = { step: 'directory' };

/** Nothing stands there where it was emptied. */
const inMapping = (field: MappingField | undefined, { after }: PlannedChange): TryIn | null =>
  field === undefined || after === null ? null : { step: 'mapping', field, value: after };

const tables: Record<
  'miniorange' | 'atlassian-dc',
  { meanings: Meanings; mappingFields: Readonly<Record<string, MappingField>>; nameOf: (key: string) => string }
> = {
  miniorange: { meanings: miniorangeMeanings, mappingFields: miniorangeMappingFields, nameOf: (key) => key },
  'atlassian-dc': {
    meanings: atlassianDcMeanings,
    mappingFields: atlassianDcMappingFields,
    // Those of an identity provider have its id before them.
    nameOf: (key) => key.slice(key.lastIndexOf(':') + 1),
  },
};
