import { documentCauses } from '../causes';
import { secondsOf } from '../date-words';
import { defineCheck, pass, warn } from '../define-check';

/** Milliseconds. A sign-in takes several requests, one after another; at two seconds each people begin to reload. */
const limit = 2000;

export const answerSlow = defineCheck({
  id: 'answer-slow',
  area: 'address',
  title: 'Time for the discovery document',
  heading: 'The discovery document took {seconds} seconds',
  severity: 'advice',
  needs: ['answer'],
  after: documentCauses,
  why: 'Every sign-in waits for Casdoor in the same way, several times in a row.',
  fix: 'Look at the load of the host of Casdoor, of its database, and of the proxy between. Then check again: the first request after a start is slower.',
  evaluate({ answer: { milliseconds } }) {
    if (milliseconds <= limit) return pass();
    return warn(
      'Every sign-in waits for Casdoor in the same way. Usual is well under a second.',
      { seconds: Number(secondsOf(milliseconds)) },
      { detail: { kind: 'times', label: 'Discovery document', milliseconds, limit } },
    );
  },
});
