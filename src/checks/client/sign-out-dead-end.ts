import { defineCheck, fail, notApplicable, pass } from '../define-check';

/** The end-session endpoint sends people on: RP-Initiated Logout 1.0 §2. Casdoor 3.158 answers JSON to whoever has no session. */
export const signOutDeadEnd = defineCheck({
  id: 'sign-out-dead-end',
  area: 'client',
  title: 'Signing out',
  heading: 'Signing out can end on a page of code',
  severity: 'advice',
  needs: ['signOut'],
  asks: ['base-url'],
  after: ['sign-out-not-registered', 'client-unknown', 'client-swapped'],
  appliesTo: ({ target }) =>
    target.plugin === 'atlassian-dc' ? 'SSO for Atlassian Data Center does not sign people out of Casdoor.' : null,
  why: 'People whose session at Casdoor has ended already, and who then sign out of {product}, see a line of JSON in place of {product}.',
  fix: 'Leave “Logout Endpoint” empty in the plugin, or update Casdoor: versions after v3.158 send people back.',
  answered: 'signOut',
  evaluate({ signOut }) {
    if (!signOut.answered) return notApplicable('The end-session endpoint did not answer.');
    const { status, json, isHtml } = signOut.value;
    if (status >= 300 && status < 400) return pass('Casdoor sends people on after signing out.');
    if (json === undefined || isHtml) return notApplicable('What the end-session endpoint does could not be told.');
    return fail('Asked to sign out a person without a session, Casdoor answers JSON and sends nobody on.');
  },
});
