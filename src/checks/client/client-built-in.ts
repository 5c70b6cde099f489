import { defineCheck, fail, pass } from '../define-check';

/** Casdoor's own console is an application, too: `app-built-in` of the organization `built-in`. */
export const clientBuiltIn = defineCheck({
  id: 'client-built-in',
  area: 'client',
  title: 'An application of its own',
  heading: 'The plugin uses Casdoor’s own console as its client',
  severity: 'serious',
  needs: ['appLogin'],
  asks: ['client-id'],
  after: ['client-unknown', 'client-swapped'],
  why: 'Only people of the organization built-in sign in through it, who administer Casdoor; and a change made for {product} changes the way into Casdoor itself.',
  fix: 'In Casdoor open Applications → Add, make an application in the organization of your people, and use its “Client ID” and “Client secret” here and in the plugin.',
  handOver:
    '{product} signs in through app-built-in at {address}, which is Casdoor’s own console. Can you make an application of its own for {product}, in the organization of our people, with {redirectUri} under “Redirect URLs”, and give me its “Client ID” and “Client secret”?',
  evaluate({ appLogin }) {
    if (appLogin.application?.name !== 'app-built-in') return pass();
    // It knows no redirect URI but Casdoor's own, and none should be added: that nobody gets in is mended here.
    return appLogin.redirectUri === 'refused'
      ? fail(
          'The client ID {clientId} is that of app-built-in, which does not accept {redirectUri}.',
          {},
          { severity: 'blocker' },
        )
      : fail('The client ID {clientId} is that of app-built-in.');
  },
});
