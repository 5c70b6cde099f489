import { redacting } from '../../secrets/redact';
import { Secret } from '../../secrets/secret';
import type { DocumentField } from '../document-field';
import { lettersOf } from '../file-provider';
import { isCleared } from '../is-cleared';
import { type MiniorangeDocument, secretsIn } from './open-document';
import { leavesOf, otherField, sectionsOf, shownValue } from './plan';
import { canonicalJson } from './same-json';
import { screenFields } from './screen-fields';

/** Moves with an update of the plugin, which is no change of its settings. */
const volatile = ['pluginversion', 'pluginname'];

/** Every setting of the document: the fields of the screens, then whatever else stands in it. */
export const documentFields = (document: MiniorangeDocument): DocumentField[] => {
  const sections = sectionsOf(document);
  const clean = redacting(secretsIn(document.root).map((secret) => new Secret(secret)));
  return [
    ...screenFields.map(({ id: key, tab, label, kind, value }): DocumentField => {
      const whole = value(sections);
      return {
        key,
        tab,
        label,
        shown: shownValue(kind, whole, clean),
        isSecret: kind === 'secret',
        whole: new Secret(whole),
      };
    }),
    ...[...leavesOf(document)]
      .filter(([path]) => !volatile.includes(lettersOf(path)))
      .map(
        ([path, value]): DocumentField => ({
          ...otherField(path),
          shown: null,
          isSecret: true,
          // An update of the plugin brings new keys: those that are off change nothing for anybody.
          whole: new Secret(isCleared(value) ? '' : canonicalJson(value)),
        }),
      ),
  ];
};
