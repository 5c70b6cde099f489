import { clientSecretWrong } from '../client/client-secret-wrong';
import { defineCheck, fail, pass, warn } from '../define-check';

/**
 * An application of Casdoor has one client secret. Where Casdoor takes the one that is saved here, it refuses every other
 * one: a secret that was changed in Casdoor and typed in here is not in the plugin by that.
 */
export const pluginSecretDiffers = defineCheck({
  id: 'plugin-secret-differs',
  area: 'plugin',
  title: 'Client secret of the plugin',
  heading: 'The plugin has another client secret than the one that is saved',
  severity: 'blocker',
  needs: ['pluginSecret', 'secret'],
  after: ['client-secret-wrong', 'client-secret-padded', 'client-swapped', 'plugin-client-differs'],
  why: clientSecretWrong.why,
  fix: 'Write the settings in the step Apply: the plugin then gets the client secret that is saved here.',
  evaluate({ pluginSecret, secret }) {
    if (pluginSecret === 'as-saved') return pass('The plugin has the client secret that is saved here.');
    if (pluginSecret === 'other' && secret === 'right')
      return fail(
        'Casdoor takes the client secret that is saved here, and the plugin has another one.',
        {},
        { headline: { text: 'The plugin does not have the client secret', values: {} } },
      );
    return warn(
      pluginSecret === 'other'
        ? 'The plugin has another client secret than the one that is saved here, and which of them Casdoor takes was not told.'
        : 'The client secret that was written last is not the one that is saved here. Which one the plugin has nothing tells.',
      {},
      {
        severity: 'serious',
        why: {
          text: 'Where it is the old one, people sign in at Casdoor and come back to an error. A test sign-in through the plugin tells.',
          values: {},
        },
      },
    );
  },
});
