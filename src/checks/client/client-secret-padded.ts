import { defineCheck, fail, pass } from '../define-check';

/** A space or line end was pasted along with the secret. Told by one introspection without it. */
export const clientSecretPadded = defineCheck({
  id: 'client-secret-padded',
  area: 'client',
  title: 'Spaces around the client secret',
  heading: 'The client secret has a space or line end too many',
  severity: 'blocker',
  needs: ['secret'],
  asks: ['client-id', 'secret'],
  explains: ['application', 'organization', 'people', 'version'],
  why: 'Casdoor compares secrets character by character: people sign in at Casdoor, and {product} then refuses them because it cannot redeem the code.',
  fix: 'Put the client secret in again without the space or line end, here and in the plugin.',
  evaluate({ secret }) {
    if (secret !== 'right-when-trimmed') return pass();
    return fail(
      'As it was pasted Casdoor refuses it; without the spaces or line ends around it Casdoor accepts it.',
      {},
      { headline: { text: 'A space too many keeps everybody out', values: {} } },
    );
  },
});
