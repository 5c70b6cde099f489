import { defineCheck, fail, notApplicable, pass } from '../define-check';

/** People sign in to an application with an account of its organization. */
export const organizationEmpty = defineCheck({
  id: 'organization-empty',
  area: 'client',
  title: 'People in the organization',
  heading: 'The organization has nobody in it',
  severity: 'serious',
  needs: ['application', 'people'],
  why: 'Casdoor knows nobody who could sign in to {product}. People in another organization of the same Casdoor do not count.',
  fix: 'In Casdoor open Applications → {application} and choose the organization of your people under “Organization”, or add them under Users.',
  handOver:
    'At {address} the application {application} belongs to the organization {organization}, which has no users. Which organization are the people of {product} in?',
  evaluate({ application, people }) {
    if (application.isShared) return notApplicable('A shared application serves the people of several organizations.');
    if (people.total > 0)
      return pass('{organization} has {count, plural, one {# person} other {# people}}.', { count: people.total });
    return fail('{organization}, the organization of {application}, has no users.');
  },
});
