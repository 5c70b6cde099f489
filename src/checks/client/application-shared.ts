import { defineCheck, fail, pass } from '../define-check';

const suffix = /-org-([^/\s]+)$/;

/** The organization that the client ID of a shared application ends in; null where it names none. */
export const organizationIn = (clientId: string | null): string | null => suffix.exec(clientId ?? '')?.[1] ?? null;

/**
 * Tokens of a shared application name `<client id>-org-<organization>` as their audience (Casdoor 3.158), and a client
 * refuses a token that is not made out to its own id: OpenID Connect Core 1.0 §3.1.3.7, item 3.
 */
export const applicationShared = defineCheck({
  id: 'application-shared',
  area: 'client',
  title: 'Audience of the tokens',
  heading: 'Tokens are made out to another client ID',
  severity: 'blocker',
  needs: ['appLogin'],
  uses: ['address', 'application'],
  asks: ['client-id'],
  after: ['client-unknown', 'client-swapped'],
  why: 'The plugin compares the audience of each token with its client ID and refuses all of them: people come back to an error.',
  fix: 'Use this client ID here and in the plugin, with the name of your organization at its end:',
  evaluate({ appLogin, address, application: configured }, { clientId }) {
    const { application } = appLogin;
    const id = clientId ?? '';
    const named = suffix.exec(id)?.[1];
    const isShared = application?.isShared || configured?.isShared || false;
    if (!application || isShared === (named !== undefined)) return pass();
    const headline = { text: 'Casdoor’s tokens are made out to somebody else', values: {} };
    if (!isShared) {
      const bare = id.replace(suffix, '');
      return fail(
        '{application} is not shared, so its tokens name {audience}. The client ID given, {clientId}, has an organization at its end.',
        { audience: bare },
        {
          headline,
          fix: { text: 'Use this client ID here and in the plugin:', values: {} },
          copy: [{ label: 'Client ID', text: bare }],
          detail: audience(bare, id),
        },
      );
    }
    const organization = address?.organization ?? 'ORGANIZATION';
    const expected = `${id}-org-${organization}`;
    return fail(
      '{application} is shared between organizations, so its tokens name {audience}. The client ID given is {clientId}.',
      { audience: expected },
      { headline, copy: [{ label: 'Client ID', text: expected }], detail: audience(expected, id) },
    );
  },
});

const audience = (expected: string, actual: string) => ({
  kind: 'comparison' as const,
  expectedLabel: 'Tokens name',
  expected,
  actualLabel: 'Client ID',
  actual,
});
