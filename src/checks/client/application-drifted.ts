import { dayOf } from '../date-words';
import { defineCheck, fail, pass } from '../define-check';
import { driftDetail } from '../plugin/drift-words';
import { ownWords } from '../say';

/** Fields by which nobody is kept out and nobody becomes somebody else: other people's redirect URIs, for one. */
const harmless = ['redirect-uris', 'refresh-lifetime', 'sign-in-methods'];

export const applicationDrifted = defineCheck({
  id: 'application-drifted',
  area: 'client',
  title: 'Application as it was at the apply',
  heading: '{called} has changed in Casdoor',
  severity: 'serious',
  needs: ['applicationDrift'],
  after: ['client-unknown', 'client-secret-wrong'],
  why: 'What the plugin was set for is no longer what Casdoor sends: people may come in as somebody else, or not at all.',
  fix: 'Look at the application in Casdoor. Put it back there, or accept in the step Watch what is there now.',
  handOver: 'The application {called} was changed. Was that meant?',
  evaluate({ applicationDrift }) {
    const { called, changes, since } = applicationDrift;
    const values = {
      called: ownWords(called),
      count: changes.length,
      label: changes[0]?.label ?? '',
      since: ownWords(dayOf(since)),
    };
    if (changes.length === 0) return pass('It is as it was on {since}.', values);
    const detail = driftDetail(applicationDrift);
    return fail(
      changes.length === 1
        ? '{label} is not what it was on {since}.'
        : '{count} fields are not what they were on {since}; {label} is one of them.',
      values,
      {
        severity: changes.every(({ key }) => harmless.includes(key)) ? 'advice' : 'serious',
        ...(detail === null ? {} : { detail }),
      },
    );
  },
});
