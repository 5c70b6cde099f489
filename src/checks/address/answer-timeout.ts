import { noAnswer } from './no-answer';

/** The connection stands, the request was sent, and no complete answer came in time. */
export const answerTimeout = noAnswer({
  id: 'answer-timeout',
  kind: 'answer-timeout',
  title: 'Time until the answer',
  heading: 'Casdoor takes the request and does not answer',
  why: 'A sign-in would hang in the same way until the browser or {product} gives up.',
  fix: 'Look into the log of Casdoor, and whether its database answers: Casdoor waits for it before it says anything.',
  handOver:
    'Casdoor at {address} takes requests and does not answer within {waited}. What does its log say, and does its database answer?',
  found: () => ({
    text: '{failedHost}, port {port}, took the request, and no complete answer came within {waited}.',
  }),
});
