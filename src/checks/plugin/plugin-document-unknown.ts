import { readingCheck } from './reading-check';

export const pluginDocumentUnknown = readingCheck({
  id: 'plugin-document-unknown',
  title: 'Shape of the settings',
  heading: 'The settings of the plugin are not understood',
  codes: ['document-unknown'],
  why: 'An import clears everything first: what is not understood could get lost, so nothing is written.',
  fix: 'Fill the fields in by hand as the step Apply lists them.',
});
