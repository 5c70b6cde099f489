import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, notApplicable, pass, warn } from '../define-check';

/** An application with scopes of its own refuses all others, `openid` too unless it is listed. Casdoor 3.158. */
export const scopeRefused = defineCheck({
  id: 'scope-refused',
  area: 'scopes',
  title: 'Scopes accepted by the application',
  heading: 'The application refuses a scope that the plugin asks for',
  severity: 'blocker',
  needs: ['appLogin'],
  uses: ['address'],
  asks: ['client-id'],
  after: ['client-unknown', 'client-swapped', 'scope-openid-missing'],
  why: 'Casdoor refuses a sign-in that asks for one scope too many: people see an error on its sign-in page and never get back to {product}.',
  fix: 'In Casdoor open Applications → {application} and add the missing ones under “Scopes”, or remove all entries there: then every scope is accepted.',
  handOver:
    'The application {application} at {address} has its own list under “Scopes” and refuses {refused}, which {product} asks for. Can you add that, or empty the list?',
  answered: 'appLoginAnswer',
  evaluate({ appLogin, address }, { scopes }) {
    if (appLogin.scopes === 'accepted') return pass('Casdoor accepts {asked}.', { asked: scopes.join(' ') });
    if (appLogin.clientId === 'not-certain')
      return notApplicable('It was not asked without a client that Casdoor knows.');
    if (appLogin.scopes !== 'refused')
      return warn(
        'What Casdoor answered leaves open whether it accepts {asked}.',
        { asked: scopes.join(' '), refused: scopes.join(' ') },
        {
          heading: { text: 'It is not certain whether the scopes are accepted', values: {} },
          fix: {
            text: 'Check again. If it stays so, look into the logs of Casdoor and of the proxy in front of it.',
            values: {},
          },
          handOver: null,
        },
      );
    const allowed = appLogin.application?.scopes ?? [];
    const refused = ordered(
      appLogin.refusedScopes.length > 0 ? appLogin.refusedScopes : scopes.filter((scope) => !allowed.includes(scope)),
    );
    const values = { refused: refused.join(' '), count: refused.length, asked: scopes.join(' ') };
    return fail(
      allowed.length > 0
        ? '{application} accepts only its own scopes, and refuses {refused}.'
        : 'Casdoor refuses {refused} of what is asked for.',
      refused.length > 0 ? values : { ...values, refused: values.asked },
      {
        headline: { text: 'Casdoor refuses what the plugin asks for', values: {} },
        links: applicationPage(address, appLogin.application),
        copy: [{ label: 'To add under “Scopes”', text: refused.join(' ') }],
        ...(allowed.length > 0 && {
          detail: {
            kind: 'list' as const,
            label: 'Scopes asked for',
            items: scopes.map((scope) =>
              refused.includes(scope)
                ? { text: scope, note: 'refused', marked: true }
                : { text: scope, note: 'accepted' },
            ),
          },
        }),
      },
    );
  },
});

/** `openid` first: without it there is no sign-in at all. */
const ordered = (scopes: readonly string[]) => [
  ...scopes.filter((scope) => scope === 'openid'),
  ...scopes.filter((scope) => scope !== 'openid'),
];
