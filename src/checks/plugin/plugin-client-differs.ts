import { defineCheck, fail, pass } from '../define-check';
import { readingCauses } from './reading-check';

/** What the plugin has, by its exported file or as it was read, against what was checked here. */
export const pluginClientDiffers = defineCheck({
  id: 'plugin-client-differs',
  area: 'plugin',
  title: 'Client of the plugin',
  heading: 'The plugin uses another client than the one that was checked',
  severity: 'blocker',
  needs: [],
  after: readingCauses,
  asks: ['plugin-file', 'client-id'],
  why: 'Whatever was found here is true of another application than the one that people sign in through.',
  fix: 'Put this into the field “Client Id” of the plugin, with the secret that belongs to it, or check the client of the plugin here:',
  evaluate(_facts, { plugin, clientId }) {
    const actual = plugin?.clientId ?? null;
    const expected = clientId ?? '';
    if (actual === expected) return pass('The plugin uses the client ID {clientId}.');
    if (actual === null)
      return fail(
        'There is no client ID in the settings of the plugin.',
        {},
        {
          heading: { text: 'The plugin has no client ID', values: {} },
          why: { text: 'Casdoor does not know who asks, and shows everybody an error.', values: {} },
          fix: { text: 'Put this into the field “Client Id” of the plugin:', values: {} },
          copy: [{ label: 'Client Id', text: expected }],
        },
      );
    if (actual.trim() === expected)
      return fail(
        'The client ID in the settings of the plugin has a space or a line end around it.',
        {},
        {
          heading: { text: 'The plugin’s client ID has a space too many', values: {} },
          why: { text: 'Casdoor takes it for another client, and does not know it.', values: {} },
          copy: [{ label: 'Client Id', text: expected }],
        },
      );
    return fail(
      'The plugin has {actual}; checked was {clientId}.',
      { actual },
      {
        copy: [{ label: 'Client Id', text: expected }],
        detail: {
          kind: 'comparison',
          expectedLabel: 'Checked here',
          expected,
          actualLabel: 'In the plugin',
          actual,
        },
      },
    );
  },
});
