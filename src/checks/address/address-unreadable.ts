import { factsOfTheServer } from '../causes';
import { defineCheck, pass } from '../define-check';

/** What was typed must hold a host name (RFC 3986 §3.2.2) that http or https can reach. */
export const addressUnreadable = defineCheck({
  id: 'address-unreadable',
  area: 'address',
  title: 'Address of Casdoor',
  heading: 'No address can be read from what was typed',
  severity: 'blocker',
  needs: ['addressReading'],
  explains: ['address', ...factsOfTheServer],
  why: 'Without the address of Casdoor nothing can be looked at, and {product} cannot be told where to send people.',
  fix: 'Copy the address of Casdoor from your browser while its sign-in page or console is open. For example: `door.acme.example`',
  evaluate({ addressReading: { problem } }) {
    if (problem === null) return pass();
    return {
      outcome: 'fail',
      found: problem,
      headline: { text: 'The address of Casdoor cannot be read yet', values: {} },
    };
  },
});
