import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';

export const pluginLicenceInvalid = defineCheck({
  id: 'plugin-licence-invalid',
  area: 'plugin',
  title: 'Licence of the plugin',
  heading: 'The plugin has no valid licence',
  severity: 'blocker',
  needs: ['pluginReading'],
  uses: ['pluginStanding'],
  explains: ['pluginReading'],
  why: 'Without a licence the plugin signs nobody in.',
  fix: 'Look at its licence under “Manage apps” of {product}.',
  evaluate({ pluginReading: { failure }, pluginStanding }) {
    if (failure?.code === 'licence')
      return fail(
        '{message}',
        { message: ownWords(failure.message) },
        { fix: { text: '{remedy}', values: { remedy: ownWords(failure.remedy) } } },
      );
    if (pluginStanding?.licence?.isValid === false)
      return fail('{product} says that the licence of {name} is not valid.', { name: pluginStanding.name });
    return pass();
  },
});
