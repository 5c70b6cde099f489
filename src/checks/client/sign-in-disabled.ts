import { applicationPage, organizationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';

/** “Disable signin” of an application or of its organization. Casdoor shows it to anybody in get-app-login. */
export const signInDisabled = defineCheck({
  id: 'sign-in-disabled',
  area: 'client',
  title: 'Sign-in switched on',
  heading: 'Sign-in is switched off in Casdoor',
  severity: 'blocker',
  needs: ['appLogin'],
  uses: ['organization', 'address'],
  asks: ['client-id'],
  after: ['client-unknown', 'client-swapped'],
  why: 'Casdoor refuses everybody, whatever their password.',
  fix: 'In Casdoor open Applications → {application} and switch “Disable signin” off.',
  handOver:
    'At {address} “Disable signin” is on for {place}, so that nobody gets into {product}. Can you switch it off?',
  evaluate({ appLogin, organization, address }) {
    const { application } = appLogin;
    const headline = { text: 'Casdoor lets nobody sign in', values: {} };
    if (application?.disableSignin)
      return fail(
        '“Disable signin” is on in the application {place}.',
        { place: application.name },
        { headline, links: applicationPage(address, application) },
      );
    // The organization's own configuration is the people's; what anybody sees is that of the application's.
    const closed = application?.organizationDisablesSignin
      ? application.organization
      : organization?.disableSignin
        ? organization.name
        : null;
    if (closed === null) return pass();
    return fail(
      '“Disable signin” is on in the organization {place}, so none of its applications lets anybody in.',
      { place: closed },
      {
        headline,
        fix: { text: 'In Casdoor open Organizations → {place} and switch “Disable signin” off.', values: {} },
        links: organizationPage(address, closed),
      },
    );
  },
});
