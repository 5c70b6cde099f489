import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { organizationIn } from './application-shared';

/** People sign in to an application with an account of its organization. */
export const organizationEmpty = defineCheck({
  id: 'organization-empty',
  area: 'client',
  title: 'People in the organization',
  heading: 'The organization has nobody in it',
  severity: 'serious',
  needs: ['application', 'people'],
  uses: ['appLogin'],
  why: 'Casdoor knows nobody who could sign in to {product}. People in another organization of the same Casdoor do not count.',
  fix: 'In Casdoor open Applications → {application} and choose the organization of your people under “Organization”, or add them under Users.',
  handOver:
    'At {address} the application {application} belongs to the organization {organization}, which has no users. Which organization are the people of {product} in?',
  evaluate({ application, people, appLogin }, { clientId }) {
    // With `-org-NAME` at its end a client ID opens a shared application to the people of one organization.
    const named = application.isShared ? organizationIn(clientId) : null;
    const isOfNamed = named !== null && appLogin?.application?.organization === named;
    if (application.isShared && !isOfNamed)
      return notApplicable('A shared application serves the people of several organizations.');
    if (people.total > 0)
      return pass('{organization} has {count, plural, one {# person} other {# people}}.', { count: people.total });
    if (named !== null)
      return fail(
        'The client ID {clientId} names the organization {organization}, which has no users or does not exist.',
        {},
        {
          severity: 'blocker',
          fix: {
            text: 'In Casdoor open Organizations and copy the name of the organization of your people. Put it behind `-org-` in the client ID, here and in the plugin.',
            values: {},
          },
          handOver: {
            text: 'At {address} I use the shared application {application} with the organization {organization}, which has no users. What is the name of the organization that the people of {product} are in?',
            values: {},
          },
        },
      );
    return fail('{organization}, the organization of {application}, has no users.');
  },
});
