import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';
import { entryAccepts, passesAnyway } from '../redirect-matching';

const noSignOut = 'SSO for Atlassian Data Center does not sign people out of Casdoor.';

/** After a sign-out Casdoor sends people on only to an address of its redirect list: RP-Initiated Logout 1.0 §3. */
export const signOutNotRegistered = defineCheck({
  id: 'sign-out-not-registered',
  area: 'client',
  title: 'Way back after signing out',
  heading: 'After signing out people stay at Casdoor',
  severity: 'advice',
  needs: ['application', 'redirectPatterns'],
  uses: ['address'],
  asks: ['base-url'],
  appliesTo: ({ target }) => (target.plugin === 'atlassian-dc' ? noSignOut : null),
  why: 'Where the plugin has a logout endpoint, people who sign out of {product} end on a page with an error in place of {product}.',
  fix: 'In Casdoor open Applications → {application} and add this under “Redirect URLs”:',
  handOver:
    'Can you add {baseUrl} under Applications → {application} → “Redirect URLs” at {address}? People are sent there when they sign out of {product}.',
  evaluate({ application, redirectPatterns, address }, { target }) {
    const baseUrl = target.baseUrl ?? '';
    const accepted = application.redirectUris.map((entry) => entryAccepts(entry, baseUrl));
    if (passesAnyway(baseUrl) || accepted.includes(true)) return pass();
    // What a pattern lets pass was tried with strangers only; it may well let this one pass.
    if (redirectPatterns.some(({ outcome }) => outcome === 'tried')) return pass();
    return fail(
      '{baseUrl}, where people are sent after signing out, is not in the list of {application}.',
      { baseUrl },
      { copy: [{ label: 'Redirect URL', text: baseUrl }], links: applicationPage(address, application) },
    );
  },
});
