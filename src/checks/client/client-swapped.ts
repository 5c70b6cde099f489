import { defineCheck, fail, pass } from '../define-check';

/** Client ID and secret stand in each other's field. Told by one introspection with the two exchanged. */
export const clientSwapped = defineCheck({
  id: 'client-swapped',
  area: 'client',
  title: 'Client ID and secret in their own fields',
  heading: 'Client ID and client secret are in each other’s field',
  severity: 'blocker',
  needs: ['secret'],
  asks: ['client-id', 'secret'],
  explains: ['appLogin', 'appLoginAnswer', 'application', 'applicationKeys', 'organization', 'people', 'version'],
  why: 'Casdoor takes the secret for a client ID that it does not know, so nobody can sign in; and a client ID is sent in the open, where a secret must never be.',
  fix: 'Exchange the two, here and in the plugin: what stands under “Client ID” belongs under “Client secret”, and the other way round.',
  evaluate({ secret }) {
    if (secret !== 'right-when-swapped') return pass();
    // The values are not shown: one of them is the secret.
    return fail(
      'With the two exchanged, Casdoor accepts them.',
      {},
      { headline: { text: 'Client ID and secret are the wrong way round', values: {} } },
    );
  },
});
