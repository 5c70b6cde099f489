import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass, warn } from '../define-check';

/**
 * The secret must be the application's: RFC 6749 §2.3.1. Told by token introspection (RFC 7662) with Basic and a dummy
 * token, which changes nothing in Casdoor and redeems nothing.
 */
export const clientSecretWrong = defineCheck({
  id: 'client-secret-wrong',
  area: 'client',
  title: 'Client secret',
  heading: 'Casdoor refuses the client secret',
  severity: 'blocker',
  needs: ['secret'],
  uses: ['appLogin', 'address'],
  asks: ['client-id', 'secret'],
  explains: ['application', 'organization', 'people', 'version'],
  after: ['client-unknown', 'client-swapped', 'client-secret-padded'],
  why: 'People sign in at Casdoor and come back to an error: {product} cannot redeem the code that they bring.',
  fix: 'In Casdoor open Applications → {application}, copy “Client secret”, and put it in here and in the plugin.',
  handOver:
    'The client secret that I have for {application} at {address} is refused. I need the one that stands under Applications → {application} → “Client secret” now, by a way that is safe for passwords.',
  answered: 'introspection',
  evaluate({ secret, appLogin, address }) {
    if (secret === 'wrong')
      return fail(
        'Casdoor knows the client ID {clientId}, and the secret is not the one of its application.',
        {},
        {
          headline: { text: 'The client secret is not the right one', values: {} },
          links: applicationPage(address, appLogin?.application),
        },
      );
    if (secret === 'client-id')
      return fail(
        'The same text stands under the client ID and under the client secret. Casdoor made two different ones.',
        {},
        {
          headline: { text: 'The client secret is not the right one', values: {} },
          links: applicationPage(address, appLogin?.application),
        },
      );
    if (secret === 'not-certain')
      return warn(
        'What Casdoor answered leaves open whether the secret is right.',
        {},
        {
          heading: { text: 'It is not certain whether the client secret is right', values: {} },
          fix: {
            text: 'Check again. If it stays so, look into the logs of Casdoor and of the proxy in front of it.',
            values: {},
          },
          handOver: null,
        },
      );
    return pass(
      'The secret is right. It was tested with a token that does not exist, which changes nothing in Casdoor.',
    );
  },
});
