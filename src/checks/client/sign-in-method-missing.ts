import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';

/**
 * Something must be left to sign in with. From an empty list Casdoor 3.158 makes the one method “Face ID” with the
 * rule None, which nobody has set up.
 */
export const signInMethodMissing = defineCheck({
  id: 'sign-in-method-missing',
  area: 'client',
  title: 'Ways to sign in',
  heading: 'The application has no way left to sign in',
  severity: 'blocker',
  needs: ['appLogin'],
  uses: ['address'],
  asks: ['client-id'],
  after: ['client-unknown', 'client-swapped', 'sign-in-disabled'],
  why: 'Casdoor’s sign-in page has no field and no button that would let anybody in.',
  fix: 'In Casdoor open Applications → {application}, add a row under “Signin methods” and choose Password in it.',
  handOver:
    'At {address} the application {application} has no usable row under “Signin methods” and no provider that may sign in. Can you add Password there, or what our people use?',
  evaluate({ appLogin, address }) {
    const { application } = appLogin;
    // Where no method is told at all, as by a Casdoor older than the list, nothing is known.
    if (!application || application.signinMethods.length === 0) return pass();
    const usable = application.signinMethods.filter(({ name, rule }) => name !== 'Face ID' || rule !== 'None');
    const providers = application.providers.filter(({ canSignIn }) => canSignIn);
    if (usable.length > 0 || providers.length > 0)
      return pass('People sign in by {ways}.', {
        ways: [...usable, ...providers].map(({ name }) => name).join(', '),
      });
    return fail(
      'Under “Signin methods” of {application} there is nothing but Face ID, which Casdoor puts there when the list is empty, and no provider may sign in.',
      {},
      {
        headline: { text: 'Casdoor shows a sign-in page without a way in', values: {} },
        links: applicationPage(address, application),
      },
    );
  },
});
