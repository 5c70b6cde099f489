import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';

/** “Enable signup” of an application, on in those that Casdoor's console makes, or “Can signup” of a provider in it. */
export const signUpOpen = defineCheck({
  id: 'sign-up-open',
  area: 'client',
  title: 'Who may make an account',
  heading: 'Strangers can make themselves an account',
  severity: 'advice',
  needs: ['appLogin'],
  uses: ['address'],
  asks: ['client-id'],
  after: ['client-unknown', 'client-swapped', 'sign-in-disabled'],
  why: 'Where the plugin creates users, whoever reaches Casdoor’s page gets an account in {product}, and takes a seat.',
  fix: 'In Casdoor open Applications → {application} and switch “Enable signup” off, unless you want that.',
  handOver:
    'At {address} anybody can make an account through {application}, and with it gets into {product}. Is that meant? If not, can you switch “Enable signup” off there, and “Can signup” of its providers?',
  evaluate({ appLogin, address }) {
    const { application } = appLogin;
    if (!application) return pass();
    const providers = application.providers.filter(({ canSignUp }) => canSignUp).map(({ name }) => name);
    const links = applicationPage(address, application);
    // A provider makes accounts only where the application itself lets people sign up.
    if (!application.enableSignUp) return pass();
    return providers.length === 0
      ? fail('“Enable signup” is on in {application}.', {}, { links })
      : fail(
          '“Enable signup” is on in {application}, and through {providers} everybody with an account there gets one.',
          { providers: providers.join(', ') },
          { links },
        );
  },
});
