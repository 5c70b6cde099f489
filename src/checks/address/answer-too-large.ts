import { noAnswer } from './no-answer';

/** A discovery document has a few kilobytes. What goes on past 1 MiB is something else. */
export const answerTooLarge = noAnswer({
  id: 'answer-too-large',
  kind: 'answer-too-large',
  title: 'Size of the answer',
  heading: 'The answer is far too large for a discovery document',
  why: 'What answers here is no discovery document, so {product} cannot learn from it where to send people.',
  fix: 'Look what your reverse proxy serves for `/.well-known/openid-configuration`, and hand that path on to Casdoor.',
  handOver:
    'What {failedHost} serves at /.well-known/openid-configuration is larger than 1 MiB. Does the reverse proxy hand that path on to Casdoor?',
  found: () => ({ text: 'The answer of {failedHost} went on past 1 MiB; reading was stopped there.' }),
});
