import { fail } from '../define-check';
import { answerCheck } from './answer-fault';

/** 500 and kin (RFC 9110 §15.6): the server broke while it made the answer. */
export const serverError = answerCheck({
  id: 'server-error',
  area: 'address',
  title: 'Answer of the server',
  heading: 'The server breaks while it answers',
  severity: 'blocker',
  why: 'A server that cannot even tell its addresses signs nobody in.',
  fix: 'Look into the log of Casdoor at the time of this check. Often its database cannot be reached.',
  handOver:
    'Casdoor at {address} answers {status} when it is asked for its discovery document. What does its log say, and can its database be reached?',
  judge: ({ status }) =>
    fail('{host} answered {status} instead of the discovery document.', { status: String(status) }),
});
