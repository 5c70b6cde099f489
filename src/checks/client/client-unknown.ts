import { defineCheck, fail, type Judgement, pass, warn } from '../define-check';

/** Casdoor makes client IDs of 20 hexadecimal characters, and secrets of 40. Seen in v3.158; both can be overwritten. */
const generatedId = /^[0-9a-f]{20}$/;
const looksLikeSecret = (text: string) => /^[0-9a-f]{32,}$/.test(text) && !generatedId.test(text);

/** The client ID must be one that Casdoor knows: OAuth 2.0 (RFC 6749) §2.2. Told by get-app-login, without a secret. */
export const clientUnknown = defineCheck({
  id: 'client-unknown',
  area: 'client',
  title: 'Client ID',
  heading: 'Casdoor does not know the client ID',
  severity: 'blocker',
  needs: ['appLogin'],
  asks: ['client-id'],
  explains: ['application', 'applicationKeys', 'applicationKeysAnswer', 'organization', 'people', 'version', 'secret'],
  after: ['client-swapped'],
  why: 'Whoever presses the sign-in button of {product} sees an error of Casdoor instead of its sign-in page.',
  fix: 'In Casdoor open Applications → the one made for {product}, copy “Client ID”, and put it in here and in the plugin.',
  handOver:
    'Which application of {address} is meant for {product}? I need its “Client ID”: the one that I was given is not known there.',
  answered: 'appLoginAnswer',
  evaluate({ appLogin }, { clientId }) {
    if (appLogin.clientId === 'accepted') return pass('Casdoor knows the client ID {clientId}.');
    if (appLogin.clientId === 'not-certain')
      return warn(
        'What Casdoor answered leaves open whether it knows the client ID.',
        {},
        {
          heading: { text: 'It is not certain whether Casdoor knows the client ID', values: {} },
          fix: {
            text: 'Check again. If it stays so, look into the logs of Casdoor and of the proxy in front of it.',
            values: {},
          },
          handOver: null,
        },
      );
    return unknown(clientId ?? '');
  },
});

const unknown = (clientId: string): Judgement => {
  const headline = { text: 'Casdoor does not know this client', values: {} };
  // What may be a secret is neither shown nor put into a message to somebody else.
  if (looksLikeSecret(clientId))
    return fail(
      'No application of {host} has this client ID. It looks like a client secret: it has {length} characters, and the client IDs that Casdoor makes have 20.',
      { length: clientId.length },
      {
        headline,
        fix: {
          text: 'In Casdoor open Applications → the one made for {product}, and put “Client ID” and “Client secret” each into its own field, here and in the plugin.',
          values: {},
        },
      },
    );
  if (/\s/.test(clientId))
    return fail('No application of {host} has the client ID {shown}: there is a space or a line end inside it.', {
      shown: visibleSpaces(clientId),
    });
  if (/^[0-9a-f]{20}$/i.test(clientId) && clientId !== clientId.toLowerCase())
    return fail(
      'No application of {host} has the client ID {clientId}. It has capital letters, and Casdoor makes client IDs without any.',
      {},
      { headline, copy: [{ label: 'In small letters', text: clientId.toLowerCase() }] },
    );
  if (!generatedId.test(clientId))
    return fail(
      'No application of {host} has the client ID {clientId}. It looks like the name of an application: a client ID as Casdoor makes it has 20 characters, such as 9b1f6c0a4d7e2853b6f1.',
      {},
      { headline },
    );
  return fail(
    'No application of {host} has the client ID {clientId}. It may belong to another Casdoor.',
    {},
    { headline },
  );
};

const visibleSpaces = (text: string) => text.replace(/\s/g, '␠');
