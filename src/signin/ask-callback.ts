import { askClient } from '../casdoor/ask-client';
import { say } from '../checks/say';
import type { CallbackState, SignInCallback } from '../contract/sign-in';
import { type AskOptions, inTime, meet } from './meet-server';

/** Whether Casdoor would send people back to this product, told by what it accepts and not by its words. */
export const askCallback = (options: AskOptions): Promise<SignInCallback> =>
  inTime(options, async (g) => {
    const { redirectUri: uri } = options;
    const told = (state: CallbackState, text: string | null, values: Record<string, string> = {}): SignInCallback => ({
      uri,
      state,
      note: text === null ? null : say(text, values),
      at: new Date().toISOString(),
    });
    const met = await meet(g, options);
    if ('problem' in met) return told('not-certain', `${met.problem.message} ${met.problem.remedy}`);
    const { address, first, isNamed } = met;
    const { host } = address;
    const { discovery, identity } = g.evidence;
    if (discovery.known && !discovery.value.answered && !first.login.answered)
      return told('not-certain', '{host} did not answer. The checks of Connect say why.', { host });
    if (!isNamed)
      return told(
        'not-certain',
        'The client ID looks like a client secret, so Casdoor was not asked about it. The checks of Client say more.',
      );
    if (!identity.known || !identity.value.isCasdoor)
      return told(
        'not-certain',
        '{host} has not answered as Casdoor does, and only Casdoor tells beforehand which redirect URIs it accepts.',
        { host },
      );
    const asked = await askClient(first.login, first.question, first.urls, (url) => g.ask({ method: 'GET', url }));
    if (asked?.clientId === 'unknown')
      return told('not-certain', 'Casdoor does not know the client ID {clientId}. The checks of Client say more.', {
        clientId: first.question.clientId,
      });
    if (asked?.redirectUri === 'accepted') return told('registered', null);
    // Of an address that always passes only the acceptance itself counts: an older Casdoor may know no such rule.
    if (asked?.redirectUri === 'untold' && asked.message === null)
      return told(
        'loopback',
        'Nothing has to be registered for {uri}: it leads to the computer of whoever signs in, and Casdoor lets such an address pass whatever is registered.',
        { uri },
      );
    if (asked?.redirectUri === 'refused' || asked?.redirectUri === 'untold')
      return told(
        'missing',
        'Casdoor would send nobody back: {uri} is not under “Redirect URLs” of the application {application}.',
        { uri, application: asked.application?.name ?? first.question.clientId },
      );
    return told(
      'not-certain',
      'Casdoor did not tell whether it accepts {uri}. A firewall in front of it may have refused the question.',
      { uri },
    );
  });
