import type { FieldSheet } from '../contract/field-sheet';
import type { Plugin } from '../contract/target';
import { atlassianDcSheet } from './atlassian-dc/fields';
import { miniorangeSheet } from './miniorange/fields';
import { miniorangeCloudSheet } from './miniorange-cloud/fields';
import { otherSheet } from './other/fields';
import type { SheetInput } from './sheet-field';

const sheets: Record<Plugin, (input: SheetInput) => FieldSheet> = {
  miniorange: miniorangeSheet,
  'atlassian-dc': atlassianDcSheet,
  'miniorange-cloud': miniorangeCloudSheet,
  other: otherSheet,
};

/**
 * Every field of the plugin's screens, in their order and with their labels, filled in from what is known. What is
 * missing is named in its place. A secret is never among the values.
 */
export const fieldSheet = (input: SheetInput): FieldSheet => sheets[input.settings.plugin](input);
