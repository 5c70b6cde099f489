import { stretchOf } from '../date-words';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { ownWords } from '../say';
import { closedDoors, factsOfTheCode } from './way-back';

/**
 * Casdoor's refusals stay on its own page: but for a denied consent it never sends anybody back with an error (v3.158.0).
 * So whoever is refused, and whoever closes the page, looks the same from here.
 */
export const signInAbandoned = defineCheck({
  id: 'sign-in-abandoned',
  area: 'sign-in',
  title: 'Way back from Casdoor',
  heading: 'Somebody went to Casdoor, and nothing came back',
  severity: 'blocker',
  needs: ['signInReturn'],
  after: closedDoors,
  explains: factsOfTheCode,
  why: 'Either the page was closed, or Casdoor did not let the person in. It never sends its refusals back: forbidden, unknown, certificate missing, second factor or consent pending all end on its own page, where Jira and Confluence never hear of them.',
  fix: 'Start the test sign-in again. If Casdoor’s page says no, pass its words on while the test still waits: in the panel, or on the page behind the link. They tell what it was.',
  evaluate({ signInReturn }, { clientId }) {
    if (signInReturn.kind === 'code') return pass('The person came back with a code.');
    if (signInReturn.kind !== 'nothing') return notApplicable('Something came back, which is another finding.');
    const { opened, pressed, seconds } = signInReturn;
    const waited = ownWords(stretchOf(seconds * 1000));
    if (pressed)
      return fail(
        'Somebody went on to Casdoor’s sign-in page for the client {clientId}. Nothing came back within {waited}.',
        { waited, clientId: clientId ?? '' },
        // A page that was closed looks the same as a refusal: it may be nothing, and it may be everybody.
        { severity: 'serious', headline: { text: 'Nobody came back from Casdoor', values: {} } },
      );
    // Nobody got as far as Casdoor, so nothing is wrong that could be seen.
    const why = { text: 'Nothing was asked of Casdoor, so nothing is known of it.', values: {} };
    return opened
      ? fail(
          'The page behind the link was opened, and nobody pressed its button within {waited}.',
          { waited },
          {
            severity: 'advice',
            heading: { text: 'Nobody went on to Casdoor', values: {} },
            headline: { text: 'Nobody went on to Casdoor', values: {} },
            why,
            fix: { text: 'Start again, open the link and press the button on its page.', values: {} },
          },
        )
      : fail(
          'Nobody opened the link within {waited}.',
          { waited },
          {
            severity: 'advice',
            heading: { text: 'Nobody opened the link', values: {} },
            headline: { text: 'Nobody opened the link', values: {} },
            why,
            fix: { text: 'Start again, and open the link in a private window or send it to somebody.', values: {} },
          },
        );
  },
});
