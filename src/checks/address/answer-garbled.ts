import { noAnswer } from './no-answer';

/** What came is no HTTP message, or its body is not in the encoding that it names (RFC 9112 §2, RFC 9110 §8.4). */
export const answerGarbled = noAnswer({
  id: 'answer-garbled',
  kind: 'answer-garbled',
  title: 'Form of the answer',
  heading: 'The answer is not readable as HTTP',
  why: '{product} cannot read such an answer either, so no sign-in would come to its end.',
  fix: 'Look whether port {port} belongs to Casdoor or its reverse proxy, and whether a proxy changes or cuts answers, for instance by compressing them twice.',
  handOver:
    'Answers of {failedHost}, port {port}, are damaged ({code}). Does a proxy on the way change, cut or compress them twice?',
  found: () => ({ text: 'What {failedHost}, port {port}, sent cannot be read as an answer over HTTP ({code}).' }),
});
